#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "storage/data_folders.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

// Where the value of a setting came from, the weakest first.
enum class SettingSource { by_default, dotenv, environment, flag };
// "default", ".env", "environment", "flag".
std::string_view source_name(SettingSource source);

// Everything that can be set from outside. Flags beat the environment, which beats the .env file, which beats these
// defaults; env.example lists them all.
struct Settings {
  DataFolders folders{"./uploads", "./outputs", "./logs", "./uploads/transcripts", "./outputs/clips"};
  std::uint32_t connections = 16384;                                  // PODPROMO_MAX_CONNECTIONS
  std::uint64_t max_upload_bytes = std::uint64_t{500} << 20;          // MAX_UPLOAD_BYTES
  std::uint64_t quota_bytes = std::uint64_t{10} << 30;                // STORAGE_QUOTA_BYTES
  std::uint64_t free_space_reserve_bytes = std::uint64_t{200} << 20;  // FREE_SPACE_RESERVE_BYTES
  std::uint32_t retention_hours = 0;                                  // RETENTION_HOURS; 0 = episodes stay
  std::string host = "127.0.0.1";                                     // PODPROMO_HOST
  std::uint16_t port = 8000;                                          // PODPROMO_PORT
  std::string token;                                                  // PODPROMO_TOKEN; empty = the one that was made
  std::string allowed_hosts;                                          // PODPROMO_ALLOWED_HOSTS
  std::string speech_url;                                             // PODPROMO_SPEECH_URL; empty = heard here
  std::string speech_model = "whisper-1";                             // PODPROMO_SPEECH_MODEL
  std::string speech_key;                                             // PODPROMO_SPEECH_KEY
  std::uint32_t speech_plain_http = 0;                                // PODPROMO_SPEECH_PLAIN_HTTP; 1 = allowed
  std::string model = "base";                                         // PODPROMO_MODEL
  int workers = 0;                                                    // PODPROMO_WORKERS; 0 = one per core
  int beam = 1;                                                       // PODPROMO_BEAM; versions of a text followed
  std::string words;                                                  // PODPROMO_WORDS; names to listen for, or a file
  std::string show;                                                   // PODPROMO_SHOW; of episodes that say none
  int jobs = 1;                                                       // PODPROMO_JOBS; episodes worked on at once
  fs::path models_folder;                                             // PODPROMO_MODELS_DIR; empty = the user's own

  // By the name of the setting; what isn't here has its default.
  std::map<std::string, SettingSource> sources = {};
};

using Environment = std::function<std::optional<std::string>(const std::string&)>;

// What a setting may be read from. An empty value counts as none, and the next source is asked.
struct SettingTexts {
  std::map<std::string, std::string> flags = {};  // by the name of the setting
  Environment environment;
  std::string dotenv = {};  // "NAME=value" lines, # comments, quotes
};

// UPLOAD_DIR and OUTPUT_DIR move the folders below them unless those are set too. Fails with bad_request and the name
// of a setting that makes no sense. OPENAI_API_KEY stands in for PODPROMO_SPEECH_KEY where PODPROMO_SPEECH_URL leads to
// OpenAI.
Result<Settings> read_settings(const SettingTexts& texts);
// The same from this process's environment and ./.env. Token and keys are taken out of the environment, so that no
// child program inherits them.
Result<Settings> settings_of_process(std::map<std::string, std::string> flags = {});

// A setting as it is in force.
struct NamedSetting {
  std::string name;
  std::string value;
  SettingSource source = SettingSource::by_default;
};
// All of them, in the order of env.example.
std::vector<NamedSetting> named_settings(const Settings& settings);
// The names in the text of a .env file that look like ours but set nothing.
std::vector<std::string> unknown_settings(const std::string& dotenv);

}  // namespace podpromo
