#include "http/router.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

Router api() {
  Router router;
  router.on("GET", "/api/episodes/{id}",
            [](Request&) { return Response{.status = 201, .headers = {}, .body = "one"}; });
  router.on("DELETE", "/api/episodes/{id}",
            [](Request&) { return Response{.status = 202, .headers = {}, .body = "gone"}; });
  router.on("GET", "/{page...}", [](Request&) { return Response{.status = 203, .headers = {}, .body = "page"}; });
  return router;
}

Request asked(std::string method, std::string path) {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  return request;
}

TEST(Router, GivesTheSegmentAsParameterDecoded) {
  const Router router = api();
  Request request = asked("GET", "/api/episodes/a%2Fb%20c");
  const auto match = router.match(request);
  ASSERT_TRUE(match && match->handler);
  EXPECT_EQ(request.parameter("id"), "a/b c");
  EXPECT_EQ((*match->handler)(request).status, 201);
}

TEST(Router, SendsHeadToGet) {
  const Router router = api();
  Request request = asked("HEAD", "/api/episodes/x");
  EXPECT_TRUE(router.match(request));
}

TEST(Router, NamesTheMethodsOfAKnownPath) {
  const Router router = api();
  Request request = asked("PATCH", "/api/episodes/x");
  const auto match = router.match(request);
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error().detail, "Allow: GET, HEAD, DELETE");
}

TEST(Router, GivesAQuickHandlerToAskFirst) {
  Router router;
  router.on_at_once(
      "GET", "/{id}",
      [](Request& request) -> std::optional<Response> {
        if (request.parameter("id") == "known") return Response{.status = 201, .headers = {}, .body = {}};
        return std::nullopt;
      },
      [](Request&) { return Response{.status = 202, .headers = {}, .body = {}}; });
  router.on_at_once("GET", "/always/here", [](Request&) { return Response{.status = 203, .headers = {}, .body = {}}; });
  Request known = asked("GET", "/known");
  EXPECT_EQ((*router.match(known)->quick)(known)->status, 201);
  Request other = asked("GET", "/other");
  EXPECT_FALSE((*router.match(other)->quick)(other));
  EXPECT_EQ((*router.match(other)->handler)(other).status, 202);
  Request always = asked("GET", "/always/here");
  EXPECT_EQ((*router.match(always)->quick)(always)->status, 203);
  EXPECT_EQ((*router.match(always)->handler)(always).status, 203);
}

TEST(Router, NamesAMethodOnceThoughTwoPatternsFit) {
  Router router;
  const Handler nothing = [](Request&) { return Response{}; };
  router.on("GET", "/a", nothing);
  router.on("GET", "/a/{rest...}", nothing);
  Request request = asked("POST", "/a");
  EXPECT_EQ(router.match(request).error().detail, "Allow: GET, HEAD");
}

TEST(Router, LeavesTheRestToTheCatchAll) {
  const Router router = api();
  Request request = asked("GET", "/assets/a/b.js");
  ASSERT_TRUE(router.match(request));
  EXPECT_EQ(request.parameter("page"), "assets/a/b.js");
}

TEST(Router, RefusesABrokenPercentSign) {
  const Router router = api();
  Request request = asked("GET", "/api/episodes/%zz");
  EXPECT_EQ(router.match(request).error().fault, Fault::bad_request);
}

TEST(PercentEncoding, ComesBackTheSame) {
  const std::string text = "ä b/c%&=?#\n";
  EXPECT_EQ(percent_decoded(percent_encoded(text)).value(), text);
  EXPECT_EQ(percent_encoded("a/b c", true), "a/b%20c");
}

TEST(Query, IsSplitAndDecoded) {
  const auto query = query_of("name=a%2Fb&x=1+2&bad=%zz&flag&name=second");
  EXPECT_EQ(query.at("name"), "a/b");
  EXPECT_EQ(query.at("x"), "1 2");
  EXPECT_EQ(query.count("bad"), 0u);
  EXPECT_EQ(query.at("flag"), "");
}

}  // namespace
}  // namespace podpromo
