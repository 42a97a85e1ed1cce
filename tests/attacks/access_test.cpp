// A server that other machines reach: strangers, guessers, forged and ended cookies; and that no secret is in any log.
#include <poll.h>
#include <unistd.h>

#include <cstdlib>

#include "table.hpp"
#include "target.hpp"

namespace podpromo {
namespace {

class ComingIn : public Attack {
 protected:
  static void send(const std::string& attack, const std::string& path, const std::string& more,
                   const std::string& expected) {
    record({"access", attack, expected, statuses(Target::guarded().ask(request("GET", path, more)))});
  }
  static Heard post(const std::string& path, const std::string& more, const std::string& body = {}) {
    return Target::guarded().ask(
        request("POST", path, more + "Content-Length: " + std::to_string(body.size()) + "\r\n"), body);
  }
  static Heard login(const std::string& token) { return post("/api/login", {}, R"({"token":")" + token + "\"}"); }
  // "Cookie: podpromo=…\r\n" of somebody who has just signed in.
  static std::string signed_in() {
    const std::string set = login(Target::guarded().token()).header("Set-Cookie");
    return "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
  }
  static void wrong(int number) {
    const std::string name = std::to_string(number);
    record({"access", "wrong token no. " + name, "401", statuses(login("wrong" + name))});
  }
  static std::string bearer(const std::string& token) { return "Authorization: Bearer " + token + "\r\n"; }
};

TEST_F(ComingIn, IsForNoStrangers) {
  for (const std::string path : {"/api/episodes", "/api/progress", "/api/openapi.json", "/api/queue", "/api/nothing",
                                 "/api/signed-download?area=clips&name=a/b", "/api/previews/sign?name=a/b"})
    send("GET " + path, path, "", "401");
  for (const std::string path : {"/api/upload", "/api/uploads", "/api/logout", "/api/episodes"})
    record({"access", "POST " + path, "401", statuses(post(path, {}))});
  for (const std::string path : {"/%61pi/episodes", "/ap%69/episodes", "/%2561pi/episodes", "/api%2fepisodes",
                                 "/./api/episodes", "//api/episodes", "/API/episodes", "/;/api/episodes"})
    send("GET " + path, path, "", "401|404|200");
  send("the token asked for is said in the answer", "/api/episodes", "", "401");
}

// The page shows the form to sign in, so it and what it needs are there for all.
TEST_F(ComingIn, IsForEverybodyWhereThePageNeedsIt) {
  for (const std::string path : {"/", "/e/abc", "/health", "/ready", "/api/session"})
    send("GET " + path, path, "", "200");
}

TEST_F(ComingIn, IsForWhoHasTheToken) {
  send("the token", "/api/episodes", bearer(Target::guarded().token()), "200");
  send("the token in the address", "/api/episodes?token=" + Target::guarded().token(), "", "401");
  send("the token as a cookie", "/api/episodes", "Cookie: podpromo=" + Target::guarded().token() + "\r\n", "401");
  send("the token as a password", "/api/episodes", "Authorization: Basic " + Target::guarded().token() + "\r\n", "401");
  send("a cookie of ours", "/api/episodes", signed_in(), "200");
  send("a cookie with one letter more", "/api/episodes", signed_in().insert(20, "a"), "401");
  send("a cookie that never was", "/api/episodes", "Cookie: podpromo=" + std::string(32, 'a') + "\r\n", "401");
}

TEST_F(ComingIn, EndsWithTheLogout) {
  const std::string cookie = signed_in();
  send("a cookie before the logout", "/api/episodes", cookie, "200");
  record({"access", "the logout", "200", statuses(post("/api/logout", cookie))});
  send("the same cookie after the logout", "/api/episodes", cookie, "401");
}

TEST_F(ComingIn, GivesCookiesThatScriptsAndOtherSitesDoNotGet) {
  const std::string set = login(Target::guarded().token()).header("Set-Cookie");
  record({"access", "reading the cookie by a script, sending it from another site", "kept",
          set.ends_with("; HttpOnly; SameSite=Strict") ? "kept" : "GIVEN"});
}

TEST_F(ComingIn, MakesGuessersWait) {
  const std::string cookie = signed_in();
  for (int i = 1; i <= 5; ++i) wrong(i);
  // The wait doubles each time, until it is long enough for this test to look at it in peace.
  ::poll(nullptr, 0, 1100);
  wrong(6);
  ::poll(nullptr, 0, 2100);
  wrong(7);
  const Heard slowed = login(Target::guarded().token());
  record({"access", "the right token at once after seven wrong ones", "429", statuses(slowed)});
  EXPECT_GE(std::atoi(slowed.header("Retry-After").c_str()), 1);
  send("the same as a bearer token", "/api/episodes", bearer(Target::guarded().token()), "429");
  send("somebody who is signed in, from the same address", "/api/episodes", cookie, "200");
  ::poll(nullptr, 0, 4100);
  record({"access", "the right token after the wait", "200", statuses(login(Target::guarded().token()))});
}

TEST_F(ComingIn, WritesNoSecretDown) {
  Target& target = Target::guarded();
  const std::string cookie = signed_in();
  const std::string secret = cookie.substr(17, 32);
  login("a-wrong-token-of-mine");
  target.ask(request("GET", "/api/download/clips/a/b?exp=1&sig=a-forged-signature", bearer("another-wrong-token")));
  target.ask(request("GET", "/api/episodes", bearer("another-wrong-token")));
  const std::string said = target.logs();
  const std::string shown = " Access token: " + target.token();
  const std::string logs = said.find(shown) == std::string::npos ? said : said.substr(said.find(shown) + shown.size());
  for (const std::string& each :
       {target.token(), secret, std::string("a-wrong-token-of-mine"), std::string("another-wrong-token"),
        std::string("a-forged-signature"), read_whole(target.outputs() / "signing.key").value_or("?")})
    record({"access", "looking for " + each.substr(0, 4) + "… in terminal and logs", "not there",
            logs.find(each) == std::string::npos ? "not there" : "THERE"});
  std::string files;
  for (const auto& [name, bytes] : bytes_in(target.folder())) files += bytes;
  record({"access", "looking for the token in all files", "not there",
          files.find(target.token()) == std::string::npos ? "not there" : "THERE"});
  record({"access", "looking for the cookie in all files", "not there",
          files.find(secret) == std::string::npos ? "not there" : "THERE"});
}

// The last of them: afterwards the token is another one.
TEST_F(ComingIn, ZEndsWithTheToken) {
  const std::string cookie = signed_in();
  const auto made = podpromo({"token", "--output-dir", Target::guarded().outputs().string()});
  ASSERT_EQ(made.exit_code, 0);
  const std::string token = made.output.substr(0, made.output.find('\n'));
  ::poll(nullptr, 0, 1100);
  send("the cookie after a new token was made", "/api/episodes", cookie, "401");
  send("the old token", "/api/episodes", bearer(Target::guarded().token()), "401");
  send("the new token", "/api/episodes", bearer(token), "200");
}

TEST_F(ComingIn, IsRefusedToANetworkWithoutAToken) {
  const fs::path folder = fs::temp_directory_path() / ("podpromo-attacks-none-" + std::to_string(::getpid()));
  const auto refused = done("sh", {"-c",
                                   std::string("exec \"$0\" serve --model tiny.en --host 0.0.0.0 --port 0 ") +
                                       "--output-dir \"$1/o\" --upload-dir \"$1/u\" --logs-dir \"$1/l\" 2>\"$1.said\"",
                                   PODPROMO_PROGRAM, folder.string()});
  record({"access", "a start for the network where a token would go into a file", "exit 2",
          "exit " + std::to_string(refused.exit_code)});
  const std::string said = read_whole(folder.string() + ".said").value_or("");
  EXPECT_NE(said.find("there is no access token"), std::string::npos) << said;
  std::error_code error;
  fs::remove_all(folder, error);
  fs::remove(folder.string() + ".said", error);
}

}  // namespace
}  // namespace podpromo
