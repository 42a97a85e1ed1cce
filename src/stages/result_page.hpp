#pragma once

#include "stages/pipeline.hpp"

#include <string>

namespace podpromo {

// A page that shows the result from the folder it lies in, in any browser, without a server and without scripts
// from elsewhere: clips best first with player, score, reasons, words and links to every file.
std::string result_page(const EpisodeResult& result);

// `text` with & < > " ' as HTML entities.
std::string html_text(std::string_view text);

}  // namespace podpromo
