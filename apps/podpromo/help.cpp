#include "help.hpp"

#include <string>

#include <fmt/format.h>

namespace podpromo {

namespace {

constexpr std::size_t kNameColumns = 34;

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// "INT:INT in [1 - 100]" is a number, and its bounds stand in the description.
std::string what_follows(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return {};
  const std::string type = option.get_type_name().substr(0, option.get_type_name().find(':'));
  if (type == "UINT" || type == "INT" || type == "FLOAT") return " N";
  return option.get_lnames().empty() ? "" : " VALUE";
}

class HelpForm final : public CLI::Formatter {
 public:
  HelpForm() { column_width(kNameColumns); }

  // Its own help has the rest of what a command does, with examples.
  std::string make_subcommand(const CLI::App* command) const override {
    return fmt::format("  {:<{}}{}\n", command->get_name(), kNameColumns - 2, first_line(command->get_description()));
  }

  // A group of options is a command without a name.
  std::string make_expanded(const CLI::App* group) const override {
    std::string text = "\n" + group->get_group() + ":\n";
    for (const CLI::Option* option : group->get_options())
      if (!option->check_lname("help")) text += make_option(option, false);
    return text;
  }

  std::string make_option_opts(const CLI::Option* option) const override { return what_follows(*option); }

  std::string make_option_desc(const CLI::Option* option) const override {
    const std::string& usual = option->get_default_str();
    return option->get_description() + (usual.empty() ? "" : " [" + usual + "]");
  }
};

}  // namespace

std::shared_ptr<CLI::Formatter> help_form() { return std::make_shared<HelpForm>(); }

}  // namespace podpromo
