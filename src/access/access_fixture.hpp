#pragma once

#include "base/clock.hpp"
#include "base/durable.hpp"

#include <cstdlib>
#include <string>
#include <system_error>

#include <gtest/gtest.h>

namespace podpromo {

// A private folder and a clock that stands still.
class InAFolder : public testing::Test {
 protected:
  InAFolder() {
    std::string name = (fs::temp_directory_path() / "podpromo-access-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~InAFolder() override {
    std::error_code error;
    fs::remove_all(folder, error);
  }

  static fs::perms permissions(const fs::path& file) { return fs::status(file).permissions(); }
  static constexpr fs::perms kOwnerOnly = fs::perms::owner_read | fs::perms::owner_write;

  fs::path folder;
  FakeClock clock;
};

}  // namespace podpromo
