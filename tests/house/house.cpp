#include "house.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

namespace podpromo::house {
namespace {

const std::set<std::string> kNotOurs = {"node_modules", "dist", "test-results", "playwright-report", "schema.d.ts"};

std::string whole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_ours(const fs::path& relative) {
  return std::none_of(relative.begin(), relative.end(), [](const fs::path& part) { return kNotOurs.contains(part); });
}

// `"base/ids.hpp"` for `#include "base/ids.hpp"`, empty for any other line.
std::string include_in(const std::string& line) {
  if (!line.starts_with("#include ")) return {};
  const auto rest = line.substr(9);
  const auto end = rest.find_first_of(">\"", 1);
  return end == std::string::npos ? std::string{} : rest.substr(0, end + 1);
}

// `Clip` for `struct Clip {` at the outermost level, empty for any other line.
std::string type_in(const std::string& line) {
  static const std::regex definition(R"(^(?:enum class|class|struct) (\w+)(?: final)?(?: : .*)? \{.*)");
  std::smatch found;
  return std::regex_match(line, found, definition) ? found[1].str() : std::string{};
}

bool is_quoted(const std::string& include) { return include.starts_with('"'); }
std::string name_in(const std::string& include) { return include.substr(1, include.size() - 2); }

}  // namespace

std::string SourceFile::module() const {
  if (!path.starts_with("src/")) return {};
  return path.substr(4, path.find('/', 4) - 4);
}

std::string text_of(const std::string& path) { return whole(fs::path(PODPROMO_SOURCE_DIR) / path); }

SourceFile source_file(const std::string& path, const std::string& text) {
  SourceFile file{path, {}, {}, 0};
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line); ++file.lines) {
    if (auto include = include_in(line); !include.empty()) file.includes.push_back(std::move(include));
    if (auto type = type_in(line); !type.empty()) file.types.push_back(std::move(type));
  }
  return file;
}

std::vector<SourceFile> source_files(const std::vector<std::string>& folders, const std::set<std::string>& endings) {
  const fs::path root = PODPROMO_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const auto& folder : folders) {
    if (!fs::exists(root / folder)) continue;
    for (auto entry = fs::recursive_directory_iterator(root / folder); entry != fs::end(entry); ++entry) {
      const auto relative = fs::relative(entry->path(), root);
      if (!is_ours(relative)) {
        entry.disable_recursion_pending();
      } else if (entry->is_regular_file() && endings.contains(entry->path().extension())) {
        files.push_back(source_file(relative.generic_string(), whole(entry->path())));
      }
    }
  }
  return files;
}

Layers layers(const std::string& table) {
  Layers layers;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string module;
    std::getline(words, module, ':');
    auto& reach = layers[module];
    for (std::string dependency; words >> dependency;) {
      reach.insert(dependency);
      reach.insert(layers[dependency].begin(), layers[dependency].end());
    }
  }
  return layers;
}

Layers layers_of_the_build() { return layers(whole(PODPROMO_MODULES)); }

std::vector<std::string> undeclared_includes(const std::vector<SourceFile>& files, const Layers& layers) {
  std::vector<std::string> broken;
  for (const auto& file : files) {
    for (const auto& include : file.includes) {
      if (!is_quoted(include)) continue;
      const auto name = name_in(include);
      const auto module = name.substr(0, name.find('/'));
      const bool is_declared = layers.contains(file.module()) && layers.at(file.module()).contains(module);
      if (module != file.module() && !is_declared) broken.push_back(file.path + " includes " + name);
    }
  }
  return broken;
}

std::vector<std::string> crossed_fences(const std::vector<SourceFile>& files, const std::vector<Fence>& fences) {
  std::vector<std::string> broken;
  for (const auto& file : files) {
    for (const auto& include : file.includes) {
      const auto name = name_in(include);
      for (const auto& fence : fences) {
        const bool is_inside = std::ranges::any_of(fence.folders, [&](const auto& f) { return file.is_under(f); });
        if (name.starts_with(fence.headers) && !is_inside) broken.push_back(file.path + " includes " + name);
      }
    }
  }
  return broken;
}

std::vector<std::string> named_back_ends(const std::vector<SourceFile>& files,
                                         const std::vector<std::string>& back_ends) {
  std::vector<std::string> broken;
  for (const auto& file : files) {
    for (const auto& include : file.includes) {
      const auto name = name_in(include);
      for (const auto& back_end : back_ends) {
        const bool is_allowed = file.module() == "studio" || file.is_under("src/" + back_end) || file.is_test();
        if (name.starts_with(back_end + "/") && !is_allowed) broken.push_back(file.path + " includes " + name);
      }
    }
  }
  return broken;
}

std::vector<std::string> forbidden_layers(const Layers& layers, const std::string& module,
                                          const std::set<std::string>& forbidden) {
  std::vector<std::string> broken;
  for (const auto& dependency : layers.at(module)) {
    if (forbidden.contains(dependency)) broken.push_back(module + " depends on " + dependency);
  }
  return broken;
}

std::vector<std::string> longer_files(const std::vector<SourceFile>& files, std::size_t most_lines) {
  std::vector<std::string> broken;
  for (const auto& file : files) {
    if (file.lines > most_lines) broken.push_back(file.path + " has " + std::to_string(file.lines) + " lines");
  }
  return broken;
}

std::vector<std::string> repeated_types(const std::vector<SourceFile>& headers) {
  std::vector<std::string> broken;
  std::map<std::string, std::string> seen;
  for (const auto& header : headers) {
    for (const auto& type : header.types) {
      const auto [first, is_new] = seen.emplace(type, header.path);
      if (!is_new) broken.push_back(type + " is defined in " + first->second + " and in " + header.path);
    }
  }
  return broken;
}

std::vector<std::string> settings_left_out(const std::string& code, const std::string& example) {
  const std::regex name(R"re("([A-Z][A-Z_]{5,})")re");
  std::set<std::string> left_out;
  for (std::sregex_iterator found(code.begin(), code.end(), name), end; found != end; ++found) {
    if (example.find((*found)[1].str() + "=") == std::string::npos) left_out.insert((*found)[1]);
  }
  return {left_out.begin(), left_out.end()};
}

}  // namespace podpromo::house
