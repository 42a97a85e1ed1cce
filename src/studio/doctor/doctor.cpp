#include "studio/doctor/doctor.hpp"

#include <fmt/format.h>

#include "models/catalog.hpp"
#include "speech/remote/remote_factory.hpp"
#include "storage/data_lock.hpp"
#include "studio/studio.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kLargestDotenv = 64 << 10;

bool only_for_the_environment(const std::string& name) {
  return name == "PODPROMO_MODEL_HUB" || name == "PODPROMO_ALIGN_MODEL_DIR";
}

}  // namespace

Findings examine(const Settings& settings, const DoctorWishes& wishes, const Clock& clock) {
  Findings findings;
  const bool running = DataLock::is_held(settings.folders);
  examine_settings(settings, findings);
  examine_folders(settings, findings);
  examine_records(settings, running, findings);
  examine_programs(findings);
  examine_models(settings, wishes, findings);
  examine_machine(settings, running, clock, findings);
  return findings;
}

void examine_settings(const Settings& settings, Findings& findings) {
  Report report("Settings", findings);
  const auto dotenv = read_whole(".env", kLargestDotenv);
  if (!dotenv && dotenv.error().fault != Fault::not_found)
    report.warning(".env", "is there, and isn't read: " + dotenv.error().reason,
                   "Make it a readable text file, or remove it.");
  for (const std::string& name : unknown_settings(dotenv.value_or(""))) {
    if (only_for_the_environment(name))
      report.warning(name, "does nothing in .env", "Export it in the environment instead.");
    else
      report.warning(name, "is in .env and no setting of PodPromo", "Compare its name with those in env.example.");
  }
  std::size_t set = 0;
  for (const NamedSetting& setting : named_settings(settings))
    if (setting.source != SettingSource::by_default) ++set;
  report.ok("values", fmt::format("{} set, the others have their defaults", set));
  if (settings.max_upload_bytes > settings.quota_bytes)
    report.warning("MAX_UPLOAD_BYTES", "is more than STORAGE_QUOTA_BYTES, so the largest upload can never come",
                   "Raise STORAGE_QUOTA_BYTES.");
}

namespace {

void examine_speech_server(const Settings& settings, Report& report) {
  const auto answers = how_it_answers(speech_service(settings));
  const std::string host = host_of_url(settings.speech_url);
  if (answers)
    report.ok(host,
              fmt::format("hears for you with {}, so sound is sent there; it {}", settings.speech_model, *answers));
  else
    report.trouble(Verdict::problem, host, answers.error());
}

}  // namespace

void examine_models(const Settings& settings, const DoctorWishes& wishes, Findings& findings) {
  Report report("Speech", findings);
  const bool here = settings.speech_url.empty();
  if (!here) examine_speech_server(settings, report);
  std::vector<std::string> names{"silero-vad"};
  if (here) names.insert(names.begin(), settings.model);
  for (const std::string& name : names) {
    const auto file = find_model(name, settings.models_folder, wishes.deep);
    if (file)
      report.ok(name, wishes.deep ? "is installed, and its sum is right" : "is installed, and its size is right");
    else
      report.trouble(Verdict::problem, name, file.error());
  }
  const std::string speakers(kSpeakerModel);
  if (find_model(speakers, settings.models_folder, wishes.deep))
    report.ok(speakers, wishes.deep ? "is installed, and its sum is right" : "is installed, and its size is right");
  else
    report.warning(speakers, "is not installed or damaged: who speaks isn't told",
                   fmt::format("Run “podpromo models pull {}”.", speakers));
}

}  // namespace podpromo
