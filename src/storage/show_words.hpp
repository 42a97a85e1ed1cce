#pragma once

#include "base/durable.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace podpromo {

inline constexpr std::size_t kMostShowWords = 200;

// The names and words that each show is known to say: one text file a show in `folder`, with a word a line, the newest
// last, and notes behind "#", which people may edit at any time. Shows are told apart by their names, without regard to
// capitals and spaces. Any thread and any process may call.
class ShowWords {
 public:
  explicit ShowWords(fs::path folder) : folder_(std::move(folder)) {}

  // The names of the shows with a file, as they were first written, in order.
  std::vector<std::string> shows() const;
  // The last kMostShowWords words of a show, in their order, each once; none when it has no file. A file that can't be
  // a list of words is set aside under another name and told in the log, and there are none. Fails when the disk
  // refuses.
  Result<std::vector<std::string>> of(std::string_view show) const;
  // Adds those that aren't there yet; of more than kMostShowWords the oldest go. Durable when it returns; people's
  // notes stay. Nothing happens for a show without a name. Words that no line can hold are left out.
  Done add(std::string_view show, const std::vector<std::string>& words) const;
  // Takes out those that are there.
  Done remove(std::string_view show, const std::vector<std::string>& words) const;
  // Makes these all the words of the show.
  Done replace(std::string_view show, const std::vector<std::string>& words) const;

  // Whether a show can be called so, and whether a word can stand in a list.
  static bool can_name(std::string_view show);
  static bool can_hold(std::string_view word);

  // Where the words of a show lie, whether or not it has any.
  fs::path file(std::string_view show) const;

 private:
  struct List;
  Result<List> read(std::string_view show) const;
  Done change(std::string_view show, const std::function<void(List&)>& what) const;
  fs::path folder_;
};

}  // namespace podpromo
