// A .env file.
#include "studio/settings.hpp"

#include "fuzz.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace podpromo;
  const std::string text(text_of(data, size));
  const auto nothing = [](const std::string&) -> std::optional<std::string> { return std::nullopt; };
  const auto settings = read_settings({.environment = nothing, .dotenv = text});
  if (!settings) {
    promise(settings.error().fault == Fault::bad_request && !settings.error().reason.empty(), "a refusal says why");
    return 0;
  }
  promise(!settings->folders.uploads.empty() && !settings->folders.clips.empty(), "every folder has a name");
  promise(!settings->host.empty() && !settings->model.empty(), "nothing that is needed is empty");
  // The environment beats the file, whatever stands in it.
  const auto nine = [](const std::string& name) {
    return std::optional<std::string>(name == "PODPROMO_PORT" ? "9" : "");
  };
  const auto loud = read_settings({.environment = nine, .dotenv = text});
  if (loud) promise(loud->port == 9, "the environment counts first");
  return 0;
}
