#pragma once

#include <cstddef>
#include <vector>

#include "base/durable.hpp"
#include "base/file_descriptor.hpp"
#include "base/result.hpp"

namespace podpromo {

inline constexpr int kSamplesPerSecond = 16000;

// A 16 kHz mono 16-bit PCM file that is read piece by piece, so that ten hours cost no more memory than a minute.
// Several threads may read from one object.
class Wav {
 public:
  // Fails with not_found or denied as opening does, with unreadable_media when it is another kind of file.
  static Result<Wav> open(const fs::path& file);

  std::size_t samples() const { return samples_; }
  double duration_s() const { return static_cast<double>(samples_) / kSamplesPerSecond; }
  // `count` samples from `first` on as -1…1, cut to what is there. Fails when the disk does.
  Result<std::vector<float>> read(std::size_t first, std::size_t count) const;
  // The samples of [start_s, end_s), cut to what is there.
  Result<std::vector<float>> read_span(double start_s, double end_s) const;

 private:
  Wav(FileDescriptor file, std::size_t data_at, std::size_t samples)
      : file_(std::move(file)), data_at_(data_at), samples_(samples) {}
  FileDescriptor file_;
  std::size_t data_at_ = 0;
  std::size_t samples_ = 0;
};

}  // namespace podpromo
