#include "http/signed_links.hpp"

#include <gtest/gtest.h>

#include "http/router.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

using namespace std::chrono_literals;

class SignedLinks : public testing::Test {
 protected:
  // What a server would check when `link` is asked for at `path`.
  LinkState check(std::string_view path, const std::string& link) const {
    const auto query = query_of(std::string_view(link).substr(link.find('?') + 1));
    return signer.check(path, query.at("exp"), query.at("sig"));
  }

  FakeClock clock;
  LinkSigner signer{"a key", clock};
};

TEST_F(SignedLinks, OpenWhatTheyWereMadeForUntilTheirTimeIsOver) {
  const std::string link = signer.sign("/a/b%20c.mp4", 60s);
  EXPECT_TRUE(link.starts_with("/a/b%20c.mp4?exp=1790000060&sig="));
  EXPECT_EQ(check("/a/b%20c.mp4", link), LinkState::good);
  clock.pass(59s);
  EXPECT_EQ(check("/a/b%20c.mp4", link), LinkState::good);
  clock.pass(1s);
  EXPECT_EQ(check("/a/b%20c.mp4", link), LinkState::expired);
}

TEST_F(SignedLinks, AreRememberedByEpisodeWhileTheyMayBeOpen) {
  const EpisodeId id = *EpisodeId::parse("abc");
  EXPECT_FALSE(signer.may_be_open(id));
  signer.gave(id);
  clock.pass(600s);
  EXPECT_TRUE(signer.may_be_open(id));
  clock.pass(1s);
  EXPECT_FALSE(signer.may_be_open(id));
}

TEST_F(SignedLinks, OpenNothingElse) {
  const std::string link = signer.sign("/a", 60s);
  EXPECT_EQ(check("/b", link), LinkState::forged);
  const auto query = query_of(link.substr(link.find('?') + 1));
  EXPECT_EQ(signer.check("/a", "1790009999", query.at("sig")), LinkState::forged);
  EXPECT_EQ(signer.check("/a", query.at("exp"), query.at("sig") + "x"), LinkState::forged);
  EXPECT_EQ(signer.check("/a", "", ""), LinkState::forged);
  EXPECT_EQ(LinkSigner("another key", clock).check("/a", query.at("exp"), query.at("sig")), LinkState::forged);
}

TEST_F(SignedLinks, SayNothingAboutTheTimeOfAForgedOne) {
  EXPECT_EQ(signer.check("/a", "1", "forged"), LinkState::forged);
}

TEST_F(SignedLinks, AddToAQueryThatIsThere) {
  EXPECT_NE(signer.sign("/a?name=b").find("?name=b&exp="), std::string::npos);
}

TEST(SigningKey, IsMadeOnceAndForItsOwnerAlone) {
  const TestFolder folder;
  const auto key = signing_key(folder / "signing.key");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->size(), 64u);
  EXPECT_EQ(signing_key(folder / "signing.key"), key);
  EXPECT_EQ(fs::status(folder / "signing.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST(SigningKey, IsTakenBackFromOthersWhoMayReadIt) {
  const TestFolder folder;
  const auto key = signing_key(folder / "signing.key");
  fs::permissions(folder / "signing.key", fs::perms::others_read | fs::perms::owner_read);
  EXPECT_EQ(signing_key(folder / "signing.key"), key);
  EXPECT_EQ(fs::status(folder / "signing.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace
}  // namespace podpromo
