#include "commands/hearing_flags.hpp"

namespace podpromo {

Settings HearingFlags::over(Settings settings) const {
  if (!model.empty()) settings.model = model;
  if (!speech_url.empty()) settings.speech_url = speech_url;
  if (!speech_model.empty()) settings.speech_model = speech_model;
  if (workers >= 0) settings.workers = workers;
  if (beam > 0) settings.beam = beam;
  if (!words.empty()) settings.words = words;
  return settings;
}

void add_hearing_flags(CLI::App& command, HearingFlags& flags) {
  command.add_option("-m,--model", flags.model, "Speech model [base]; podpromo models list");
  command.add_option("--speech-url", flags.speech_url, "Send the sound to this server to be heard [heard here]");
  command.add_option("--speech-model", flags.speech_model, "The server's model [whisper-1]");
  command.add_option("--workers", flags.workers, "Listen with so many threads [one a core]")->check(CLI::Range(0, 64));
  command.add_option("--beam", flags.beam, "Follow 1 to 8 versions of a text: 5 is right more often [1]")
      ->check(CLI::Range(1, 8));
  command.add_option("--words", flags.words, "Names to listen for: between commas, or a file with one a line; off");
}

void add_show_flag(CLI::App& command, std::string& show) {
  command.add_option("--show", show, "The show it belongs to, whose --words are remembered [its tags]");
}

// "de-AT" and "pt_BR" are languages of a country; engines know those of the world.
void add_language_flag(CLI::App& command, std::string& language) {
  command.add_option("-l,--language", language, "What is spoken, e.g. en, de [found out]")
      ->transform([](const std::string& text) {
        return CLI::detail::to_lower(text.size() > 3 && (text[2] == '-' || text[2] == '_') ? text.substr(0, 2) : text);
      });
}

Done name_language(ClipWishes& wishes, const Hearing& hearing) {
  PODPROMO_TRY(name, hearing.engine->language_named(wishes.language));
  wishes.language = std::move(name);
  return {};
}

void add_sound_track_flag(CLI::App& command, int& sound_track) {
  command.add_option("--sound-track", sound_track, "Which of several, 1 for the first [the one with the speech]")
      ->check(CLI::Range(1, 1000));
}

Done remember_words(const Ears& ears, const ClipWishes& wishes, const MediaFacts& facts) {
  if (ears.shows == nullptr || !ears.words || ears.words->empty()) return {};
  return ears.shows->add(episode_show(wishes, facts, ears), *ears.words);
}

}  // namespace podpromo
