#pragma once

#include <map>
#include <string>

namespace podpromo {

// The values in the text of a .env file: "NAME=value" lines, with or without "export" and quotes. Lines that begin with
// # and lines without = say nothing; of a name that comes twice the last counts.
std::map<std::string, std::string> parse_dotenv(const std::string& text);
// Whether a name in such a file is meant for PodPromo, right or wrong; other programs may read the file too.
bool looks_like_ours(const std::string& name);

}  // namespace podpromo
