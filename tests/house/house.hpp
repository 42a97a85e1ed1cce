#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

// What the tests of the house read: the sources as text, and the layers as the build recorded them.
namespace podpromo::house {

namespace fs = std::filesystem;

struct SourceFile {
  std::string path;                   // from the root, with slashes: "src/base/ids.cpp"
  std::vector<std::string> includes;  // as written, with their quotes or brackets
  std::vector<std::string> types;     // the classes and structs it defines at the outermost level
  std::size_t lines = 0;

  // A test, or what tests share.
  bool is_test() const { return path.ends_with("_test.cpp") || path.ends_with("_fixture.hpp"); }
  bool is_under(const std::string& folder) const { return path.starts_with(folder + "/"); }
  // "base" for "src/base/ids.cpp"; empty outside src/.
  std::string module() const;
};

// Each module and all it may include: what it declared, and what those declared.
using Layers = std::map<std::string, std::set<std::string>>;

// A third party's headers and the only folders that may include them.
struct Fence {
  std::string headers;  // how the name begins: "boost/"
  std::vector<std::string> folders;
};

// Every file of our own in `folders` whose name ends in one of `endings`; what tools install or make is skipped.
std::vector<SourceFile> source_files(const std::vector<std::string>& folders, const std::set<std::string>& endings);
SourceFile source_file(const std::string& path, const std::string& text);
// A file of the project as text; empty when it isn't there.
std::string text_of(const std::string& path);

// Reads lines like "upload: base episode storage"; a module's dependencies stand above it.
Layers layers(const std::string& table);
Layers layers_of_the_build();

// Each returns one line per broken rule, naming the file or the setting.
std::vector<std::string> undeclared_includes(const std::vector<SourceFile>& files, const Layers& layers);
std::vector<std::string> crossed_fences(const std::vector<SourceFile>& files, const std::vector<Fence>& fences);
std::vector<std::string> named_back_ends(const std::vector<SourceFile>& files,
                                         const std::vector<std::string>& back_ends);
std::vector<std::string> forbidden_layers(const Layers& layers, const std::string& module,
                                          const std::set<std::string>& forbidden);
// The namespace is flat: two modules that give a type the same name would be mixed up by the linker, without a word.
std::vector<std::string> repeated_types(const std::vector<SourceFile>& headers);
std::vector<std::string> settings_left_out(const std::string& code, const std::string& example);
// Reasons that aren't clauses ("episode not found") and remedies that aren't sentences, where `code` makes errors.
// Faces put a reason behind "podpromo: " or make a sentence of it, which works only when all of them are alike.
std::vector<std::string> misworded_errors(const std::string& path, const std::string& code);
std::vector<std::string> longer_files(const std::vector<SourceFile>& files, std::size_t most_lines);

}  // namespace podpromo::house
