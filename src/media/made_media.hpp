#pragma once

#include "base/durable.hpp"
#include "process/run.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace podpromo {

// For tests: a private folder, and media files that the real ffmpeg makes in it.
class MadeMedia : public testing::Test {
 protected:
  // A machine that builds something beside its tests would leave none of it to who gives way to everything.
  MadeMedia() {
    let_programs_give_way(GivesWay::a_little);
    std::string name = (fs::temp_directory_path() / "podpromo-media-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~MadeMedia() override { fs::remove_all(folder_); }

  // The arguments between ffmpeg's general options and the name of the file to make.
  fs::path made(const std::string& name, std::vector<std::string> arguments) {
    std::vector<std::string> all{"-hide_banner", "-nostdin", "-loglevel", "error", "-y"};
    std::ranges::move(arguments, std::back_inserter(all));
    all.push_back((folder_ / name).string());
    const auto finished = run({.program = "ffmpeg", .arguments = std::move(all), .limits = {.low_priority = false}});
    EXPECT_TRUE(finished && finished->exit_code == 0) << (finished ? finished->error_tail : finished.error().detail);
    return folder_ / name;
  }
  // `source` is a graph of libavfilter, `more` what comes after it.
  fs::path made_of(const std::string& source, const std::string& name, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"-f", "lavfi", "-i", source});
    return made(name, std::move(more));
  }
  fs::path written(const std::string& name, std::string_view bytes) {
    EXPECT_TRUE(write_durably(folder_ / name, bytes));
    return folder_ / name;
  }
  // The first `share` of the bytes of `file`.
  fs::path cut(const fs::path& file, double share) {
    const std::string bytes = read_whole(file).value_or("");
    return written("cut-" + file.filename().string(),
                   bytes.substr(0, static_cast<std::size_t>(static_cast<double>(bytes.size()) * share)));
  }

  fs::path folder_;
};

}  // namespace podpromo
