#include "http/routes/routes_fixture.hpp"
#include "storage/show_words.hpp"

namespace podpromo {
namespace {

using nlohmann::json;

TEST_F(RoutesTest, ShowAndChangeTheWordsOfAShow) {
  EXPECT_EQ(json_of(ask("GET", "/api/shows")), json::parse(R"({"ok":true,"shows":[]})"));
  const std::string path = "/api/shows/On%20bees%20%2F%20bread/words";
  EXPECT_EQ(json_of(ask("GET", path))["words"], json::array());

  const json kept = json_of(ask("PUT", path, {}, R"({"words":["Okafor","Jane Whitfield"]})"));
  EXPECT_EQ(kept["show"], "On bees / bread");
  EXPECT_EQ(kept["words"], json::parse(R"(["Okafor","Jane Whitfield"])"));
  EXPECT_EQ(ShowWords(folders.shows()).of("on bees / bread").value().size(), 2U);
  EXPECT_EQ(json_of(ask("GET", "/api/shows"))["shows"], json::parse(R"([{"show":"On bees / bread","words":2}])"));

  EXPECT_EQ(json_of(ask("PUT", path, {}, R"({"words":[]})"))["words"], json::array());
}

TEST_F(RoutesTest, TakeNothingElseForTheWordsOfAShow) {
  const std::string many = json{{"words", std::vector<std::string>(201, "x")}}.dump();
  for (const std::string& body : {std::string(), std::string("{"), std::string("[]"), std::string("{}"),
                                  std::string(R"({"words":"x"})"), std::string(R"({"words":[1]})"),
                                  std::string(R"({"words":["a#b"]})"), std::string(R"({"words":["a\nb"]})"), many})
    EXPECT_EQ(ask("PUT", "/api/shows/Bees/words", {}, body).status, 400) << body;
  for (const auto* show : {"%20", "a%00b", "%FF"})
    EXPECT_EQ(ask("PUT", std::string("/api/shows/") + show + "/words", {}, R"({"words":["x"]})").status, 400) << show;
  EXPECT_FALSE(fs::exists(folders.shows()));
}

}  // namespace
}  // namespace podpromo
