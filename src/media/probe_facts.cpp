#include "media/probe.hpp"

#include "media/sound_choice.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

namespace podpromo {

namespace {

using nlohmann::json;
using namespace std::string_view_literals;

constexpr double kLongestBelievableS = 1000 * 3600;
constexpr std::size_t kLongestTitleBytes = 300;
constexpr std::size_t kLongestLanguageBytes = 35;
constexpr std::size_t kLongestDescriptionBytes = 8192;

std::string text_of(const json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

int whole_of(const json& object, const char* key) {
  const auto it = object.find(key);
  const auto value = it != object.end() && it->is_number_integer() ? it->get<std::int64_t>() : 0;
  return std::in_range<int>(value) ? static_cast<int>(value) : 0;
}

// ffprobe writes most numbers as strings, and "N/A" or nothing for what it does not know.
double number_of(const json& object, const char* key) {
  const std::string text = text_of(object, key);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && std::isfinite(value) ? value : 0;
}

// The same as a whole number; 0 for what a `Number` can't hold.
template <std::integral Number>
Number whole_number_of(const json& object, const char* key) {
  const double value = number_of(object, key);
  return value > 0 && value < static_cast<double>(std::numeric_limits<Number>::max()) ? static_cast<Number>(value) : 0;
}

bool has_disposition(const json& stream, const char* name) {
  const auto it = stream.find("disposition");
  return it != stream.end() && it->is_object() && whole_of(*it, name) == 1;
}

// "num/den" or "num:den" as a number, 0 when it is none.
double ratio_of(const json& object, const char* key) {
  const std::string text = text_of(object, key);
  const auto split = text.find_first_of("/:");
  if (split == std::string::npos) return 0;
  double above = 0, below = 0;
  std::from_chars(text.data(), text.data() + split, above);
  std::from_chars(text.data() + split + 1, text.data() + text.size(), below);
  const double ratio = above > 0 && below > 0 ? above / below : 0;
  return std::isfinite(ratio) ? ratio : 0;
}

// Surrounding blanks go, and a title as long as a book ends at a whole character.
std::string tidy(std::string text, std::size_t longest) {
  constexpr auto kBlank = " \t\r\n"sv;
  text.erase(0, std::min(text.find_first_not_of(kBlank), text.size()));
  text.erase(text.find_last_not_of(kBlank) + 1);
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.erase(end);
  return text;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// Tag names differ in case from format to format.
std::string tag_of(const json& holder, std::string_view name, std::size_t longest) {
  const auto tags = holder.find("tags");
  if (tags == holder.end() || !tags->is_object()) return {};
  for (const auto& [key, value] : tags->items())
    if (value.is_string() && same_name(key, name)) return tidy(value.get<std::string>(), longest);
  return {};
}

// What the file says about itself; a tag of the whole goes before one of the sound.
struct Tags {
  const json& format;
  const json& sound;

  std::string text(std::string_view name, std::size_t longest) const {
    std::string of_file = tag_of(format, name, longest);
    return of_file.empty() ? tag_of(sound, name, longest) : of_file;
  }
  std::string title(std::string_view name) const { return text(name, kLongestTitleBytes); }

  std::vector<std::string> people() const {
    std::vector<std::string> all;
    for (const auto name : {"artist"sv, "album_artist"sv, "performer"sv, "author"sv, "composer"sv}) {
      std::string person = title(name);
      if (!person.empty() && std::ranges::find(all, person) == all.end()) all.push_back(std::move(person));
    }
    return all;
  }

  // Many programs write the same text under several names.
  std::string description() const {
    std::string all;
    for (const auto name : {"description"sv, "synopsis"sv, "comment"sv, "TIT3"sv, "TDES"sv}) {
      const std::string part = text(name, kLongestDescriptionBytes);
      if (!all.contains(part)) all += (all.empty() ? "" : "\n") + part;
    }
    return all;
  }
};

bool is_sound(const json& stream) { return text_of(stream, "codec_type") == "audio"; }

// What no decoder knows (copy-protected tracks too) has no codec name; noise taken for mp3 has no channels.
bool can_be_heard(const json& stream) {
  const std::string codec = text_of(stream, "codec_name");
  return !codec.empty() && codec != "unknown" && codec != "none" && whole_of(stream, "channels") > 0 &&
         whole_number_of<int>(stream, "sample_rate") > 0;
}

struct FoundSound {
  const json* stream = nullptr;
  int track = 0;
};

std::vector<FoundSound> find_sounds(const json& streams) {
  std::vector<FoundSound> found;
  int track = -1;
  for (const json& stream : streams) {
    if (!is_sound(stream)) continue;
    ++track;
    if (can_be_heard(stream)) found.push_back({&stream, track});
  }
  return found;
}

double start_of(const json& stream, const json& format) {
  return std::clamp(number_of(stream, "start_time") - number_of(format, "start_time"), 0.0, kLongestBelievableS);
}

// The sound may end long before the picture does, so its own length counts where the container knows it.
double declared_end(const json& sound, const json& format) {
  const double own = number_of(sound, "duration");
  const double declared = own > 0 ? start_of(sound, format) + own : number_of(format, "duration");
  return std::clamp(declared, 0.0, kLongestBelievableS);
}

// Programs mark such tracks in one way or the other.
bool goes_with_another(const json& stream, std::string_view title) {
  const auto says = [&](std::string_view word) {
    return !std::ranges::search(title, word, [](unsigned char a, unsigned char b) {
              return std::tolower(a) == b;
            }).empty();
  };
  return has_disposition(stream, "comment") || has_disposition(stream, "visual_impaired") ||
         has_disposition(stream, "descriptions") || says("commentary") || says("audio description");
}

SoundTrack sound_track(const FoundSound& found, const json& format) {
  const json& stream = *found.stream;
  SoundTrack sound;
  sound.codec = text_of(stream, "codec_name");
  sound.channels = whole_of(stream, "channels");
  sound.sample_rate_hz = whole_number_of<int>(stream, "sample_rate");
  sound.track = found.track;
  sound.start_s = start_of(stream, format);
  sound.end_s = declared_end(stream, format);
  sound.title = tag_of(stream, "title", kLongestTitleBytes);
  // What mp4 calls a track that has no name of its own.
  if (sound.title.empty()) sound.title = tag_of(stream, "name", kLongestTitleBytes);
  sound.language = tag_of(stream, "language", kLongestLanguageBytes);
  if (sound.language == "und") sound.language.clear();
  sound.is_default = has_disposition(stream, "default");
  sound.is_beside = goes_with_another(stream, sound.title);
  return sound;
}

double rotation_of(const json& stream) {
  const auto list = stream.find("side_data_list");
  if (list == stream.end() || !list->is_array()) return 0;
  for (const json& data : *list)
    if (const auto it = data.find("rotation"); it != data.end() && it->is_number()) return it->get<double>();
  return 0;
}

// Pictures of chapters come as a track of stills in some m4a files; that is no moving picture.
bool is_slide_show(const std::string& codec, double frames_per_s) {
  constexpr std::array kStills{"mjpeg"sv, "png"sv, "bmp"sv, "gif"sv, "webp"sv, "tiff"sv};
  return frames_per_s < 1 && std::ranges::find(kStills, codec) != kStills.end();
}

bool is_cover(const json& stream) {
  return has_disposition(stream, "attached_pic") || has_disposition(stream, "timed_thumbnails");
}

bool is_video(const json& stream) { return text_of(stream, "codec_type") == "video"; }

std::optional<Picture> picture_of(const json& stream) {
  Picture picture{text_of(stream, "codec_name"), whole_of(stream, "width"), whole_of(stream, "height"),
                  ratio_of(stream, "avg_frame_rate")};
  if (picture.frames_per_s <= 0) picture.frames_per_s = ratio_of(stream, "r_frame_rate");
  if (picture.codec.empty() || picture.width <= 0 || picture.height <= 0) return std::nullopt;
  if (is_slide_show(picture.codec, picture.frames_per_s)) return std::nullopt;
  // A pixel ten times as wide as high is a mistake of the file's maker.
  if (const double pixel = ratio_of(stream, "sample_aspect_ratio"); pixel > 0.1 && pixel < 10)
    picture.width = std::max(1, static_cast<int>(std::lround(picture.width * pixel)));
  if (std::lround(std::abs(rotation_of(stream)) / 90) % 2 == 1) std::swap(picture.width, picture.height);
  return picture;
}

// The one that ffmpeg's 0:V:0 means.
std::optional<Picture> first_picture(const json& streams) {
  const auto it = std::ranges::find_if(streams, [](const json& s) { return is_video(s) && !is_cover(s); });
  return it == streams.end() ? std::nullopt : picture_of(*it);
}

bool has_cover(const json& streams) {
  return std::ranges::any_of(streams, [](const json& s) {
    return is_video(s) && has_disposition(s, "attached_pic") && whole_of(s, "width") > 0 && whole_of(s, "height") > 0;
  });
}

std::unexpected<Error> no_sound(const json& streams) {
  if (std::ranges::none_of(streams, is_sound))
    return failure(Fault::unreadable_media, "this file has no sound track",
                   "Export it again with sound, or choose another file.");
  return failure(
      Fault::unreadable_media, "the sound in this file can't be decoded",
      "It may be damaged or protected against copying. Export it again as MP3 or MP4, then choose that file.");
}

}  // namespace

Result<MediaFacts> facts_from_probe(std::string_view text) {
  const json probed = json::parse(text, nullptr, false);
  if (!probed.is_object() || !probed.contains("format") || !probed.at("format").is_object())
    return failure(Fault::unreadable_media, "the file can't be read as media",
                   "Export or download it again, then choose it again.", "ffprobe printed no format");
  const json& format = probed.at("format");
  const json streams = probed.value("streams", json::array());
  const auto found = find_sounds(streams);
  if (found.empty()) return no_sound(streams);

  MediaFacts facts;
  for (const FoundSound& sound : found) facts.sounds.push_back(sound_track(sound, format));
  const std::size_t chosen = likeliest_sounds(facts.sounds, "").front();
  take_sound(facts, chosen);
  if (found.size() == 1) facts.sounds.clear();

  const Tags tags{format, *found[chosen].stream};
  facts.container = text_of(format, "format_name");
  facts.bytes = whole_number_of<std::uint64_t>(format, "size");
  facts.picture = first_picture(streams);
  facts.has_cover = has_cover(streams);
  facts.title = tags.title("title");
  facts.show = tags.title("album");
  if (facts.show.empty()) facts.show = tags.title("artist");
  facts.people = tags.people();
  facts.description = tags.description();
  return facts;
}

}  // namespace podpromo
