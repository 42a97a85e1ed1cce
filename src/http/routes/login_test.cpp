#include <gtest/gtest.h>

#include "access/access.hpp"
#include "http/routes/routes_fixture.hpp"

namespace podpromo {
namespace {

class LoginTest : public RoutesTest {
 protected:
  LoginTest() { front.access = access.get(); }

  Response login(const std::string& with) { return ask("POST", "/api/login", {}, R"({"token":")" + with + "\"}"); }
  // The cookie as a browser sends it back.
  static std::string cookie_of(const Response& response) {
    const std::string set = header(response, "Set-Cookie");
    return set.substr(0, set.find(';'));
  }
  bool signed_in(const std::string& cookie) {
    return json_of(ask("GET", "/api/session", {{"cookie", cookie}}))["signed_in"];
  }

  const std::string token = "a-token-that-is-long-enough";
  std::unique_ptr<Access> access = std::move(Access::with_chosen_token(token, folder.path(), clock)).value();
};

TEST_F(LoginTest, GivesACookieForTheToken) {
  const Response response = login(token);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json_of(response)["signed_in"], true);
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  EXPECT_TRUE(signed_in(cookie_of(response)));
}

TEST_F(LoginTest, GivesNothingForAnythingElse) {
  const Response response = login("wrong");
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(json_of(response)["code"], "wrong_token");
  EXPECT_EQ(header(response, "Set-Cookie"), "");
  for (const std::string body : {"", "{", "[]", "{}", R"({"token":1})", R"({"token":null})"})
    EXPECT_EQ(ask("POST", "/api/login", {}, body).status, 400) << body;
}

TEST_F(LoginTest, MakesWhoGuessesWaitLongerAndLonger) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(login("wrong").status, 401);
  const Response slowed = login(token);
  EXPECT_EQ(slowed.status, 429);
  EXPECT_EQ(header(slowed, "Retry-After"), "1");
  clock.pass(std::chrono::seconds(1));
  EXPECT_EQ(login(token).status, 200);
}

TEST_F(LoginTest, EndsWithTheLogout) {
  const std::string cookie = cookie_of(login(token));
  const Response out = ask("POST", "/api/logout", {{"cookie", cookie}});
  EXPECT_EQ(out.status, 200);
  EXPECT_NE(header(out, "Set-Cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_FALSE(signed_in(cookie));
}

TEST_F(LoginTest, SaysWhetherOneIsSignedIn) {
  EXPECT_EQ(text_of(ask("GET", "/api/session")), R"({"ok":true,"required":true,"signed_in":false})"
                                                 "\n");
  EXPECT_EQ(text_of(ask("GET", "/api/session", {{"authorization", "Bearer " + token}})),
            R"({"ok":true,"required":true,"signed_in":true})"
            "\n");
}

TEST_F(RoutesTest, NeedNoLoginOnThisMachine) {
  const std::string open = R"({"ok":true,"required":false,"signed_in":true})"
                           "\n";
  EXPECT_EQ(text_of(ask("GET", "/api/session")), open);
  EXPECT_EQ(text_of(ask("POST", "/api/login", {}, R"({"token":"any"})")), open);
  EXPECT_EQ(text_of(ask("POST", "/api/logout")), open);
}

}  // namespace
}  // namespace podpromo
