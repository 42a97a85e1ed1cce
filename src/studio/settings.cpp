#include "studio/settings.hpp"

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdlib>

#include <fmt/format.h>

#include "models/catalog.hpp"
#include "studio/dotenv.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kOpenAi = "https://api.openai.com";
constexpr int kMostJobs = 64;
constexpr int kMostBeams = 8;
constexpr std::uint32_t kMostConnections = 1'000'000;
constexpr std::uint32_t kMostRetentionHours = 876'000;  // a hundred years

// One setting: how its text is taken, and how its value is told.
struct Setting {
  std::string name;
  std::function<Done(const std::string& text, Settings& into)> take;
  std::function<std::string(const Settings& settings)> tell;
};

template <typename Get>
Setting path_setting(std::string name, Get get) {
  const auto take = [name, get](const std::string& text, Settings& into) -> Done {
    // A folder called "~" in the project would be a surprise.
    if (text == "~" || text.starts_with("~/"))
      return failure(Fault::bad_request, fmt::format("{} begins with ~, which only a shell understands", name),
                     "Write the whole path, for example /home/you/podpromo.");
    get(into) = text;
    return {};
  };
  return {std::move(name), take, [get](const Settings& settings) { return get(settings).string(); }};
}

template <typename Get>
Setting text_setting(std::string name, Get get) {
  const auto take = [get](const std::string& text, Settings& into) -> Done {
    get(into) = text;
    return {};
  };
  return {std::move(name), take, [get](const Settings& settings) { return get(settings); }};
}

// Told as little as it can be.
template <typename Get>
Setting secret_setting(std::string name, Get get) {
  Setting setting = text_setting(std::move(name), get);
  setting.tell = [get](const Settings& settings) { return std::string(get(settings).empty() ? "" : "(hidden)"); };
  return setting;
}

template <std::integral Number>
Done take_number(const std::string& name, const std::string& text, Number& into) {
  Number number{};
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (trouble != std::errc{} || end != text.data() + text.size())
    return failure(Fault::bad_request,
                   fmt::format("{} is \"{}\", which is not a whole number in its range", name, text),
                   "Correct it where it is set: a flag, the environment or .env.");
  into = number;
  return {};
}

template <std::integral Number>
Done between(std::string_view name, Number value, Number least, Number most) {
  if (value >= least && value <= most) return {};
  return failure(Fault::bad_request, fmt::format("{} is {}, which is not between {} and {}", name, value, least, most),
                 "Correct it where it is set: a flag, the environment or .env.");
}

template <typename Get>
Setting number_setting(std::string name, Get get) {
  const auto take = [name, get](const std::string& text, Settings& into) { return take_number(name, text, get(into)); };
  return {std::move(name), take, [get](const Settings& settings) { return std::to_string(get(settings)); }};
}

// In the order of env.example.
const std::vector<Setting>& known_settings() {
  static const std::vector<Setting> all{
      path_setting("UPLOAD_DIR", [](auto& s) -> auto& { return s.folders.uploads; }),
      path_setting("OUTPUT_DIR", [](auto& s) -> auto& { return s.folders.outputs; }),
      path_setting("LOGS_DIR", [](auto& s) -> auto& { return s.folders.logs; }),
      path_setting("TRANSCRIPTS_DIR", [](auto& s) -> auto& { return s.folders.transcripts; }),
      path_setting("CLIPS_DIR", [](auto& s) -> auto& { return s.folders.clips; }),
      text_setting("PODPROMO_HOST", [](auto& s) -> auto& { return s.host; }),
      number_setting("PODPROMO_PORT", [](auto& s) -> auto& { return s.port; }),
      secret_setting("PODPROMO_TOKEN", [](auto& s) -> auto& { return s.token; }),
      text_setting("PODPROMO_ALLOWED_HOSTS", [](auto& s) -> auto& { return s.allowed_hosts; }),
      number_setting("PODPROMO_MAX_CONNECTIONS", [](auto& s) -> auto& { return s.connections; }),
      number_setting("MAX_UPLOAD_BYTES", [](auto& s) -> auto& { return s.max_upload_bytes; }),
      number_setting("PODPROMO_JOBS", [](auto& s) -> auto& { return s.jobs; }),
      number_setting("STORAGE_QUOTA_BYTES", [](auto& s) -> auto& { return s.quota_bytes; }),
      number_setting("FREE_SPACE_RESERVE_BYTES", [](auto& s) -> auto& { return s.free_space_reserve_bytes; }),
      number_setting("RETENTION_HOURS", [](auto& s) -> auto& { return s.retention_hours; }),
      text_setting("PODPROMO_SPEECH_URL", [](auto& s) -> auto& { return s.speech_url; }),
      text_setting("PODPROMO_SPEECH_MODEL", [](auto& s) -> auto& { return s.speech_model; }),
      secret_setting("PODPROMO_SPEECH_KEY", [](auto& s) -> auto& { return s.speech_key; }),
      number_setting("PODPROMO_SPEECH_PLAIN_HTTP", [](auto& s) -> auto& { return s.speech_plain_http; }),
      text_setting("PODPROMO_MODEL", [](auto& s) -> auto& { return s.model; }),
      number_setting("PODPROMO_WORKERS", [](auto& s) -> auto& { return s.workers; }),
      number_setting("PODPROMO_BEAM", [](auto& s) -> auto& { return s.beam; }),
      text_setting("PODPROMO_WORDS", [](auto& s) -> auto& { return s.words; }),
      text_setting("PODPROMO_SHOW", [](auto& s) -> auto& { return s.show; }),
      path_setting("PODPROMO_MODELS_DIR", [](auto& s) -> auto& { return s.models_folder; }),
  };
  return all;
}

struct Found {
  std::string text;
  SettingSource source;
};

std::optional<Found> in_map(const std::map<std::string, std::string>& values, const std::string& name,
                            SettingSource source) {
  const auto it = values.find(name);
  if (it == values.end() || it->second.empty()) return std::nullopt;
  return Found{it->second, source};
}

std::optional<Found> look_up(const std::string& name, const SettingTexts& texts,
                             const std::map<std::string, std::string>& dotenv) {
  if (auto flag = in_map(texts.flags, name, SettingSource::flag)) return flag;
  if (const auto set = texts.environment(name); set && !set->empty()) return Found{*set, SettingSource::environment};
  return in_map(dotenv, name, SettingSource::dotenv);
}

// A key that other programs use, too, goes to nobody but the one it was made for.
bool is_openai(const std::string& url) { return url == kOpenAi || url.starts_with(std::string(kOpenAi) + "/"); }

void fill_gaps(Settings& settings) {
  if (settings.folders.transcripts.empty()) settings.folders.transcripts = settings.folders.uploads / "transcripts";
  if (settings.folders.clips.empty()) settings.folders.clips = settings.folders.outputs / "clips";
  if (settings.models_folder.empty()) settings.models_folder = models_folder();
  if (settings.host == "localhost") settings.host = "127.0.0.1";
}

}  // namespace

std::string_view source_name(SettingSource source) {
  switch (source) {
    case SettingSource::by_default: return "default";
    case SettingSource::dotenv: return ".env";
    case SettingSource::environment: return "environment";
    case SettingSource::flag: return "flag";
  }
  return "default";
}

Result<Settings> read_settings(const SettingTexts& texts) {
  const auto dotenv = parse_dotenv(texts.dotenv);
  Settings settings;
  // These two follow their parents unless something below sets them.
  settings.folders.transcripts.clear();
  settings.folders.clips.clear();
  for (const Setting& setting : known_settings()) {
    const auto found = look_up(setting.name, texts, dotenv);
    if (!found) continue;
    PODPROMO_TRY(setting.take(found->text, settings));
    settings.sources[setting.name] = found->source;
  }
  fill_gaps(settings);
  if (settings.speech_key.empty() && is_openai(settings.speech_url))
    settings.speech_key = texts.environment("OPENAI_API_KEY").value_or("");
  PODPROMO_TRY(between("PODPROMO_JOBS", settings.jobs, 1, kMostJobs));
  PODPROMO_TRY(between("PODPROMO_BEAM", settings.beam, 1, kMostBeams));
  PODPROMO_TRY(between("PODPROMO_MAX_CONNECTIONS", settings.connections, 1U, kMostConnections));
  PODPROMO_TRY(between("RETENTION_HOURS", settings.retention_hours, 0U, kMostRetentionHours));
  PODPROMO_TRY(between("PODPROMO_SPEECH_PLAIN_HTTP", settings.speech_plain_http, 0U, 1U));
  return settings;
}

Result<Settings> settings_of_process(std::map<std::string, std::string> flags) {
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    const char* set = std::getenv(name.c_str());
    return set == nullptr ? std::nullopt : std::optional<std::string>(set);
  };
  const auto file = read_whole(".env", 64 << 10);
  auto settings = read_settings({std::move(flags), environment, file.value_or("")});
  for (const char* secret : {"PODPROMO_TOKEN", "PODPROMO_SPEECH_KEY", "OPENAI_API_KEY"}) ::unsetenv(secret);
  return settings;
}

std::vector<NamedSetting> named_settings(const Settings& settings) {
  std::vector<NamedSetting> named;
  for (const Setting& setting : known_settings()) {
    const auto source = settings.sources.find(setting.name);
    named.push_back({setting.name, setting.tell(settings),
                     source == settings.sources.end() ? SettingSource::by_default : source->second});
  }
  return named;
}

std::vector<std::string> unknown_settings(const std::string& dotenv) {
  std::vector<std::string> unknown;
  for (const auto& [name, value] : parse_dotenv(dotenv))
    if (looks_like_ours(name) && std::ranges::find(known_settings(), name, &Setting::name) == known_settings().end())
      unknown.push_back(name);
  return unknown;
}

}  // namespace podpromo
