#pragma once

#include "storage/episode_store.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/writer.hpp"

namespace podpromo {

class EpisodeTable final : public EpisodeStore {
 public:
  // Both outlive it.
  EpisodeTable(Writer& writer, Reader& reader) : writer_(writer), reader_(reader) {}

  Done add(const Episode& episode) override;
  Result<Episode> find(const EpisodeId& id) override;
  Result<std::vector<Episode>> newest(std::size_t limit) override;
  Result<std::vector<Episode>> next_after(const EpisodePlace& place, std::size_t limit) override;
  Result<std::vector<Episode>> of_length(std::uint64_t bytes) override;
  Result<std::uint64_t> stored_bytes() override;
  Done rename(const EpisodeId& id, const std::string& title, const std::string& show) override;
  Done set_outline(const EpisodeId& id, const nlohmann::json& outline) override;
  Done remove(const EpisodeId& id) override;
  Done set_clips(const EpisodeId& id, std::span<const ClipId> clips) override;
  Result<EpisodeId> episode_of(const ClipId& clip) override;
  Done choose_title(const ClipId& clip, const std::string& title) override;
  Result<std::map<ClipId, std::string>> chosen_titles(const EpisodeId& id) override;

 private:
  // `sql` is a literal.
  Result<std::vector<Episode>> listed(std::string_view sql, std::initializer_list<SqlValue> values);

  Writer& writer_;
  Reader& reader_;
};

}  // namespace podpromo
