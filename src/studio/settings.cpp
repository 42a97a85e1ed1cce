#include "studio/settings.hpp"

#include <charconv>
#include <cstdlib>
#include <sstream>

#include <fmt/format.h>

#include "models/catalog.hpp"

namespace podpromo {

namespace {

constexpr int kMostJobs = 64;

std::string unquoted(std::string text) {
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ' || text.back() == '\t')) text.pop_back();
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::map<std::string, std::string> parse_dotenv(const std::string& text) {
  std::map<std::string, std::string> values;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto begin = line.find_first_not_of(" \t");
    if (begin == std::string::npos || line[begin] == '#') continue;
    line.erase(0, line.compare(begin, 7, "export ") == 0 ? begin + 7 : begin);
    if (const auto equals = line.find('='); equals != std::string::npos)
      values[line.substr(0, equals)] = unquoted(line.substr(equals + 1));
  }
  return values;
}

template <typename Number>
Done take_number(const std::optional<std::string>& text, const char* name, Number& into) {
  if (!text || text->empty()) return {};
  const auto [end, trouble] = std::from_chars(text->data(), text->data() + text->size(), into);
  if (trouble == std::errc{} && end == text->data() + text->size()) return {};
  return failure(Fault::bad_request, fmt::format("{} is \"{}\", which is not a whole number in its range", name, *text),
                 "Correct it in the environment or in .env.");
}

}  // namespace

Result<Settings> read_settings(const Environment& environment, const std::string& dotenv_text) {
  const auto dotenv = parse_dotenv(dotenv_text);
  const auto value = [&](const std::string& name) -> std::optional<std::string> {
    if (auto set = environment(name)) return set;
    const auto it = dotenv.find(name);
    return it == dotenv.end() ? std::nullopt : std::optional(it->second);
  };
  Settings settings;
  const auto take_path = [&](const char* name, fs::path& into) {
    if (const auto set = value(name); set && !set->empty()) into = *set;
  };
  take_path("UPLOAD_DIR", settings.folders.uploads);
  take_path("OUTPUT_DIR", settings.folders.outputs);
  take_path("LOGS_DIR", settings.folders.logs);
  settings.folders.transcripts = settings.folders.uploads / "transcripts";
  settings.folders.clips = settings.folders.outputs / "clips";
  take_path("TRANSCRIPTS_DIR", settings.folders.transcripts);
  take_path("CLIPS_DIR", settings.folders.clips);
  take_path("PODPROMO_MODELS_DIR", settings.models_folder);
  if (settings.models_folder.empty()) settings.models_folder = models_folder();
  if (const auto host = value("PODPROMO_HOST"); host && !host->empty()) settings.host = *host;
  settings.token = value("PODPROMO_TOKEN").value_or("");
  settings.allowed_hosts = value("PODPROMO_ALLOWED_HOSTS").value_or("");
  if (const auto model = value("PODPROMO_MODEL"); model && !model->empty()) settings.model = *model;
  PODPROMO_TRY(take_number(value("MAX_UPLOAD_BYTES"), "MAX_UPLOAD_BYTES", settings.max_upload_bytes));
  PODPROMO_TRY(take_number(value("STORAGE_QUOTA_BYTES"), "STORAGE_QUOTA_BYTES", settings.quota_bytes));
  PODPROMO_TRY(take_number(value("PODPROMO_PORT"), "PODPROMO_PORT", settings.port));
  PODPROMO_TRY(take_number(value("PODPROMO_WORKERS"), "PODPROMO_WORKERS", settings.workers));
  PODPROMO_TRY(take_number(value("PODPROMO_JOBS"), "PODPROMO_JOBS", settings.jobs));
  if (settings.jobs < 1 || settings.jobs > kMostJobs)
    return failure(Fault::bad_request,
                   fmt::format("PODPROMO_JOBS is {}, which is not between 1 and {}", settings.jobs, kMostJobs),
                   "Correct it in the environment or in .env.");
  return settings;
}

Result<Settings> settings_of_process() {
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    const char* set = std::getenv(name.c_str());
    return set == nullptr ? std::nullopt : std::optional<std::string>(set);
  };
  const auto file = read_whole(".env", 64 << 10);
  auto settings = read_settings(environment, file.value_or(""));
  ::unsetenv("PODPROMO_TOKEN");
  return settings;
}

}  // namespace podpromo
