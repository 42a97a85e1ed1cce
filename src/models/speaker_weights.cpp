#include "models/speaker_weights.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/sha256.hpp"
#include "models/byte_file.hpp"

namespace podpromo {

namespace {

// The stream holds storages without an index of their own; of the one file there is, the places are known.
constexpr std::uint64_t kSourceBytes = 17'090'379;
constexpr std::uint64_t kLayersAt = 269'883;
constexpr std::uint64_t kLastWeightsAt = 7'731;
constexpr std::uint64_t kLastBiasesAt = 6'699;

constexpr std::size_t kBands = 40;
constexpr std::size_t kWidth = 256;
constexpr std::size_t kGates = 4 * kWidth;
constexpr std::size_t kLayers = 3;

class Numbers {
 public:
  static Result<Numbers> open(const fs::path& source) {
    PODPROMO_TRY(bytes, ByteFile::open(source));
    if (bytes.size() != kSourceBytes)
      return failure(Fault::bad_request, "these are not the weights of the speaker model that is known",
                     "Run “podpromo models pull resemblyzer”.");
    return Numbers(std::move(bytes));
  }
  Result<std::vector<float>> at(std::uint64_t offset, std::size_t count) const {
    std::vector<float> numbers(count);
    PODPROMO_TRY(bytes_.read_at(offset, {reinterpret_cast<char*>(numbers.data()), count * sizeof(float)}));
    return numbers;
  }

 private:
  explicit Numbers(ByteFile bytes) : bytes_(std::move(bytes)) {}
  ByteFile bytes_;
};

// Counts what it writes into a sum.
class SummedFile {
 public:
  explicit SummedFile(FileDescriptor file) : file_(std::move(file)) {}
  Done write(std::string_view bytes) {
    sum_.add(bytes);
    written_ += bytes.size();
    return append(file_, bytes);
  }
  SpeakerWeights finish() { return {written_, sum_.finish_hex()}; }

 private:
  FileDescriptor file_;
  Sha256 sum_;
  std::uint64_t written_ = 0;
};

constexpr std::size_t input_of(std::size_t layer) { return layer == 0 ? kBands : kWidth; }

// All matrices come first, then two vectors of biases a layer, of which only the sum counts.
Done copy_layers(const Numbers& source, SummedFile& target) {
  std::uint64_t matrices = kLayersAt, biases = kLayersAt;
  for (std::size_t layer = 0; layer < kLayers; ++layer) biases += (input_of(layer) + kWidth) * kGates * sizeof(float);
  for (std::size_t layer = 0; layer < kLayers; ++layer) {
    const std::size_t count = (input_of(layer) + kWidth) * kGates;
    PODPROMO_TRY(weights, source.at(matrices, count));
    PODPROMO_TRY(both, source.at(biases, 2 * kGates));
    for (std::size_t i = 0; i < kGates; ++i) both[i] += both[kGates + i];
    both.resize(kGates);
    PODPROMO_TRY(target.write(as_bytes_view(weights)));
    PODPROMO_TRY(target.write(as_bytes_view(both)));
    matrices += count * sizeof(float);
    biases += 2 * kGates * sizeof(float);
  }
  return {};
}

}  // namespace

Result<SpeakerWeights> convert_speaker_weights(const fs::path& source, const fs::path& target) {
  PODPROMO_TRY(numbers, Numbers::open(source));
  PODPROMO_TRY(made, create_scratch(target));
  SummedFile file(std::move(made));
  PODPROMO_TRY(file.write("PPVOICE1"));
  PODPROMO_TRY(copy_layers(numbers, file));
  PODPROMO_TRY(weights, numbers.at(kLastWeightsAt, kWidth * kWidth));
  PODPROMO_TRY(file.write(as_bytes_view(weights)));
  PODPROMO_TRY(biases, numbers.at(kLastBiasesAt, kWidth));
  PODPROMO_TRY(file.write(as_bytes_view(biases)));
  return file.finish();
}

}  // namespace podpromo
