#include "terminal/stage_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace podpromo {

namespace {

using std::chrono::steady_clock;

constexpr std::array<std::string_view, 8> kSpinner{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧"};
constexpr std::chrono::milliseconds kFrame{120};
constexpr std::chrono::seconds kPlainEvery{10};
constexpr int kLabelColumns = 9;
constexpr int kLongestBar = 28;
constexpr int kShortestBar = 12;  // beside a note
constexpr int kTimeColumns = 14;
constexpr int kDoneColumns = 13;
constexpr int kMostColumns = 100;  // farther to the right nobody looks for a time

double seconds_since(steady_clock::time_point then, steady_clock::time_point now) {
  return std::chrono::duration<double>(now - then).count();
}

// Half a column is the finest step: ━ done, ╸ half, ─ to come.
std::string bar(double fraction, int columns) {
  const int halves = static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * columns * 2));
  std::string text;
  for (int i = 0; i < halves / 2; ++i) text += "━";
  if (halves % 2 == 1) text += "╸";
  for (int i = (halves + 1) / 2; i < columns; ++i) text += "─";
  return text;
}

// Looking at the file and finishing take no time worth a line.
bool shown(Stage stage) { return stage != Stage::probe && stage != Stage::publish; }

std::vector<std::string> stages_to_come(const StageLines::Plan& plan) {
  std::vector<std::string> stages{"sound", "words", "moments"};
  if (plan.previews) stages.emplace_back("previews");
  if (plan.renders) stages.emplace_back("clips");
  return stages;
}

}  // namespace

StageLines::StageLines(Screen& screen, const Clock& clock, Plan plan)
    : screen_(screen),
      clock_(clock),
      plan_(plan),
      left_(clock, costs_, stages_to_come(plan)),
      run_began_(clock.steady_now()) {
  left_.episode_is(plan.episode_s);
  if (!screen.style().live || plan.quiet) return;
  painter_ = std::jthread([this](const std::stop_token& enough) {
    while (!enough.stop_requested()) {
      {
        const std::scoped_lock lock(mutex_);
        draw();
      }
      std::this_thread::sleep_for(kFrame);
    }
  });
}

StageLines::~StageLines() { stop(); }

void StageLines::stop() {
  if (painter_.joinable()) {
    painter_.request_stop();
    painter_.join();
  }
  const std::scoped_lock lock(mutex_);
  running_ = false;
  screen_.redraw("");
}

void StageLines::began(Stage stage, const std::string& note) {
  const std::scoped_lock lock(mutex_);
  running_ = shown(stage);
  stage_ = stage;
  note_ = note;
  fraction_ = kept_fraction_ = 0;
  stage_began_ = last_plain_ = clock_.steady_now();
  left_.began(stage_label(stage));
}

void StageLines::advanced(Stage, double fraction, const std::string& note) {
  const std::scoped_lock lock(mutex_);
  fraction_ = std::max(fraction_, fraction);
  note_ = note;
  left_.advanced(fraction_);
  const auto now = clock_.steady_now();
  if (plan_.quiet || screen_.style().live || !running_ || now - last_plain_ < kPlainEvery) return;
  last_plain_ = now;
  screen_.line(running_line());
}

void StageLines::took_sound(const std::string& which) {
  const std::scoped_lock lock(mutex_);
  if (plan_.quiet) return;
  screen_.line(screen_.dim(wrapped("   " + plain_line(which) + "; another one: --sound-track N", screen_.width(), 3)));
}

void StageLines::kept(Stage) {
  const std::scoped_lock lock(mutex_);
  kept_fraction_ = fraction_;
}

std::string StageLines::where() const {
  const std::scoped_lock lock(mutex_);
  if (!running_) return {};
  const int percent = static_cast<int>(kept_fraction_ * 100);
  return std::string(stage_label(stage_)) + (percent > 0 ? fmt::format(", with {} % of it kept", percent) : "");
}

void StageLines::finished(Stage stage, const std::string& result, bool reused) {
  const std::scoped_lock lock(mutex_);
  const auto took = left_.finished(stage_label(stage));
  running_ = false;
  // Clips of an earlier run are there at once, and nobody waited for them.
  if (stage == Stage::render && reused) first_clip_s_ = 0;
  if (!shown(stage) || plan_.quiet) return;
  const std::string time =
      reused ? "done before" : duration_text(took.value_or(seconds_since(stage_began_, clock_.steady_now())));
  screen_.line(fmt::format(
      " {} {}", screen_.good("✓"),
      done_line(stage_label(stage), result, screen_.dim(right_aligned(time, kDoneColumns)), screen_.width())));
}

void StageLines::rendered(const Clip&, const Render&) {
  const std::scoped_lock lock(mutex_);
  kept_fraction_ = fraction_;
  if (first_clip_s_ == 0) first_clip_s_ = seconds_since(run_began_, clock_.steady_now());
}

void StageLines::draw() {
  if (!running_) return;
  ++turn_;
  screen_.redraw(running_line());
}

std::string StageLines::running_line() {
  const auto left = left_.seconds();
  const std::string time = left ? duration_text(*left) + " left" : "measuring…";
  const std::string label{stage_label(stage_)};
  if (!screen_.style().live)
    return fmt::format("   {}{}, {:.0f} %, {}", padded(label, kLabelColumns), note_, fraction_ * 100, time);
  return live_line({stage_label(stage_), note_, fraction_, time}, kSpinner[turn_ % kSpinner.size()],
                   screen_.style().columns);
}

std::string done_line(std::string_view label, const std::string& result, const std::string& time, int columns) {
  constexpr int kIndent = 3 + kLabelColumns;
  const auto room_on = [](int wide) { return std::max(10, wide - kIndent - kDoneColumns - 2); };
  const std::string text = wrapped(plain_line(result), room_on(columns), 0);
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string rest = text.substr(end);
  for (std::size_t at = 0; (at = rest.find('\n', at)) != std::string::npos; at += 1 + kIndent)
    rest.insert(at + 1, std::string(kIndent, ' '));
  return padded(label, kLabelColumns) + padded(text.substr(0, end), room_on(std::min(columns, kMostColumns))) + " " +
         time + rest;
}

std::string live_line(const RunningStage& stage, std::string_view spinner, int columns) {
  const std::string begin = fmt::format(" {} {}", spinner, padded(stage.label, kLabelColumns));
  const std::string figures = fmt::format("{:3.0f} %  {}", stage.fraction * 100, padded(stage.time, kTimeColumns));
  // A column stays free: in the last one some terminals go on to the next line.
  const int room = columns - 1 - columns_on_screen(begin) - columns_on_screen(figures);
  const int wanted = columns_on_screen(stage.note);
  const int note_columns = std::min(wanted, room - kShortestBar - 3);
  const bool has_note = note_columns > 0 && (note_columns == wanted || note_columns >= kShortestBar);
  const int bar_columns = std::min(kLongestBar, room - 1 - (has_note ? note_columns + 2 : 0));
  if (bar_columns < 1) return cut_to(begin + figures, columns - 1);
  const std::string note = has_note ? padded(cut_to(stage.note, note_columns), room - bar_columns - 1) : "";
  return begin + note + bar(stage.fraction, bar_columns) + " " + figures;
}

}  // namespace podpromo
