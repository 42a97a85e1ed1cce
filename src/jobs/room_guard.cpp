#include "jobs/room_guard.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace podpromo {

namespace {

// Previews, clips and posters of an hour, roughly.
constexpr std::uint64_t kResults = std::uint64_t{16} << 20;
constexpr std::chrono::seconds kLookEvery{1};

bool is_lossy_sound(const fs::path& media) {
  static constexpr std::array<std::string_view, 5> kLossy{".mp3", ".m4a", ".aac", ".ogg", ".opus"};
  std::string extension = media.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::find(kLossy, extension) != kLossy.end();
}

// Hands everything on, and looks at the disk now and then.
class Watching final : public StageListener {
 public:
  Watching(StageListener& listener, const StorageRoom& room, std::stop_source& stop)
      : listener_(listener), room_(room), stop_(stop) {}

  void began(Stage stage, const std::string& note) override {
    look();
    listener_.began(stage, note);
  }
  void advanced(Stage stage, double fraction, const std::string& note) override {
    look();
    listener_.advanced(stage, fraction, note);
  }
  void kept(Stage stage) override { listener_.kept(stage); }
  void finished(Stage stage, const std::string& result, bool reused) override {
    listener_.finished(stage, result, reused);
  }
  void rendered(const Clip& clip, const Render& render) override { listener_.rendered(clip, render); }

  const Done& room() const { return found_; }

 private:
  void look() {
    const auto now = std::chrono::steady_clock::now();
    if (!found_ || now < next_) return;
    next_ = now + kLookEvery;
    found_ = room_.fits(0);
    if (!found_) stop_.request_stop();
  }

  StageListener& listener_;
  const StorageRoom& room_;
  std::stop_source& stop_;
  std::chrono::steady_clock::time_point next_{};
  Done found_;
};

}  // namespace

std::uint64_t expected_work_bytes(const fs::path& media) {
  std::error_code unknown;
  const std::uint64_t size = fs::file_size(media, unknown);
  if (unknown) return kResults;
  // An hour of sound takes 115 MB once it is decoded; as mp3 it came as 30 MB, with a picture as some hundreds.
  return kResults + (is_lossy_sound(media) ? 4 * size : size / 2);
}

Pipeline within_room(Pipeline pipeline, const StorageRoom& room) {
  return [pipeline = std::move(pipeline), &room](const EpisodeId& id, const EpisodePlaces& places,
                                                 const ClipWishes& wishes, StageListener& listener,
                                                 const std::stop_token& stop) -> Result<EpisodeResult> {
    // What an earlier run left is among what was expected then.
    std::error_code unknown;
    const bool begun = fs::exists(places.work / "20_sound.json", unknown);
    PODPROMO_TRY(room.fits(begun ? kResults : expected_work_bytes(places.media)));
    std::stop_source enough;
    const std::stop_callback pass_on(stop, [&] { enough.request_stop(); });
    Watching watching(listener, room, enough);
    auto result = pipeline(id, places, wishes, watching, enough.get_token());
    if (!result && !watching.room() && !stop.stop_requested()) return failure(watching.room().error());
    return result;
  };
}

}  // namespace podpromo
