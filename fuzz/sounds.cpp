// Bytes that claim to be media: the WAV that we wrote ourselves, and the first bytes of an upload.
#include "fuzz.hpp"
#include "media/sniff.hpp"
#include "speech/wav.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  static MemoryFile file;
  const std::string_view bytes = text_of(data, size);
  if (const auto kind = media_kind(bytes))
    promise(is_accepted_extension("a." + std::string(*kind)), "a kind is accepted");
  file.hold(bytes);
  const auto wav = Wav::open(file.path());
  if (!wav) return 0;
  promise(wav->samples() * 2 <= size, "the samples lie inside the file");
  const auto all = wav->read(0, SIZE_MAX);
  promise(all && all->size() == wav->samples(), "all of them can be read");
  for (const float sample : *all) promise(sample >= -1 && sample < 1, "a sample is within bounds");
  auto chance = chance_of(bytes);
  const auto span =
      wav->read_span(static_cast<double>(chance() % 1000) / 100, static_cast<double>(chance() % 1000) / 100);
  promise(span && span->size() <= wav->samples(), "a span is cut to what is there");
  return 0;
}
