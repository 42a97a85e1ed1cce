#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "speech/remote/remote_factory.hpp"
#include "speech/remote/tiny_speech_server.hpp"

namespace podpromo {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

using Asked = TinySpeechServer::Asked;
using Says = TinySpeechServer::Says;

constexpr const char* kHello =
    R"({"text":"Hello there.","language":"english","segments":[{"start":0.5,"end":1.5,"text":" Hello there."}]})";

// A server that says one thing after the other, and the last one for ever.
class Remote : public testing::Test {
 protected:
  void says(std::vector<Says> all) {
    says([all = std::move(all), next = std::size_t{0}](const Asked&) mutable {
      return all[std::min(next++, all.size() - 1)];
    });
  }
  void says(TinySpeechServer::Answer answer) {
    server_ = std::make_unique<TinySpeechServer>(std::move(answer));
    service_.url = server_->address();
  }

  Result<HeardChunk> hear(double seconds = 2, std::stop_token stop = {}, const std::string& language = "en") {
    const auto factory = RemoteFactory::open(service_);
    if (!factory) return failure(factory.error());
    const auto engine = (*factory)->make().value();
    engine->stop_with(stop);
    engine->expect(names_);
    const std::vector<float> samples(static_cast<std::size_t>(seconds * 16000));
    return engine->hear(samples, {100, 100 + seconds}, language);
  }

  std::vector<std::string> names_;
  std::unique_ptr<TinySpeechServer> server_;
  SpeechService service_{.url = {},
                         .model = "whisper-1",
                         .key = "sk-very-secret",
                         .retries = {.tries = 4, .first_wait = 1ms, .longest_wait = 1500ms}};
};

std::string all_of(const Error& error) { return error.reason + error.remedy + error.detail; }

TEST_F(Remote, AsksAsOpenAiWantsToBeAsked) {
  says({{.body = kHello}});
  const auto heard = hear();
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->language, "en");
  EXPECT_DOUBLE_EQ(heard->words.front().start, 100.5);
  ASSERT_THAT(server_->asked(), SizeIs(1));
  const Asked asked = server_->asked().front();
  EXPECT_EQ(asked.path, "/v1/audio/transcriptions");
  EXPECT_EQ(asked.authorization, "Bearer sk-very-secret");
  EXPECT_EQ(asked.fields.at("model"), "whisper-1");
  EXPECT_EQ(asked.fields.at("language"), "en");
  EXPECT_EQ(asked.fields.at("response_format"), "verbose_json");
  EXPECT_THAT(asked.samples, SizeIs(32000));
}

TEST_F(Remote, TellsTheNamesThatMayBeSaid) {
  says({{.body = kHello}});
  names_ = {"Okafor", "Jane Whitfield"};
  ASSERT_TRUE(hear());
  EXPECT_EQ(server_->asked().front().fields.at("prompt"), "Okafor, Jane Whitfield.");
}

TEST_F(Remote, TellsNoNamesWhereThereAreNone) {
  says({{.body = kHello}});
  ASSERT_TRUE(hear());
  EXPECT_FALSE(server_->asked().front().fields.contains("prompt"));
}

TEST_F(Remote, TakesNamesThatComeBackOutOfSilenceForNoWords) {
  says([](const Asked& asked) {
    const auto prompt = asked.fields.find("prompt");
    return Says{.body = R"({"text":")" + (prompt == asked.fields.end() ? "" : prompt->second) + R"("})"};
  });
  names_ = {"Okafor", "Jane Whitfield", "PodPromo"};
  const auto heard = hear();
  ASSERT_TRUE(heard);
  EXPECT_THAT(heard->words, SizeIs(0));
  EXPECT_THAT(server_->asked(), SizeIs(2));
}

TEST_F(Remote, AsksWithoutNamesWhereTheModelTakesNone) {
  says([](const Asked& asked) {
    return asked.fields.contains("prompt") ? Says{.status = 400, .body = "prompt is not supported"}
                                           : Says{.body = kHello};
  });
  names_ = {"Okafor"};
  EXPECT_THAT(hear()->words, SizeIs(2));
}

TEST_F(Remote, AsksForLessWhenTheServerCannotDoMore) {
  says([](const Asked& asked) {
    if (asked.fields.at("response_format") != "json") return Says{.status = 400, .body = "unsupported response_format"};
    return Says{.body = R"({"text":"Hello there."})"};
  });
  EXPECT_THAT(hear()->words, SizeIs(2));
  EXPECT_THAT(server_->asked(), SizeIs(3));
}

TEST_F(Remote, AsksAgainAfterWhatMayPass) {
  says({{.status = 500}, {.status = 429, .header = "Retry-After: 1\r\n"}, {.cut_after = 0}, {.body = kHello}});
  const auto began = std::chrono::steady_clock::now();
  const auto heard = hear();
  EXPECT_TRUE(heard);
  EXPECT_GE(std::chrono::steady_clock::now() - began, 1s);
  EXPECT_THAT(server_->asked(), SizeIs(4));
}

TEST_F(Remote, AsksAgainAfterAnAnswerThatWasCut) {
  says({{.body = kHello, .cut_after = 120}, {.body = "{\"text\":"}, {.body = kHello}});
  EXPECT_THAT(hear()->words, SizeIs(2));
}

TEST_F(Remote, GivesUpAfterSomeTries) {
  says({{.status = 503}});
  EXPECT_EQ(hear().error().fault, Fault::unavailable);
  EXPECT_THAT(server_->asked(), SizeIs(4));
}

TEST_F(Remote, DoesNotWaitForAServerThatWantsALongRest) {
  says({{.status = 429, .header = "Retry-After: 3600\r\n"}});
  const auto heard = hear();
  EXPECT_EQ(heard.error().fault, Fault::too_many);
  EXPECT_THAT(heard.error().reason, HasSubstr("3600"));
}

TEST_F(Remote, DoesNotAskAgainWhenTheCreditIsUsedUp) {
  says({{.status = 429, .body = R"({"error":{"code":"insufficient_quota"}})"}});
  EXPECT_THAT(hear().error().reason, HasSubstr("credit"));
  EXPECT_THAT(server_->asked(), SizeIs(1));
}

TEST_F(Remote, SaysWhenTheKeyIsRefusedAndNeverRepeatsIt) {
  for (const int status : {401, 403}) {
    says({{.status = status, .body = "Incorrect API key provided: sk-very-secret\r\n."}});
    const auto heard = hear();
    EXPECT_EQ(heard.error().fault, Fault::denied);
    EXPECT_THAT(heard.error().remedy, HasSubstr("PODPROMO_SPEECH_KEY"));
    EXPECT_THAT(all_of(heard.error()), Not(HasSubstr("very-secret")));
    EXPECT_THAT(server_->asked(), SizeIs(1));
  }
}

TEST_F(Remote, SaysWhenNothingListensThereOrTheModelIsUnknown) {
  says({{.status = 404}});
  EXPECT_THAT(hear().error().reason, HasSubstr("whisper-1"));
}

TEST_F(Remote, SaysWhenTheLanguageIsRefused) {
  says({{.status = 400, .body = "unknown language"}});
  const auto heard = hear();
  EXPECT_EQ(heard.error().fault, Fault::bad_request);
  EXPECT_THAT(heard.error().detail, HasSubstr("unknown language"));
}

TEST_F(Remote, DoesNotFollowToAnotherAddress) {
  says({{.body = kHello}});
  const auto other = std::move(server_);
  says({{.status = 307, .header = "Location: " + other->address() + "/v1\r\n"}});
  EXPECT_EQ(hear().error().fault, Fault::bad_request);
  EXPECT_THAT(other->asked(), SizeIs(0));
}

TEST_F(Remote, SendsInHalvesWhatIsTooLargeForTheServer) {
  says([](const Asked& asked) {
    return asked.samples.size() > 16000 * 13 ? Says{.status = 413} : Says{.body = kHello};
  });
  const auto heard = hear(40);
  ASSERT_TRUE(heard);
  std::size_t taken = 0, seconds = 0;
  for (const Asked& asked : server_->asked()) {
    if (asked.samples.size() > 16000 * 13) continue;
    ++taken;
    seconds += asked.samples.size();
  }
  EXPECT_EQ(seconds, 16000U * 40);
  EXPECT_THAT(heard->words, SizeIs(2 * taken));
  EXPECT_GT(heard->words.back().start, 125);
  EXPECT_TRUE(heard->has_times);
}

TEST_F(Remote, SaysWhenTheServerTakesNothing) {
  says({{.status = 413}});
  EXPECT_EQ(hear(40).error().fault, Fault::too_large);
}

TEST_F(Remote, AsksInShortPartsWhenTextComesWithoutTimes) {
  says({{.body = R"({"text":"Hello there."})"}});
  const auto heard = hear(100);
  ASSERT_TRUE(heard);
  EXPECT_FALSE(heard->has_times);
  for (std::size_t i = 1; i < server_->asked().size(); ++i) EXPECT_LE(server_->asked()[i].samples.size(), 16000U * 28);
  EXPECT_GT(heard->words.back().start, 170);
}

TEST_F(Remote, RefusesAnAnswerWithoutEnd) {
  service_.retries.tries = 1;
  says({{.body = std::string(9 << 20, 'x')}});
  const auto heard = hear();
  EXPECT_EQ(heard.error().fault, Fault::unavailable);
  EXPECT_THAT(heard.error().reason, HasSubstr("too long"));
}

TEST_F(Remote, SaysWhenTheAnswerMakesNoSense) {
  says({{.body = "<html>welcome</html>"}});
  EXPECT_EQ(hear().error().fault, Fault::unavailable);
  EXPECT_THAT(server_->asked(), SizeIs(2));
}

TEST_F(Remote, StopsSoonWhileTheServerThinksAndWhileItWaits) {
  for (const Says& slow :
       {Says{.body = kHello, .silent_for = 20s}, Says{.status = 429, .header = "Retry-After: 20\r\n"}}) {
    service_.retries.longest_wait = 60s;
    says({slow});
    std::stop_source stop;
    std::jthread asking([&] {
      std::this_thread::sleep_for(300ms);
      stop.request_stop();
    });
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(hear(2, stop.get_token()).error().fault, Fault::cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
  }
}

TEST_F(Remote, SaysWhenNobodyIsThere) {
  service_.url = "http://127.0.0.1:1";
  const auto heard = hear();
  EXPECT_EQ(heard.error().fault, Fault::unavailable);
  EXPECT_THAT(heard.error().reason, HasSubstr("can't be reached"));
}

TEST_F(Remote, NamesItselfWithoutTheKey) {
  service_.url = "https://api.openai.com";
  EXPECT_EQ(RemoteFactory::open(service_).value()->identity(), "whisper-1 at api.openai.com");
}

TEST_F(Remote, WantsLongChunksUnlessTheModelTellsNoTimes) {
  service_.url = "https://api.openai.com";
  EXPECT_DOUBLE_EQ(RemoteFactory::open(service_).value()->chunk_limits().longest_s, 600);
  service_.model = "gpt-4o-transcribe";
  EXPECT_EQ(RemoteFactory::open(service_).value()->chunk_limits(), ChunkLimits{});
}

TEST_F(Remote, IsTriedOutWithASecondOfSilence) {
  says({{.body = R"({"text":""})"}});
  EXPECT_THAT(how_it_answers(service_).value(), HasSubstr("answers in"));
  EXPECT_THAT(server_->asked().front().samples, SizeIs(16000));
}

}  // namespace
}  // namespace podpromo
