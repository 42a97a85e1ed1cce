#include "storage/sqlite/episode_table.hpp"

#include "episode/json.hpp"

namespace podpromo {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr std::string_view kOne =
    "SELECT id,title,show,filename,extension,bytes,sha256,created_ms,wishes,outline FROM episodes WHERE id=?";
constexpr std::string_view kNewest =
    "SELECT id,title,show,filename,extension,bytes,sha256,created_ms,wishes,outline FROM episodes"
    " ORDER BY created_ms DESC, id LIMIT ?";
constexpr std::string_view kNextAfter =
    "SELECT id,title,show,filename,extension,bytes,sha256,created_ms,wishes,outline FROM episodes"
    " WHERE created_ms<=?1 AND (created_ms<?1 OR id>?2) ORDER BY created_ms DESC, id LIMIT ?3";
constexpr std::string_view kOfLength =
    "SELECT id,title,show,filename,extension,bytes,sha256,created_ms,wishes,outline FROM episodes WHERE bytes=?"
    " ORDER BY created_ms, id";

std::string text_of_json(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::int64_t ms_of(system_clock::time_point time) {
  return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
}

json json_of(const std::string& text) {
  json value = json::parse(text, nullptr, false);
  return value.is_object() ? value : json::object();
}

Result<Episode> episode_at(const Statement& row) {
  PODPROMO_TRY(id, EpisodeId::parse(row.text(0)));
  Episode episode{.id = std::move(id),
                  .title = row.text(1),
                  .show = row.text(2),
                  .filename = row.text(3),
                  .extension = row.text(4),
                  .bytes = static_cast<std::uint64_t>(row.number(5)),
                  .sha256 = row.text(6)};
  episode.created_at = system_clock::time_point(milliseconds(row.number(7)));
  episode.wishes = json_of(row.text(8));
  episode.outline = json_of(row.text(9));
  return episode;
}

std::unexpected<Error> no_such_episode() { return failure(Fault::not_found, "episode not found"); }
std::unexpected<Error> no_such_clip() { return failure(Fault::not_found, "clip not found"); }

}  // namespace

Done EpisodeTable::add(const Episode& episode) {
  return writer_.write([&](Connection& db) -> Done {
    PODPROMO_TRY(db.run("INSERT OR IGNORE INTO episodes VALUES(?,?,?,?,?,?,?,?,?,?)",
                        {episode.id.text(), episode.title, episode.show, episode.filename, episode.extension,
                         static_cast<std::int64_t>(episode.bytes), episode.sha256, ms_of(episode.created_at),
                         text_of_json(episode.wishes), text_of_json(episode.outline)}));
    if (db.changed() == 0) return failure(Fault::conflict, "there is an episode with this id already");
    return {};
  });
}

Result<Episode> EpisodeTable::find(const EpisodeId& id) {
  return reader_.read([&](Connection& db) -> Result<Episode> {
    PODPROMO_TRY(found, db.prepare(kOne, {id.text()}));
    PODPROMO_TRY(row, found.step());
    if (!row) return no_such_episode();
    return episode_at(found);
  });
}

Result<std::vector<Episode>> EpisodeTable::newest(std::size_t limit) {
  return listed(kNewest, {static_cast<std::int64_t>(limit)});
}

Result<std::vector<Episode>> EpisodeTable::next_after(const EpisodePlace& place, std::size_t limit) {
  return listed(kNextAfter, {ms_of(place.created_at), place.id.text(), static_cast<std::int64_t>(limit)});
}

Result<std::vector<Episode>> EpisodeTable::of_length(std::uint64_t bytes) {
  return listed(kOfLength, {static_cast<std::int64_t>(bytes)});
}

Result<std::vector<Episode>> EpisodeTable::listed(std::string_view sql, std::initializer_list<SqlValue> values) {
  return reader_.read([&](Connection& db) -> Result<std::vector<Episode>> {
    PODPROMO_TRY(found, db.prepare(sql, values));
    std::vector<Episode> episodes;
    for (;;) {
      PODPROMO_TRY(row, found.step());
      if (!row) return episodes;
      PODPROMO_TRY(episode, episode_at(found));
      episodes.push_back(std::move(episode));
    }
  });
}

Result<std::uint64_t> EpisodeTable::stored_bytes() {
  return reader_.read([](Connection& db) -> Result<std::uint64_t> {
    PODPROMO_TRY(sum, db.prepare("SELECT coalesce(sum(bytes),0) FROM episodes"));
    PODPROMO_TRY(sum.step());
    return static_cast<std::uint64_t>(sum.number(0));
  });
}

Done EpisodeTable::rename(const EpisodeId& id, const std::string& title, const std::string& show) {
  return writer_.write([&](Connection& db) -> Done {
    PODPROMO_TRY(db.run("UPDATE episodes SET title=?, show=? WHERE id=?", {title, show, id.text()}));
    if (db.changed() == 0) return no_such_episode();
    return {};
  });
}

Done EpisodeTable::set_outline(const EpisodeId& id, const json& outline) {
  return writer_.write([&](Connection& db) -> Done {
    PODPROMO_TRY(db.run("UPDATE episodes SET outline=? WHERE id=?", {text_of_json(outline), id.text()}));
    if (db.changed() == 0) return no_such_episode();
    return {};
  });
}

Done EpisodeTable::remove(const EpisodeId& id) {
  return writer_.write([&](Connection& db) { return db.run("DELETE FROM episodes WHERE id=?", {id.text()}); });
}

Done EpisodeTable::set_clips(const EpisodeId& id, std::span<const ClipId> clips) {
  return writer_.write([&](Connection& db) -> Done {
    {
      PODPROMO_TRY(found, db.prepare("SELECT 1 FROM episodes WHERE id=?", {id.text()}));
      PODPROMO_TRY(row, found.step());
      if (!row) return no_such_episode();
    }
    PODPROMO_TRY(db.run("UPDATE clips SET position=NULL WHERE episode=?", {id.text()}));
    std::int64_t position = 0;
    for (const ClipId& clip : clips)
      PODPROMO_TRY(
          db.run("INSERT INTO clips VALUES(?,?,?,NULL) ON CONFLICT(id) DO UPDATE SET position=excluded.position",
                 {clip.text(), id.text(), position++}));
    return db.run("DELETE FROM clips WHERE episode=? AND position IS NULL AND title IS NULL", {id.text()});
  });
}

Result<EpisodeId> EpisodeTable::episode_of(const ClipId& clip) {
  return reader_.read([&](Connection& db) -> Result<EpisodeId> {
    PODPROMO_TRY(found, db.prepare("SELECT episode FROM clips WHERE id=? AND position NOT NULL", {clip.text()}));
    PODPROMO_TRY(row, found.step());
    if (!row) return no_such_clip();
    return EpisodeId::parse(found.text(0));
  });
}

Done EpisodeTable::choose_title(const ClipId& clip, const std::string& title) {
  return writer_.write([&](Connection& db) -> Done {
    PODPROMO_TRY(db.run("UPDATE clips SET title=? WHERE id=? AND position NOT NULL", {title, clip.text()}));
    if (db.changed() == 0) return no_such_clip();
    return {};
  });
}

Result<std::map<ClipId, std::string>> EpisodeTable::chosen_titles(const EpisodeId& id) {
  return reader_.read([&](Connection& db) -> Result<std::map<ClipId, std::string>> {
    PODPROMO_TRY(found, db.prepare("SELECT id,title FROM clips WHERE episode=? AND title NOT NULL", {id.text()}));
    std::map<ClipId, std::string> titles;
    for (;;) {
      PODPROMO_TRY(row, found.step());
      if (!row) return titles;
      PODPROMO_TRY(clip, ClipId::parse(found.text(0)));
      titles.emplace(std::move(clip), found.text(1));
    }
  });
}

}  // namespace podpromo
