#pragma once

#include "episode/clip.hpp"
#include "episode/render.hpp"

#include <string>
#include <string_view>

namespace podpromo {

// "31m07s-the-bees-decided-not-me": where the clip begins and its title in ASCII. The files of one clip share it,
// and it depends on the clip alone, so files of an earlier run are never taken for others.
std::string clip_stem(const Clip& clip);
// The finished file's name: the stem, and the format unless it is vertical.
std::string render_file_name(const Clip& clip, Format format);
// Where something is: "31:07", "1:08:30", the whole seconds before it.
std::string clock_time(double seconds);
// How long something is, to the nearest second, in the same form.
std::string clock_length(double seconds);
// Lower-case ASCII letters and digits with single dashes between, at most 60 characters; "clip" when nothing is left.
std::string slug(std::string_view text);

}  // namespace podpromo
