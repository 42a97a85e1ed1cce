#include "http/front_gate.hpp"

#include <gtest/gtest.h>

#include "http/admission.hpp"
#include "storage/test_folder.hpp"

namespace podpromo {
namespace {

using namespace std::chrono_literals;

class FrontGateTest : public testing::Test {
 protected:
  std::optional<Response> refused(const std::string& path, std::map<std::string, std::string> headers = {},
                                  const std::string& method = "GET") const {
    Request request;
    request.method = method;
    request.path = path;
    request.peer = "10.0.0.1";
    headers.emplace("host", "localhost");
    for (auto& [name, value] : headers) request.headers[name] = value;
    return gate.refuse(request);
  }
  int status(const std::string& path, std::map<std::string, std::string> headers = {}) const {
    const auto refusal = refused(path, std::move(headers));
    return refusal ? refusal->status : 200;
  }
  static std::string header(const Response& response, const std::string& wanted) {
    for (const auto& [name, value] : response.headers)
      if (name == wanted) return value;
    return {};
  }

  const TestFolder folder;
  FakeClock clock;
  const std::string token = "a-token-that-is-long-enough";
  std::unique_ptr<Access> access = std::move(Access::with_chosen_token(token, folder.path(), clock)).value();
  const FrontGate gate{AllowedHosts(), access.get()};
};

TEST_F(FrontGateTest, KnowsItsOwnNamesOnly) {
  EXPECT_EQ(status("/", {{"host", "evil.example"}}), 421);
  EXPECT_EQ(status("/", {{"host", "localhost:8000"}}), 200);
  EXPECT_EQ(status("/", {{"host", ""}}), 200);
}

TEST_F(FrontGateTest, LetsNoOtherSiteChangeAnything) {
  const auto refusal = refused("/api/login", {{"origin", "https://evil.example"}}, "POST");
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, 403);
  EXPECT_FALSE(refused("/api/login", {{"origin", "http://localhost"}}, "POST"));
}

TEST_F(FrontGateTest, AsksStrangersToSignIn) {
  const auto refusal = refused("/api/episodes");
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, 401);
  EXPECT_EQ(header(*refusal, "WWW-Authenticate"), "Bearer");
  EXPECT_EQ(status("/api/logout"), 401);
  EXPECT_EQ(status("/api/openapi.json"), 401);
}

TEST_F(FrontGateTest, LetsInWhoShowsTheToken) {
  EXPECT_EQ(status("/api/episodes", {{"authorization", "Bearer " + token}}), 200);
  EXPECT_EQ(status("/api/episodes", {{"authorization", "bearer  " + token + " "}}), 200);
  EXPECT_EQ(status("/api/episodes", {{"authorization", "Basic " + token}}), 401);
  EXPECT_EQ(status("/api/episodes", {{"authorization", "Bearer "}}), 401);
  EXPECT_EQ(status("/api/episodes", {{"authorization", "Bearer wrong"}}), 401);
}

TEST_F(FrontGateTest, LetsInWhoIsSignedIn) {
  const std::string cookie = access->sign_in().value();
  EXPECT_EQ(status("/api/episodes", {{"cookie", "podpromo=" + cookie}}), 200);
  EXPECT_EQ(status("/api/episodes", {{"cookie", "a=b; podpromo=old;podpromo=" + cookie + " ; c=d"}}), 200);
  const std::vector<std::string> wrong_ones{"podpromo=" + cookie + "x",
                                            "podpromox=" + cookie,
                                            "xpodpromo=" + cookie,
                                            "podpromo=",
                                            "podpromo",
                                            ";;;",
                                            "podpromo=\"\""};
  for (const std::string& wrong : wrong_ones) EXPECT_EQ(status("/api/episodes", {{"cookie", wrong}}), 401) << wrong;
}

TEST_F(FrontGateTest, MakesWhoGuessesWait) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(status("/api/episodes", {{"authorization", "Bearer wrong"}}), 401);
  const auto slowed = refused("/api/episodes", {{"authorization", "Bearer " + token}});
  ASSERT_TRUE(slowed);
  EXPECT_EQ(slowed->status, 429);
  EXPECT_EQ(header(*slowed, "Retry-After"), "1");
}

TEST_F(FrontGateTest, KeepsWhoIsSignedInOutOfThatWait) {
  const std::string cookie = access->sign_in().value();
  for (int i = 0; i < 6; ++i) refused("/api/episodes", {{"authorization", "Bearer wrong"}});
  EXPECT_EQ(status("/api/episodes", {{"cookie", "podpromo=" + cookie}}), 200);
}

TEST_F(FrontGateTest, IsOpenForThePageForSigningInAndForSignedLinks) {
  for (const auto* path : {"/", "/index.html", "/assets/app-1a2b.js", "/e/abc", "/health", "/ready", "/api/login",
                           "/api/session", "/api/download/clips/abc/a.mp4", "/api/previews/get"})
    EXPECT_TRUE(is_open_to_all(path)) << path;
}

TEST_F(FrontGateTest, IsShutForWhateverMayBeTheApi) {
  for (const auto* path : {"/api", "/api/", "/api/episodes", "api/episodes", "/%61pi/episodes", "/ap%69/episodes",
                           "/api/download", "/api/login/", "/api/session/../episodes", "/api//download/x",
                           "/api/previews/get/../sign", "/%2e/api/episodes"})
    EXPECT_FALSE(is_open_to_all(path)) << path;
}

TEST_F(FrontGateTest, AsksNobodyWithoutATokenToAskFor) {
  const FrontGate open{AllowedHosts(), nullptr};
  Request request;
  request.method = "GET";
  request.path = "/api/episodes";
  request.headers["host"] = "127.0.0.1:8000";
  EXPECT_FALSE(open.refuse(request));
}

TEST(SetCookie, IsForThisSiteAloneAndOutOfReachOfScripts) {
  EXPECT_EQ(set_cookie({}, "abc"), "podpromo=abc; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
  EXPECT_EQ(set_cookie({}, ""), "podpromo=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
}

TEST(SetCookie, GoesByHttpsOnlyWhenThePageDid) {
  Request request;
  request.headers["origin"] = "https://podcasts.example.org";
  EXPECT_TRUE(set_cookie(request, "abc").ends_with("; Secure"));
}

}  // namespace
}  // namespace podpromo
