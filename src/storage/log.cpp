#include "storage/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace podpromo {

namespace {

constexpr std::string_view kPattern = "%Y-%m-%dT%H:%M:%S.%e%z %l %v";
// A line longer than this is noise: the file it came from has the rest.
constexpr std::size_t kLongestLine = 4000;

// A log that is longer becomes NAME.1.log, in place of the one that was called so.
constexpr std::size_t kLongestLog = std::size_t{1} << 20;

std::string_view shortened(std::string_view text) { return text.substr(0, kLongestLine); }

spdlog::logger on_stderr() {
  spdlog::logger made("podpromo", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  made.set_pattern(std::string(kPattern));
  return made;
}

spdlog::logger& server_log() {
  static spdlog::logger log = on_stderr();
  return log;
}

}  // namespace

void log_info(std::string_view text) { server_log().info(shortened(text)); }
void log_warning(std::string_view text) { server_log().warn(shortened(text)); }

void log_on_stderr(Telling telling) {
  auto logger = std::make_shared<spdlog::logger>(on_stderr());
  logger->set_level(telling == Telling::everything ? spdlog::level::info : spdlog::level::warn);
  spdlog::set_default_logger(std::move(logger));
}

struct EpisodeLog::Sink {
  spdlog::logger log;
};

std::string log_subject(const EpisodeId& id, std::string_view stage) {
  return "episode=" + id.text() + " stage=" + std::string(stage) + " ";
}

EpisodeLog::EpisodeLog(const fs::path& file, const EpisodeId& id) : id_(id), subject_(log_subject(id, "queued")) {
  // spdlog reports a file it can't open by throwing; the fence ends here.
  try {
    spdlog::logger log("episode",
                       std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), kLongestLog, 1));
    log.set_pattern(std::string(kPattern));
    log.flush_on(spdlog::level::info);
    log.set_error_handler([](const std::string&) {});
    sink_ = std::make_unique<Sink>(std::move(log));
  } catch (const std::exception& trouble) {
    log_warning(std::string("the log of an episode can't be written: ") + trouble.what());
  }
}

EpisodeLog::~EpisodeLog() = default;
EpisodeLog::EpisodeLog(EpisodeLog&&) noexcept = default;
EpisodeLog& EpisodeLog::operator=(EpisodeLog&&) noexcept = default;

void EpisodeLog::at(std::string_view stage) { subject_ = log_subject(id_, stage); }

void EpisodeLog::line(std::string_view text) {
  if (sink_) sink_->log.info(shortened(subject_ + std::string(text)));
}

}  // namespace podpromo
