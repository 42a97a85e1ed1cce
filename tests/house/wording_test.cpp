// The wording: what people read when something goes wrong has one voice, whoever says it.
#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>

#include "house.hpp"

namespace podpromo::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> misworded(const std::string& code) { return misworded_errors("src/a.cpp", code); }

TEST(Wording, ReasonsAreClausesAndRemediesAreSentences) {
  std::vector<std::string> broken;
  for (const auto& file : source_files({"src", "apps"}, {".hpp", ".cpp"}))
    std::ranges::move(misworded_errors(file.path, text_of(file.path)), std::back_inserter(broken));

  EXPECT_THAT(broken, IsEmpty());
}

TEST(Wording, AClauseAndASentenceAreFine) {
  EXPECT_THAT(misworded(R"(return failure(Fault::not_found, "episode not found", "Check the address.", "no row");)"),
              IsEmpty());
}

TEST(Wording, AReasonThatBeginsLikeASentenceIsNamed) {
  EXPECT_THAT(misworded(R"(failure(Fault::no_space, fmt::format("The disk {} is full", name)))"),
              ElementsAre("src/a.cpp: a reason begins with a capital: The disk {} is full"));
}

TEST(Wording, AReasonThatEndsLikeASentenceIsNamed) {
  EXPECT_THAT(misworded(R"(Error{Fault::bad_request, name + " is not a file."})"),
              ElementsAre("src/a.cpp: a reason ends with a full stop:  is not a file."));
}

TEST(Wording, AReasonMayBeginWithAName) {
  EXPECT_THAT(misworded(R"(failure(Fault::unavailable, "PodPromo is not installed"))"), IsEmpty());
  EXPECT_THAT(misworded(R"(failure(Fault::bad_request, "JSON is expected"))"), IsEmpty());
}

TEST(Wording, ARemedyThatStopsInTheMiddleIsNamed) {
  EXPECT_THAT(misworded(R"(failure(Fault::timed_out, "it took too long", "Try again " "later"))"),
              ElementsAre("src/a.cpp: a remedy is no whole sentence: Try again later"));
}

TEST(Wording, ARemedyMayEndWithAQuestionOrAQuotation) {
  EXPECT_THAT(misworded(R"(failure(Fault::timed_out, "it took too long", "Is it plugged in?"))"), IsEmpty());
  EXPECT_THAT(misworded(R"(failure(Fault::timed_out, "it took too long", "Run “podpromo doctor”"))"), IsEmpty());
}

TEST(Wording, ARemedyMayComeFromElsewhere) {
  EXPECT_THAT(misworded("failure(Fault::timed_out, \"it took too long\", remedy_for(model, \"hub\"), {})"), IsEmpty());
}

}  // namespace
}  // namespace podpromo::house
