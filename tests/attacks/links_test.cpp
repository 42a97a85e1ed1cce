// Signed links that were changed, or have had their time.
#include "http/signed_links.hpp"
#include "table.hpp"
#include "target.hpp"

namespace podpromo {
namespace {

class Links : public Attack {
 protected:
  // The key is the server's own, read from its folder; the clock is ours, to sign links that have expired.
  static std::string signed_link(const Clock& clock) {
    const auto key = read_whole(Target::guarded().outputs() / "signing.key", 4096);
    EXPECT_TRUE(key);
    return LinkSigner(key.value_or(""), clock).sign(kPath);
  }
  static Heard ask(const std::string& link, const std::string& more = {}, const std::string& method = "GET") {
    return Target::guarded().ask(request(method, link, more));
  }
  static void send(const std::string& attack, const std::string& link, const std::string& expected) {
    const Heard heard = ask(link);
    record({"signed links", attack, expected, statuses(heard) + (heard.has(kClipMark) ? " and the file" : "")});
  }
  static std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  }

  inline static const std::string kPath = std::string("/api/download/clips/") + kEpisode + "/a.txt";
  const SystemClock now;
  const std::string link = signed_link(now);
};

TEST_F(Links, OpenTheirFileWithoutAToken) {
  send("a good one, without signing in", link, "200 and the file");
  const Heard head = [&] {
    const WireTap tap(Target::guarded().port());
    tap.send(request("HEAD", link) + "\r\n");
    return tap.hear({.bare = true});
  }();
  record({"signed links", "its HEAD has the length and no file", "200 closed", head.summary()});
  EXPECT_EQ(head.header("Content-Length"), ask(link).header("Content-Length"));
  record({"signed links", "a part of it", "206", statuses(ask(link, "Range: bytes=0-3\r\n"))});
  record({"signed links", "a part behind its end", "416", statuses(ask(link, "Range: bytes=1000-\r\n"))});
}

TEST_F(Links, OpenNothingElse) {
  send("another file", replaced(link, "a.txt", "clips.json"), "403");
  send("another episode", replaced(link, kEpisode, "ffffffffffffffffffffffffffffffff"), "403");
  send("another folder", replaced(link, "/clips/", "/uploads/"), "403|404");
  send("the same file, spelled another way", replaced(link, "a.txt", "%61.txt"), "200 and the file");
  send("a later end", replaced(link, "exp=1", "exp=2"), "403");
  send("an end that is no number", replaced(link, "exp=", "exp=a"), "403");
  send("another signature", link + "x", "403");
  send("half a signature", link.substr(0, link.size() - 10), "403");
  send("no signature", link.substr(0, link.find("&sig")), "403");
  send("nothing but the address", kPath, "403");
  send("two signatures, the second one good", replaced(link, "sig=", "sig=a&sig="), "403");
  record({"signed links", "POST", "401|405", statuses(ask(link, "", "POST"))});
  record({"signed links", "DELETE", "401|405", statuses(ask(link, "", "DELETE"))});
}

TEST_F(Links, EndAfterTenMinutes) {
  FakeClock past;
  past.pass(now.now() - past.now() - LinkSigner::kLife);
  send("one that ended this second", signed_link(past), "410");
  send("the same with another signature", signed_link(past) + "x", "403");
  past.pass(std::chrono::seconds(60));
  send("one with a minute left", signed_link(past), "200 and the file");
}

TEST_F(Links, AreMadeWithAKeyForTheOwnerAlone) {
  const auto permissions = fs::status(Target::guarded().outputs() / "signing.key").permissions();
  record({"signed links", "reading the key as another user", "not readable",
          permissions == (fs::perms::owner_read | fs::perms::owner_write) ? "not readable" : "READABLE"});
}

TEST_F(Links, AreSavedUnderTheirNameAndNeverRun) {
  const Heard file = ask(link);
  record({"signed links", "what a link opens is saved, not shown", "saved",
          file.header("Content-Disposition").starts_with("attachment") ? "saved" : "SHOWN"});
}

}  // namespace
}  // namespace podpromo
