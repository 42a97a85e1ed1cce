// Names that climb out of their folder, on every route that takes one. No answer holds a byte of what lies beside.
#include "http/signed_links.hpp"
#include "table.hpp"
#include "target.hpp"

namespace podpromo {
namespace {

class Traversal : public Attack {
 protected:
  // `address` with every spelling of a climbing name in the place of "…".
  static void climb(const std::string& address, const std::string& expected) {
    for (const std::string& name : kClimbing) {
      const auto at = address.find("…");
      const std::string path = address.substr(0, at) + name + address.substr(at + std::string("…").size());
      const Heard heard = Target::open().ask(request("GET", path));
      const bool leaked = heard.has(kSecretMark) || heard.has("root:x:0") || heard.has("SQLite format");
      record({"traversal", path, expected, statuses(heard) + (leaked ? " AND THE FILE" : "")});
    }
  }

  inline static const std::vector<std::string> kClimbing{"../secret.txt",
                                                         "../../secret.txt",
                                                         "..%2fsecret.txt",
                                                         "%2e%2e/%2e%2e/secret.txt",
                                                         "%2e%2e%2f%2e%2e%2fsecret.txt",
                                                         "%252e%252e%252fsecret.txt",
                                                         "..\\secret.txt",
                                                         "..%5csecret.txt",
                                                         "....//secret.txt",
                                                         "..%00/secret.txt",
                                                         "secret.txt%00.mp4",
                                                         "..%c0%afsecret.txt",
                                                         "..;/secret.txt",
                                                         "//etc/passwd",
                                                         "%2fetc%2fpasswd",
                                                         "file:///etc/passwd",
                                                         "0123456789abcdef0123456789abcdef/secret.txt",
                                                         "0123456789abcdef0123456789abcdef/../secret.txt",
                                                         "0123456789abcdef0123456789abcdef%2f..%2fsecret.txt"};
};

TEST_F(Traversal, OfEpisodes) {
  climb("/api/progress/…", "404|400");
  climb("/api/episodes/…", "404|400");
  climb("/api/episodes/…/clips", "404|400");
  climb("/api/episodes/…/peaks", "404|400");
  climb("/api/episodes/…/cover", "404|400");
  climb("/api/transcript/…", "404|400");
  climb("/api/clips/…/words", "404|400");
}

TEST_F(Traversal, OfFiles) {
  climb("/api/previews/sign?name=…", "404|400");
  climb("/api/previews/get?name=…", "403|404|400");
  climb("/api/signed-download?area=clips&name=…", "404|400");
  climb("/api/signed-download?area=uploads&name=…", "404|400");
  climb("/api/signed-download?area=…&name=a", "404|400");
  climb("/api/download/clips/…", "403|404|400");
  climb("/api/download/…/a.txt", "403|404|400");
}

// Whatever is no file of the page is the page, which finds its own way.
TEST_F(Traversal, OfThePage) {
  climb("/…", "200|404|400");
  climb("/assets/…", "404|400|200");
}

// Even whoever has the key to sign with can't name a file elsewhere.
TEST_F(Traversal, WithAGoodSignature) {
  const Target& target = Target::open();
  const SystemClock clock;
  const auto key = read_whole(target.outputs() / "signing.key", 4096);
  ASSERT_TRUE(key);
  const LinkSigner signer(*key, clock);
  const std::string area = std::string("/api/download/clips/") + kEpisode;
  for (const std::string& path : {area + "/../secret.txt", area + "/..%2fsecret.txt", area + "/%2e%2e",
                                  std::string("/api/download/clips/../secret.txt"),
                                  std::string("/api/download/uploads/") + kEpisode + "/secret.txt"}) {
    const Heard heard = target.ask(request("GET", signer.sign(path)));
    record({"traversal", "signed by us: " + path, "404|403",
            statuses(heard) + (heard.has(kSecretMark) ? " AND THE FILE" : "")});
  }
}

}  // namespace
}  // namespace podpromo
