#include "http/allowed_hosts.hpp"

#include <gtest/gtest.h>

namespace podpromo {
namespace {

AllowedHosts with(std::string_view more) { return AllowedHosts::parse(more).value(); }

TEST(AllowedHostsTest, AreThisMachineAndAddressesInFigures) {
  for (const auto* host : {"localhost", "LOCALHOST:8000", "localhost.", "podpromo.localhost:8000", "127.0.0.1:8000",
                           "127.0.0.1", "192.168.1.5:80", "[::1]:8000", "[2001:db8::1]", "127.0.0.1:"})
    EXPECT_TRUE(AllowedHosts().allow(host)) << host;
}

TEST(AllowedHostsTest, AreNobodyElse) {
  for (const auto* host : {"evil.example",
                           "evil.example:8000",
                           "localhost.evil.example",
                           "127.0.0.1.evil.example",
                           "notlocalhost",
                           "127.0.0.1.",
                           ".localhost",
                           "",
                           ":8000",
                           "localhost:80a",
                           "localhost:80:80",
                           "user@localhost",
                           "[::1",
                           "[::1]x",
                           "[evil.example]",
                           "[::1]:8a",
                           "0x7f.1",
                           "127.1",
                           "localhost/",
                           "localhost\\evil.example",
                           "local host"})
    EXPECT_FALSE(AllowedHosts().allow(host)) << host;
}

TEST(AllowedHostsTest, AreThoseThatWereGiven) {
  const AllowedHosts hosts = with("podcasts.example.org, Studio,.lan");
  EXPECT_TRUE(hosts.allow("Podcasts.Example.Org:8000"));
  EXPECT_TRUE(hosts.allow("studio"));
  EXPECT_TRUE(hosts.allow("attic.lan"));
  EXPECT_TRUE(hosts.allow("a.b.lan:8000"));
  EXPECT_TRUE(hosts.allow("localhost"));
  for (const auto* host : {"example.org", "evil.podcasts.example.org", "lan", "xlan", ".lan", "studio.evil.example"})
    EXPECT_FALSE(hosts.allow(host)) << host;
}

TEST(AllowedHostsTest, AreNamesAndNothingElse) {
  for (const auto* bad : {"https://example.org", "example.org:8000", "*", "*.example.org", ".", "a/b"}) {
    const auto hosts = AllowedHosts::parse(bad);
    ASSERT_FALSE(hosts) << bad;
    EXPECT_EQ(hosts.error().fault, Fault::bad_request);
  }
  EXPECT_TRUE(AllowedHosts::parse(""));
  EXPECT_TRUE(AllowedHosts::parse(" , "));
}

}  // namespace
}  // namespace podpromo
