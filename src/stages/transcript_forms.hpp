#pragma once

#include "base/result.hpp"
#include "episode/transcript.hpp"

#include <array>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace podpromo {

// The forms a transcript can be had in, the same on disk, from the API and from the command line.
enum class TranscriptForm { json, srt, vtt, txt, podcast };

inline constexpr std::array kTranscriptForms{TranscriptForm::json, TranscriptForm::srt, TranscriptForm::vtt,
                                             TranscriptForm::txt, TranscriptForm::podcast};

// "json", "srt", "vtt", "txt", "podcast".
std::string_view form_name(TranscriptForm form);
// Fails with bad_request and the list of names.
Result<TranscriptForm> parse_transcript_form(std::string_view name);
// What a file of this form is called after its stem: ".srt", ".podcast.json".
std::string_view form_suffix(TranscriptForm form);
// With its charset, for HTTP.
std::string_view form_media_type(TranscriptForm form);

// Our own form: words, sentences, speakers; docs/data-on-disk.md describes the fields.
nlohmann::json transcript_json(const Transcript& transcript, double duration_s);
// The whole file. `duration_s` is of the decoded sound.
std::string transcript_text(const Transcript& transcript, double duration_s, TranscriptForm form);

}  // namespace podpromo
