#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"
#include "storage/data_folders.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace podpromo {

// Everything that can be set from outside. Flags beat the environment, which beats the .env file, which beats these
// defaults; env.example lists them all.
struct Settings {
  DataFolders folders{"./uploads", "./outputs", "./logs", "./uploads/transcripts", "./outputs/clips"};
  std::uint64_t max_upload_bytes = std::uint64_t{500} << 20;  // MAX_UPLOAD_BYTES
  std::uint64_t quota_bytes = std::uint64_t{10} << 30;        // STORAGE_QUOTA_BYTES
  std::string host = "127.0.0.1";                             // PODPROMO_HOST
  std::uint16_t port = 8000;                                  // PODPROMO_PORT
  std::string token;                                          // PODPROMO_TOKEN; empty = the one that was made
  std::string allowed_hosts;                                  // PODPROMO_ALLOWED_HOSTS
  std::string model = "base";                                 // PODPROMO_MODEL
  int workers = 0;                                            // PODPROMO_WORKERS; 0 = one per core
  int jobs = 1;                                               // PODPROMO_JOBS; episodes worked on at once
  fs::path models_folder;                                     // PODPROMO_MODELS_DIR; empty = the user's own
};

using Environment = std::function<std::optional<std::string>(const std::string&)>;

// Reads environment and .env file (`dotenv_text`, "NAME=value" lines, # comments, quotes). OUTPUT_DIR and UPLOAD_DIR
// move the folders below them unless those are set too. Fails with bad_request and the name of a setting that makes no
// sense.
Result<Settings> read_settings(const Environment& environment, const std::string& dotenv_text);
// The same from this process's environment and ./.env. PODPROMO_TOKEN is taken out of the environment, so that no child
// program inherits it.
Result<Settings> settings_of_process();

}  // namespace podpromo
