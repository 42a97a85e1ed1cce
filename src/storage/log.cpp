#include "storage/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace podpromo {

namespace {

// The pattern of a line that begins with `subject`, which has no percent sign in it.
std::string pattern_of(const std::string& subject = {}) { return "%Y-%m-%dT%H:%M:%S.%e%z %l " + subject + "%v"; }

// A line longer than this is noise: the file it came from has the rest.
constexpr std::size_t kLongestLine = 4000;

// A log that is longer becomes NAME.1.log, in place of the one that was called so.
constexpr std::size_t kLongestLog = std::size_t{1} << 20;

std::string_view shortened(std::string_view text) { return text.substr(0, kLongestLine); }

spdlog::logger on_stderr() {
  spdlog::logger made("podpromo", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  made.set_pattern(pattern_of());
  return made;
}

std::shared_ptr<spdlog::logger> made_of(std::vector<spdlog::sink_ptr> sinks) {
  auto log = std::make_shared<spdlog::logger>("episode", sinks.begin(), sinks.end());
  log->flush_on(spdlog::level::info);
  log->set_error_handler([](const std::string&) {});
  return log;
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

std::string log_subject(const EpisodeId& id, std::string_view stage) {
  return "episode=" + id.text() + " stage=" + std::string(stage) + " ";
}

EpisodeLog::EpisodeLog(const fs::path& file, const EpisodeId& id) : id_(id) {
  // spdlog reports a file it can't open by throwing; the fence ends here.
  try {
    const auto kept = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), kLongestLog, 1);
    const auto shown = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    shown->set_level(spdlog::default_logger()->level());
    lines_ = made_of({kept});
    notes_ = made_of({kept, shown});
    at("queued");
  } catch (const std::exception& trouble) {
    log_warning(std::string("the log of an episode can't be written: ") + trouble.what());
  }
}

void EpisodeLog::at(std::string_view stage) {
  if (notes_) notes_->set_pattern(pattern_of(log_subject(id_, stage)));
}

void EpisodeLog::line(std::string_view text) {
  if (lines_) lines_->info(shortened(text));
}

std::shared_ptr<spdlog::logger> EpisodeLog::notes() const { return notes_; }

}  // namespace podpromo
