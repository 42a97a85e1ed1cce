#pragma once

#include "base/durable.hpp"
#include "storage/data_folders.hpp"

#include <cstdlib>
#include <string>
#include <system_error>

namespace podpromo {

// A private folder for one test; gone with everything in it when the test ends.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (fs::temp_directory_path() / "podpromo-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TestFolder() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const fs::path& path() const { return path_; }
  fs::path operator/(const fs::path& name) const { return path_ / name; }
  // The five folders as in the development layout: transcripts below uploads, clips below outputs.
  DataFolders folders() const {
    return {path_ / "uploads", path_ / "outputs", path_ / "logs", path_ / "uploads" / "transcripts",
            path_ / "outputs" / "clips"};
  }

 private:
  fs::path path_;
};

}  // namespace podpromo
