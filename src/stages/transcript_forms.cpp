#include "stages/transcript_forms.hpp"

#include "captions/captions.hpp"
#include "episode/json.hpp"
#include "moments/sentences.hpp"

namespace podpromo {

using nlohmann::json;

std::string_view form_name(TranscriptForm form) {
  switch (form) {
    case TranscriptForm::json: return "json";
    case TranscriptForm::srt: return "srt";
    case TranscriptForm::vtt: return "vtt";
    case TranscriptForm::txt: return "txt";
    case TranscriptForm::podcast: return "podcast";
  }
  return {};
}

Result<TranscriptForm> parse_transcript_form(std::string_view name) {
  for (const TranscriptForm form : kTranscriptForms)
    if (form_name(form) == name) return form;
  return failure(Fault::bad_request, "there is no transcript format of this name",
                 "Ask for json, srt, vtt, txt or podcast.");
}

std::string_view form_suffix(TranscriptForm form) {
  switch (form) {
    case TranscriptForm::json: return ".json";
    case TranscriptForm::srt: return ".srt";
    case TranscriptForm::vtt: return ".vtt";
    case TranscriptForm::txt: return ".txt";
    case TranscriptForm::podcast: return ".podcast.json";
  }
  return {};
}

std::string_view form_media_type(TranscriptForm form) {
  switch (form) {
    case TranscriptForm::json:
    case TranscriptForm::podcast: return "application/json; charset=utf-8";
    case TranscriptForm::srt: return "application/x-subrip; charset=utf-8";
    case TranscriptForm::vtt: return "text/vtt; charset=utf-8";
    case TranscriptForm::txt: return "text/plain; charset=utf-8";
  }
  return {};
}

json transcript_json(const Transcript& transcript, double duration_s) {
  json out = transcript;
  out["version"] = 1;
  out["duration_s"] = duration_s;
  json sentences = json::array();
  for (const Sentence& sentence : sentences_of(transcript)) {
    sentences.push_back({{"start", sentence.start},
                         {"end", sentence.end},
                         {"first_word", sentence.first},
                         {"last_word", sentence.last},
                         {"text", text_of(transcript, sentence.first, sentence.last)}});
    if (sentence.speaker >= 0) sentences.back()["speaker"] = sentence.speaker;
  }
  out["sentences"] = std::move(sentences);
  return out;
}

std::string transcript_text(const Transcript& transcript, double duration_s, TranscriptForm form) {
  switch (form) {
    case TranscriptForm::json: return json_text(transcript_json(transcript, duration_s));
    case TranscriptForm::srt: return srt(transcript);
    case TranscriptForm::vtt: return webvtt(transcript);
    case TranscriptForm::txt: return plain_text(transcript);
    case TranscriptForm::podcast: return podcast_json(transcript);
  }
  return {};
}

}  // namespace podpromo
