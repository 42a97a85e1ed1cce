#pragma once

#include <memory>

#include <CLI/CLI.hpp>

namespace podpromo {

// How every --help looks: lists of commands have a line for each, groups of options a heading, and what may follow an
// option is a word rather than a type of C++.
std::shared_ptr<CLI::Formatter> help_form();

}  // namespace podpromo
