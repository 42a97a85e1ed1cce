#include "storage/episode_record.hpp"

#include <algorithm>
#include <system_error>

#include "base/sha256.hpp"
#include "episode/json.hpp"

namespace podpromo {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr std::size_t kLargestRecord = std::size_t{1} << 20;
constexpr std::size_t kLengthOfOurIds = 32;

Episode episode_from(const EpisodeId& id, const json& in) {
  Episode episode{.id = id,
                  .title = in.at("title"),
                  .show = in.at("show"),
                  .filename = in.at("filename"),
                  .extension = in.at("extension"),
                  .bytes = whole_number<std::uint64_t>(in.at("bytes")),
                  .sha256 = in.at("sha256")};
  episode.created_at = unix_time(whole_number<std::int64_t>(in.at("created_ms")));
  episode.wishes = in.at("wishes");
  return episode;
}

// Of media whose record a crash prevented: all of it had arrived, so it is kept, though its name is gone.
Result<Episode> record_of_media(const EpisodeId& id, const fs::path& media) {
  PODPROMO_TRY(sha256, sha256_of_file(media));
  const std::string extension = media.extension().string().substr(1);
  std::error_code ignored;
  return Episode{.id = id,
                 .title = "Upload without a name",
                 .filename = "upload." + extension,
                 .extension = extension,
                 .bytes = fs::file_size(media, ignored),
                 .sha256 = sha256,
                 .created_at = system_clock::now()};
}

// Deletes what a crash left of an upload before its media had come: a folder with nothing in it but, perhaps, the
// record. Nobody was told of it. Only under a name such as we give out, because a folder of anybody else's stays.
void remove_stray(const DataFolders& folders, const EpisodeId& id) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (id.text().size() != kLengthOfOurIds || !std::ranges::all_of(id.text(), is_hex)) return;
  std::error_code ignored;
  const fs::path folder = folders.episode(id);
  if (!fs::is_directory(fs::symlink_status(folder, ignored))) return;
  for (fs::directory_iterator it(folder, ignored), end; !ignored && it != end; it.increment(ignored))
    if (it->path() != folders.record(id)) return;
  fs::remove(folders.record(id), ignored);
  fs::remove(folder, ignored);
}

// Adds the episode of one folder when it is whole and unknown; nothing when there is nothing to add.
Result<std::optional<EpisodeId>> adopt(const DataFolders& folders, EpisodeStore& store, const std::string& name) {
  const auto id = EpisodeId::parse(name);
  if (!id || folders.reserved(*id) || store.find(*id)) return std::nullopt;
  PODPROMO_TRY(source, folders.find_source(*id));
  if (!source) remove_stray(folders, *id);
  if (!source || source->parent_path() != folders.episode(*id)) return std::nullopt;
  auto episode = load_record(folders, *id);
  if (!episode) {
    episode = record_of_media(*id, *source);
    if (!episode) return std::nullopt;
    PODPROMO_TRY(save_record(folders, *episode));
  }
  PODPROMO_TRY(store.add(*episode));
  return *id;
}

}  // namespace

Done save_record(const DataFolders& folders, const Episode& episode) {
  const auto created = std::chrono::duration_cast<milliseconds>(episode.created_at.time_since_epoch()).count();
  return write_durably(folders.record(episode.id), json_text({{"version", 1},
                                                              {"id", episode.id.text()},
                                                              {"title", episode.title},
                                                              {"show", episode.show},
                                                              {"filename", episode.filename},
                                                              {"extension", episode.extension},
                                                              {"bytes", episode.bytes},
                                                              {"sha256", episode.sha256},
                                                              {"created_ms", created},
                                                              {"wishes", episode.wishes}}));
}

Result<Episode> load_record(const DataFolders& folders, const EpisodeId& id) {
  PODPROMO_TRY(text, read_whole(folders.record(id), kLargestRecord));
  try {
    return episode_from(id, json::parse(text));
  } catch (const json::exception& trouble) {
    return failure(Fault::internal, "the record of an episode is damaged", "Upload the episode again.", trouble.what());
  }
}

Result<std::vector<EpisodeId>> adopt_records(const DataFolders& folders, EpisodeStore& store) {
  std::vector<EpisodeId> adopted;
  std::error_code error;
  for (fs::directory_iterator it(folders.uploads, error), end; !error && it != end; it.increment(error)) {
    PODPROMO_TRY(id, adopt(folders, store, it->path().filename().string()));
    if (id) adopted.push_back(*id);
  }
  return adopted;
}

}  // namespace podpromo
