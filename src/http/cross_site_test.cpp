#include "http/cross_site.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

Request post(std::map<std::string, std::string> headers) {
  Request request;
  request.method = "POST";
  headers.emplace("host", "podcasts.lan:8000");
  for (auto& [name, value] : headers) request.headers[name] = value;
  return request;
}

TEST(CrossSite, IsWhatTheBrowserSaysItIs) {
  EXPECT_TRUE(is_cross_site_write(post({{"sec-fetch-site", "cross-site"}})));
  EXPECT_TRUE(is_cross_site_write(post({{"sec-fetch-site", "same-site"}})));
  EXPECT_TRUE(is_cross_site_write(post({{"sec-fetch-site", "something new"}})));
  EXPECT_FALSE(is_cross_site_write(post({{"sec-fetch-site", "same-origin"}})));
  EXPECT_FALSE(is_cross_site_write(post({{"sec-fetch-site", "none"}})));
}

TEST(CrossSite, IsAnOriginWithAnotherHostOrPort) {
  for (const auto* origin : {"http://evil.example", "null", "http://podcasts.lan", "http://podcasts.lan:9000",
                             "http://podcasts.lan:8000.evil.example", "podcasts.lan:8000", "http://"})
    EXPECT_TRUE(is_cross_site_write(post({{"origin", origin}}))) << origin;
  EXPECT_FALSE(is_cross_site_write(post({{"origin", "http://podcasts.lan:8000"}})));
  EXPECT_FALSE(is_cross_site_write(post({{"origin", "HTTP://Podcasts.lan:8000"}})));
}

TEST(CrossSite, KnowsThePortsThatAreLeftOut) {
  EXPECT_FALSE(is_cross_site_write(post({{"origin", "https://a.example"}, {"host", "a.example"}})));
  EXPECT_FALSE(is_cross_site_write(post({{"origin", "https://a.example"}, {"host", "a.example:443"}})));
  EXPECT_FALSE(is_cross_site_write(post({{"origin", "http://a.example"}, {"host", "a.example:80"}})));
  EXPECT_TRUE(is_cross_site_write(post({{"origin", "http://a.example"}, {"host", "a.example:443"}})));
}

TEST(CrossSite, BelievesTheNewerHeader) {
  EXPECT_FALSE(is_cross_site_write(post({{"sec-fetch-site", "same-origin"}, {"origin", "http://localhost:5173"}})));
  EXPECT_TRUE(is_cross_site_write(post({{"sec-fetch-site", "cross-site"}, {"origin", "http://podcasts.lan:8000"}})));
}

TEST(CrossSite, IsNothingThatNoBrowserSent) { EXPECT_FALSE(is_cross_site_write(post({}))); }

TEST(CrossSite, IsAskedOfWhatChangesSomethingOnly) {
  Request request = post({{"sec-fetch-site", "cross-site"}});
  for (const auto* method : {"GET", "HEAD", "OPTIONS"}) {
    request.method = method;
    EXPECT_FALSE(is_cross_site_write(request)) << method;
  }
  for (const auto* method : {"PUT", "PATCH", "DELETE", "SOMETHING"}) {
    request.method = method;
    EXPECT_TRUE(is_cross_site_write(request)) << method;
  }
}

}  // namespace
}  // namespace podpromo
