#include "upload/client/unfinished_memo.hpp"

#include <sys/stat.h>

#include <fmt/format.h>

#include "base/sha256.hpp"

namespace podpromo {

UnfinishedMemo::UnfinishedMemo(const fs::path& folder, const std::string& server, const fs::path& file) {
  std::error_code error;
  const fs::path place = fs::canonical(file, error);
  struct stat facts{};
  ::stat(file.c_str(), &facts);
  const std::string fingerprint = fmt::format("{}\n{}\n{}\n{}.{}", server, (error ? file : place).string(),
                                              facts.st_size, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec);
  memo_ = folder / sha256_hex(fingerprint).substr(0, 32);
}

std::string UnfinishedMemo::recall() const {
  const auto text = read_whole(memo_, 4096);
  return text.value_or("");
}

void UnfinishedMemo::remember(const std::string& url) const {
  [[maybe_unused]] const Done saved = write_durably(memo_, url);
}

void UnfinishedMemo::forget() const {
  std::error_code ignored;
  fs::remove(memo_, ignored);
}

}  // namespace podpromo
