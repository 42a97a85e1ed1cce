#include "media/sound_choice.hpp"

#include "media/clip_sound.hpp"
#include "media/run_ffmpeg.hpp"
#include "media/stereo_to_mono.hpp"
#include "media/wav_file.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr int kPieces = 4;
constexpr double kPieceS = 15;

// Files have codes of three letters, of which several languages have two. ISO 639-2 begins most of them like ISO 639-1;
// these it doesn't.
constexpr std::array<std::pair<std::string_view, std::string_view>, 29> kUnlikeCodes{
    {{"ger", "de"}, {"spa", "es"}, {"chi", "zh"}, {"zho", "zh"}, {"por", "pt"}, {"pol", "pl"},
     {"swe", "sv"}, {"tur", "tr"}, {"ukr", "uk"}, {"cze", "cs"}, {"ces", "cs"}, {"gre", "el"},
     {"ell", "el"}, {"dut", "nl"}, {"nld", "nl"}, {"slv", "sl"}, {"slk", "sk"}, {"slo", "sk"},
     {"est", "et"}, {"ice", "is"}, {"isl", "is"}, {"per", "fa"}, {"fas", "fa"}, {"ind", "id"},
     {"may", "ms"}, {"msa", "ms"}, {"kat", "ka"}, {"hye", "hy"}, {"bul", "bg"}}};

// "deu", "ger", "de-AT" and "de" are all "de".
bool is_in_language(std::string_view said, std::string_view language) {
  if (language.empty()) return true;
  const auto unlike = std::ranges::find(kUnlikeCodes, said, [](const auto& pair) { return pair.first; });
  return (unlike != kUnlikeCodes.end() ? unlike->second : said.substr(0, 2)) == language;
}

// The first is where the track begins: it may end long before the file does, and not every file says so.
std::vector<double> piece_starts(const SoundTrack& sound) {
  const double length = sound.end_s - sound.start_s;
  if (length <= kPieces * kPieceS) return {sound.start_s};
  std::vector<double> starts;
  for (int i = 0; i < kPieces; ++i) starts.push_back(sound.start_s + i * length / kPieces);
  return starts;
}

Done add_piece(const std::string& bytes, WavWriter& wav) {
  std::vector<std::int16_t> samples(bytes.size() / 4 * 2), mono;
  if (!samples.empty()) std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
  StereoToMono mixer;
  mixer.add(samples, mono);
  mixer.finish(mono);
  return wav.add(mono);
}

}  // namespace

std::vector<std::size_t> likeliest_sounds(const std::vector<SoundTrack>& sounds, std::string_view language) {
  std::vector<std::size_t> places(sounds.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::ranges::stable_sort(places, {}, [&](std::size_t place) {
    const SoundTrack& sound = sounds[place];
    return std::tuple(!is_in_language(sound.language, language), sound.is_beside, !sound.is_default);
  });
  return places;
}

void take_sound(MediaFacts& facts, std::size_t place) {
  facts.sound = facts.sounds[place];
  facts.declared_duration_s = facts.sound->end_s;
}

Done take_sound_numbered(MediaFacts& facts, int number) {
  const auto found = std::ranges::find(facts.sounds, number - 1, &SoundTrack::track);
  if (found != facts.sounds.end()) {
    take_sound(facts, static_cast<std::size_t>(found - facts.sounds.begin()));
    return {};
  }
  if (facts.sounds.empty() && facts.sound && facts.sound->track == number - 1) return {};
  std::string names = facts.sounds.empty() && facts.sound ? sound_name(*facts.sound) : "";
  for (const SoundTrack& sound : facts.sounds) names += (names.empty() ? "" : ", ") + sound_name(sound);
  return failure(Fault::bad_request, fmt::format("there is no sound track {} that can be decoded", number),
                 fmt::format("Choose one of these: {}.", names));
}

std::string sound_name(const SoundTrack& sound) {
  std::string said = sound.language;
  if (!sound.title.empty()) said += (said.empty() ? "“" : ", “") + sound.title + "”";
  return fmt::format("{}{}", sound.track + 1, said.empty() ? "" : " (" + said + ")");
}

Result<double> write_excerpts(const fs::path& media, const SoundTrack& sound, const fs::path& wav,
                              const std::stop_token& stop) {
  PODPROMO_TRY(writer, WavWriter::begin(wav));
  const auto starts = piece_starts(sound);
  const double length = starts.size() == 1 ? kPieces * kPieceS : kPieceS;
  for (const double start : starts) {
    std::vector<std::string> arguments = span_input(media, start, length);
    append(arguments, {"-map", fmt::format("0:a:{}", sound.track), "-ac", "2", "-ar", std::to_string(kSoundRate), "-f",
                       "s16le", "pipe:1"});
    PODPROMO_TRY(bytes, ffmpeg_output({.arguments = std::move(arguments), .reads = {media}}, stop));
    PODPROMO_TRY(add_piece(bytes, writer));
  }
  PODPROMO_TRY(writer.keep());
  return static_cast<double>(writer.samples()) / kSoundRate;
}

}  // namespace podpromo
