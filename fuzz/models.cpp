// A model somebody wants to import: CTranslate2's model.bin, or a ggml file. To keep inputs small, the filters that a
// ggml file begins with are a hole: the input is its first 52 bytes, then what follows the filters.
#include "fuzz.hpp"
#include "models/ctranslate2_reader.hpp"
#include "models/ggml_check.hpp"
#include "models/mel_filters.hpp"

namespace podpromo {
namespace {

constexpr std::size_t kGgmlHead = 14 * sizeof(std::int32_t);

void try_ct2(std::string_view bytes) {
  static MemoryFile file;
  file.hold(bytes);
  const auto model = Ct2Model::open(file.path());
  if (!model) return promise(!model.error().reason.empty(), "a refusal says why");
  for (const char* name : {"encoder/conv1/weight", "decoder/embeddings/weight", "a", "b"}) {
    const Ct2Variable* variable = model->find(name);
    if (variable == nullptr) continue;
    promise(variable->offset + variable->bytes <= bytes.size(), "a tensor lies inside its file");
    const auto all = model->read(*variable, 0, variable->bytes);
    promise(all && all->size() == variable->bytes, "a tensor can be read");
    promise(!model->read(*variable, 1, variable->bytes), "and nothing beyond it");
  }
  static_cast<void>(model->whole_number("encoder/num_heads"));
}

void try_ggml(std::string_view bytes) {
  static MemoryFile file;
  file.hold(bytes.substr(0, kGgmlHead));
  if (bytes.size() > kGgmlHead) {
    file.skip(std::size_t{80} * kSpectrumBins * sizeof(float));
    file.add(bytes.substr(kGgmlHead));
  }
  const auto checked = check_ggml(file.path());
  if (!checked) promise(!checked.error().reason.empty(), "a refusal says why");
}

}  // namespace
}  // namespace podpromo

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  const std::string_view bytes = text_of(data, size);
  if (bytes.starts_with("lmgg"))
    try_ggml(bytes);
  else
    try_ct2(bytes);
  return 0;
}
