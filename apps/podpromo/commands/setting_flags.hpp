#pragma once

#include <map>
#include <string>

#include <CLI/CLI.hpp>

namespace podpromo {

// Values by the name of the setting.
using SettingFlags = std::map<std::string, std::string>;

// Gives `command` a flag for every setting that has one, in groups.
void add_setting_flags(CLI::App& command);
// What was written for these flags on the command line, once it is parsed.
SettingFlags given_flags(const CLI::App& app);

}  // namespace podpromo
