#include "http/routes/transcript_corrections.hpp"

#include <malloc.h>

#include "corrections/wanted_json.hpp"
#include "http/answers.hpp"
#include "http/routes/transcript_answers.hpp"
#include "http/routes/upload_sinks.hpp"

namespace podpromo {

namespace {

// Twenty hours of talk, with times and all.
constexpr std::size_t kLongestBody = std::size_t{16} << 20;
// As text and as JSON a long transcript takes some hundred megabytes.
constexpr int kMostBodies = 4;
constexpr std::size_t kLongBody = std::size_t{1} << 20;
constexpr HttpCode kInvalid{422, "invalid_transcript"};

Response missing_condition() {
  return problem({Fault::bad_request, "nobody knows which transcript this corrects",
                  "GET the transcript first, and send its ETag as If-Match."},
                 {428, "precondition_required"});
}

Response changed_meanwhile() {
  return problem({Fault::conflict, "the transcript was changed meanwhile",
                  "GET it again, correct that, and send the new ETag as If-Match."},
                 {412, "precondition_failed"});
}

struct Base {
  TranscriptState state;
  Transcript heard;
};

// What a correction is made against; or the answer that there can be none.
std::expected<Base, Response> base_of(const EpisodeId& id, std::string_view if_match, const Front& front) {
  const auto episode = front.episodes.find(id);
  if (!episode) return std::unexpected(problem(episode.error()));
  if (if_match.empty()) return std::unexpected(missing_condition());
  auto heard = heard_view(id, front.folders);
  if (!heard) return std::unexpected(problem(heard.error()));
  auto state = transcript_state(id, front);
  if (!state) return std::unexpected(problem(state.error()));
  if (!is_version_listed(if_match, state->version)) return std::unexpected(changed_meanwhile());
  return Base{*std::move(state), *std::move(heard)};
}

class CorrectionSink final : public BodySink {
 public:
  CorrectionSink(const Front& front, EpisodeId id, std::string if_match, std::shared_ptr<CorrectionDesk> desk)
      : front_(front), id_(std::move(id)), if_match_(std::move(if_match)), desk_(std::move(desk)) {}
  ~CorrectionSink() override {
    const bool was_long = body_.size() > kLongBody;
    std::string().swap(body_);
    // Millions of small pieces were taken for it, which would stay ours until the server ends.
    if (was_long) ::malloc_trim(0);
    --desk_->bodies;
  }

  Done take(std::string_view bytes) override {
    if (body_.size() + bytes.size() > kLongestBody)
      return failure(Fault::too_large, "the body is larger than any transcript", "Send its words only.");
    body_ += bytes;
    return {};
  }

  Response finish() override {
    const std::scoped_lock lock(desk_->one_at_a_time);
    const auto base = base_of(id_, if_match_, front_);
    if (!base) return base.error();
    const auto wanted = parse_wanted(body_, base->state.words.transcript);
    if (!wanted) return problem(wanted.error());
    const auto corrections = corrections_between(base->heard, *wanted);
    if (!corrections) return problem(corrections.error(), kInvalid);
    auto answer = saved(*base, *corrections);
    return answer ? *std::move(answer) : problem(answer.error());
  }

 private:
  // What changes nothing starts nothing.
  Result<Response> saved(const Base& base, const Corrections& corrections) {
    if (corrected(base.heard, corrections) != base.state.words.transcript)
      PODPROMO_TRY(front_.workshop.correct(id_, corrections));
    PODPROMO_TRY(state, transcript_state(id_, front_));
    return transcript_answer(state, TranscriptForm::json, front_);
  }

  const Front& front_;
  EpisodeId id_;
  std::string if_match_;
  std::shared_ptr<CorrectionDesk> desk_;
  std::string body_;
};

}  // namespace

std::unique_ptr<BodySink> correction_sink(const Request& request, const Front& front,
                                          const std::shared_ptr<CorrectionDesk>& desk) {
  const auto id = EpisodeId::parse(request.parameter("id"));
  if (!id) return std::make_unique<AnsweredSink>(problem(id.error()));
  const std::string if_match(request.header("if-match"));
  if (auto base = base_of(*id, if_match, front); !base) return std::make_unique<AnsweredSink>(base.error());
  if (desk->bodies.fetch_add(1) >= kMostBodies) {
    --desk->bodies;
    return std::make_unique<AnsweredSink>(
        problem({Fault::too_many, "many transcripts are being corrected just now", "Send it again in a minute."}));
  }
  return std::make_unique<CorrectionSink>(front, *id, if_match, desk);
}

}  // namespace podpromo
