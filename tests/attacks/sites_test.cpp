// What a page of another site makes a browser send: a name of its own that points here (DNS rebinding), forms, scripts.
#include "table.hpp"
#include "target.hpp"

namespace podpromo {
namespace {

class Rebinding : public Attack {
 protected:
  static void host(const std::string& host, const std::string& expected) {
    const Heard heard = Target::open().ask(request("GET", "/api/session", "Host: " + host + "\r\n"));
    record({"rebinding", "Host: " + host, expected, statuses(heard)});
  }
};

TEST_F(Rebinding, MeetsAServerThatKnowsItsNames) {
  const std::string port = ":" + std::to_string(Target::open().port());
  for (const std::string& ours :
       {"localhost" + port, "127.0.0.1" + port, "[::1]" + port, std::string("localhost"), "LocalHost." + port})
    host(ours, "200");
  for (const std::string& theirs :
       {std::string("evil.example"), "evil.example" + port, "localhost.evil.example" + port,
        "127.0.0.1.evil.example" + port, "127.0.0.1.nip.io" + port, "evil.example:80@localhost" + port,
        "podpromo" + port, "localhost" + port + "/", "[::1].evil.example" + port})
    host(theirs, "421|400");
  const Heard heard = Target::open().ask(request("GET", "http://evil.example/api/session", "Host: evil.example\r\n"));
  record({"rebinding", "a name of theirs in the address too", "421|400", statuses(heard)});
}

class CrossSite : public Attack {
 protected:
  static Heard send(const std::string& method, const std::string& path, const std::string& headers,
                    const std::string& body) {
    return Target::open().ask(
        request(method, path, headers + "Content-Length: " + std::to_string(body.size()) + "\r\n"), body);
  }
  static void refused(const std::string& attack, const std::string& method, const std::string& headers) {
    const Heard heard = send(method, "/api/episodes/" + std::string(kEpisode), headers, "{}");
    record({"cross-site", attack, "403", statuses(heard)});
  }
  static std::string here() { return "Host: localhost:" + std::to_string(Target::open().port()) + "\r\n"; }
};

TEST_F(CrossSite, ChangesAreRefused) {
  refused("DELETE by a script of another site", "DELETE", "Origin: https://evil.example\r\n");
  refused("DELETE by another site that the browser names", "DELETE", "Sec-Fetch-Site: cross-site\r\n");
  refused("DELETE by another port of this machine", "DELETE",
          here() + "Origin: http://localhost:1\r\nSec-Fetch-Site: same-site\r\n");
  refused("DELETE by an older browser, from another port", "DELETE", here() + "Origin: http://localhost:1\r\n");
  refused("DELETE by a frame without an origin", "DELETE", "Origin: null\r\n");
  refused("DELETE by a site whose name begins like ours", "DELETE",
          here() + "Origin: http://localhost:" + std::to_string(Target::open().port()) + ".evil.example\r\n");
  refused("PUT", "PUT", "Origin: https://evil.example\r\n");
  refused("PATCH", "PATCH", "Origin: https://evil.example\r\n");
  refused("POST", "POST", "Origin: https://evil.example\r\n");
  refused("a method nobody knows", "EVIL", "Origin: https://evil.example\r\n");
}

TEST_F(CrossSite, FormsAreRefused) {
  const std::string evil = "Origin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n";
  const std::string form =
      "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\nID3\r\n--X--\r\n";
  record({"cross-site", "an upload by a form of another site", "403",
          statuses(send("POST", "/api/upload", evil + "Content-Type: multipart/form-data; boundary=X\r\n", form))});
  record({"cross-site", "JSON disguised as text/plain, which needs no permission", "403",
          statuses(send("POST", "/api/login", evil + "Content-Type: text/plain\r\n", R"({"token":"a"})"))});
  record(
      {"cross-site", "a login by a form of another site", "403",
       statuses(send("POST", "/api/login", evil + "Content-Type: application/x-www-form-urlencoded\r\n", "token=a"))});
}

TEST_F(CrossSite, NobodyElseIsGivenPermissionToRead) {
  const std::string evil = "Origin: https://evil.example\r\n";
  for (const std::string path : {"/api/session", "/api/episodes", "/", "/health", "/nothing"}) {
    const Heard heard = Target::open().ask(request("GET", path, evil));
    const bool is_ours = heard.header("Cross-Origin-Resource-Policy") == "same-origin";
    record({"cross-site", "GET " + path + " by a script of another site", "no permission",
            heard.has("Access-Control-") || !is_ours ? "PERMISSION" : "no permission"});
  }
  const Heard asked = Target::open().ask(request(
      "OPTIONS", "/api/upload", evil + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x\r\n"));
  record({"cross-site", "a browser that asks for permission beforehand", "no permission",
          asked.has("Access-Control-") ? "PERMISSION" : "no permission"});
}

TEST_F(CrossSite, ThePageItselfIsLetThrough) {
  const std::string path = "/api/episodes/" + std::string(kEpisode);
  const std::string origin = "Origin: http://localhost:" + std::to_string(Target::open().port()) + "\r\n";
  record({"cross-site", "DELETE by our own page", "404",
          statuses(send("DELETE", path, here() + origin + "Sec-Fetch-Site: same-origin\r\n", ""))});
  record({"cross-site", "DELETE by our own page in an older browser", "404",
          statuses(send("DELETE", path, here() + origin, ""))});
  record({"cross-site", "DELETE by a script without a browser", "404", statuses(send("DELETE", path, here(), ""))});
}

// What every answer tells the browser.
TEST_F(CrossSite, NothingMayBeFramedGuessedOrRun) {
  for (const std::string path : {"/", "/api/session", "/nothing", "/api/nothing"}) {
    const Heard heard = Target::open().ask(request("GET", path));
    const std::string policy = heard.header("Content-Security-Policy");
    const bool safe =
        policy.find("frame-ancestors 'none'") != std::string::npos && policy.find("unsafe") == std::string::npos &&
        heard.header("X-Content-Type-Options") == "nosniff" && heard.header("Referrer-Policy") == "no-referrer";
    record(
        {"cross-site", "GET " + path + " in a frame, with script inside", "forbidden", safe ? "forbidden" : "ALLOWED"});
  }
}

}  // namespace
}  // namespace podpromo
