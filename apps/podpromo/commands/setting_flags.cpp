#include "commands/setting_flags.hpp"

#include <array>

namespace podpromo {

namespace {

struct SettingFlag {
  const char* group;
  const char* names;  // as CLI11 takes them; the long one is last
  const char* setting;
  const char* help;
};

constexpr std::array kFlags{
    SettingFlag{"Door", "--host", "PODPROMO_HOST", "Address to listen on [127.0.0.1]; others ask for a token"},
    SettingFlag{"Door", "-p,--port", "PODPROMO_PORT", "Port, 0 for any free one [8000]"},
    SettingFlag{"Door", "--allowed-hosts", "PODPROMO_ALLOWED_HOSTS",
                "Names it may be asked for by, besides its addresses"},
    SettingFlag{"Door", "--max-connections", "PODPROMO_MAX_CONNECTIONS", "Connections open at once [16384]"},
    SettingFlag{"Data", "--upload-dir", "UPLOAD_DIR", "Episodes and their progress [./uploads]"},
    SettingFlag{"Data", "--output-dir", "OUTPUT_DIR", "Previews and the database [./outputs]"},
    SettingFlag{"Data", "--logs-dir", "LOGS_DIR", "A log for each episode [./logs]"},
    SettingFlag{"Data", "--transcripts-dir", "TRANSCRIPTS_DIR", "Published transcripts [in the upload folder]"},
    SettingFlag{"Data", "--clips-dir", "CLIPS_DIR", "Finished clips [in the output folder]"},
    SettingFlag{"Room", "--max-upload-bytes", "MAX_UPLOAD_BYTES", "Largest upload [524288000]"},
    SettingFlag{"Room", "--quota-bytes", "STORAGE_QUOTA_BYTES", "What all episodes may take together [10737418240]"},
    SettingFlag{"Room", "--reserve-bytes", "FREE_SPACE_RESERVE_BYTES", "What stays free on each disk [209715200]"},
    SettingFlag{"Room", "--retention-hours", "RETENTION_HOURS", "Delete episodes of this age, 0 for never [0]"},
    SettingFlag{"Work", "--jobs", "PODPROMO_JOBS", "Work on so many episodes at once [1]"},
    SettingFlag{"Words", "-m,--model", "PODPROMO_MODEL", "Speech model [base]; podpromo models list"},
    SettingFlag{"Words", "--workers", "PODPROMO_WORKERS", "Listen with so many threads [one a core]"},
    SettingFlag{"Words", "--beam", "PODPROMO_BEAM", "Follow so many versions of a text: 5 is right more often [1]"},
    SettingFlag{"Words", "--words", "PODPROMO_WORDS", "Names to listen for: between commas, or a file with one a line"},
    SettingFlag{"Words", "--show", "PODPROMO_SHOW", "The show of episodes that say none"},
    SettingFlag{"Words", "--speech-url", "PODPROMO_SPEECH_URL", "Send sound to this server to be heard [heard here]"},
    SettingFlag{"Words", "--speech-model", "PODPROMO_SPEECH_MODEL", "The server's model [whisper-1]"},
    SettingFlag{"Words", "--models-dir", "PODPROMO_MODELS_DIR", "Where models lie [~/.local/share/podpromo/models]"},
};

std::string long_name(std::string_view names) { return std::string(names.substr(names.rfind("--"))); }

}  // namespace

void add_setting_flags(CLI::App& command) {
  CLI::App* group = nullptr;
  for (const SettingFlag& flag : kFlags) {
    if (group == nullptr || group->get_group() != flag.group) group = command.add_option_group(flag.group);
    // The value is read by given_flags(), whichever command it belongs to.
    group->add_option(flag.names, CLI::callback_t([](const CLI::results_t&) { return true; }), flag.help);
  }
}

SettingFlags given_flags(const CLI::App& app) {
  SettingFlags given;
  for (const CLI::App* command : app.get_subcommands())
    for (const SettingFlag& flag : kFlags)
      if (const auto* option = command->get_option_no_throw(long_name(flag.names)); option && option->count() > 0)
        given[flag.setting] = option->results().back();
  return given;
}

}  // namespace podpromo
