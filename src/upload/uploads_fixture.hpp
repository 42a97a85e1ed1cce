#pragma once

#include "storage/test_folder.hpp"
#include "upload/upload_store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace podpromo {

// Uploads in a folder of their own, with a clock that is turned by hand.
class UploadsTest : public testing::Test {
 protected:
  UploadsTest() { come_back(); }

  // As if the process had died and come back: memory is gone, files are not.
  void come_back() {
    store = std::make_unique<UploadStore>(
        UploadPlace{.folder = room, .limits = limits, .clock = clock, .patience = patience, .most = most});
    EXPECT_TRUE(store->open());
  }

  static EpisodeId id(const std::string& text = "abc") { return *EpisodeId::parse(text); }

  std::shared_ptr<ResumableUpload> made(UploadRecord record) {
    return std::move(store->create(std::move(record))).value();
  }
  std::shared_ptr<ResumableUpload> made(std::uint64_t length, const std::string& name = "abc") {
    return made({.id = id(name), .length = length, .metadata = "filename YS5tcDM="});
  }
  std::shared_ptr<ResumableUpload> part(const std::string& name, const std::string& bytes) {
    auto upload = made({.id = id(name), .role = UploadRole::part, .length = bytes.size()});
    EXPECT_TRUE(sent(*upload, 0, bytes));
    return upload;
  }
  // One whole request.
  static Result<UploadState> sent(ResumableUpload& upload, std::uint64_t offset, std::string_view bytes,
                                  std::optional<UploadChecksum> checksum = {}) {
    PODPROMO_TRY(writer, upload.write({.offset = offset, .checksum = std::move(checksum)}));
    PODPROMO_TRY(writer->take(bytes));
    return writer->finish();
  }
  std::string bytes_of(const std::string& name = "abc") const {
    return read_whole(upload_data_file(room, id(name))).value_or("");
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(room), fs::directory_iterator()));
  }
  static UploadChecksum sha1_of(std::string_view bytes) {
    Digest digest(DigestKind::sha1);
    digest.add(bytes);
    return {DigestKind::sha1, digest.finish()};
  }

  inline static const std::string kMp3 = "ID3" + std::string(8000, 'x');

  TestFolder folder;
  fs::path room = folder / ".incoming";
  FakeClock clock;
  UploadLimits limits{.max_bytes = 100'000, .free_space_reserve = 0};
  std::chrono::milliseconds patience{2000};
  std::size_t most = 2000;
  std::unique_ptr<UploadStore> store;
};

}  // namespace podpromo
