#include "upload/upload_record.hpp"

#include <nlohmann/json.hpp>

#include "episode/json.hpp"

namespace podpromo {

namespace {

using nlohmann::json;

constexpr std::size_t kLargestRecord = std::size_t{1} << 20;

std::string_view role_name(UploadRole role) {
  switch (role) {
    case UploadRole::whole: return "whole";
    case UploadRole::part: return "part";
    case UploadRole::joined: return "joined";
    case UploadRole::transcript: return "transcript";
  }
  return "whole";
}

UploadRole role_named(std::string_view name) {
  if (name == "part") return UploadRole::part;
  if (name == "transcript") return UploadRole::transcript;
  return name == "joined" ? UploadRole::joined : UploadRole::whole;
}

Result<UploadRecord> record_from(const EpisodeId& id, const json& in) {
  UploadRecord record{.id = id, .role = role_named(in.at("role").get<std::string>()), .metadata = in.at("metadata")};
  if (in.contains("length")) record.length = in.at("length").get<std::uint64_t>();
  for (const json& part : in.at("parts")) {
    PODPROMO_TRY(part_id, EpisodeId::parse(part.get<std::string>()));
    record.parts.push_back(std::move(part_id));
  }
  if (in.contains("transcript")) {
    PODPROMO_TRY(transcript, EpisodeId::parse(in.at("transcript").get<std::string>()));
    record.transcript = std::move(transcript);
    record.transcript_name = in.at("transcript_name");
  }
  if (in.contains("became")) {
    PODPROMO_TRY(became, EpisodeId::parse(in.at("became").get<std::string>()));
    record.became = std::move(became);
  }
  record.duplicate = in.at("duplicate");
  record.transcript_left_out = in.value("transcript_left_out", false);
  return record;
}

}  // namespace

fs::path upload_record_file(const fs::path& folder, const EpisodeId& id) { return folder / (id.text() + ".json"); }
fs::path upload_data_file(const fs::path& folder, const EpisodeId& id) { return folder / (id.text() + ".upload"); }
fs::path upload_transcript_file(const fs::path& folder, const EpisodeId& id) {
  return folder / (id.text() + ".transcript");
}
fs::path upload_mark_file(const fs::path& folder, const EpisodeId& id) { return folder / (id.text() + ".unverified"); }

Done save_upload_record(const fs::path& folder, const UploadRecord& record) {
  json out{{"version", 1}, {"role", role_name(record.role)}, {"metadata", record.metadata}, {"parts", json::array()}};
  if (record.length) out["length"] = *record.length;
  for (const EpisodeId& part : record.parts) out["parts"].push_back(part.text());
  if (record.transcript) {
    out["transcript"] = record.transcript->text();
    out["transcript_name"] = record.transcript_name;
  }
  if (record.became) out["became"] = record.became->text();
  out["duplicate"] = record.duplicate;
  if (record.transcript_left_out) out["transcript_left_out"] = true;
  return write_durably(upload_record_file(folder, record.id), json_text(out));
}

Result<UploadRecord> load_upload_record(const fs::path& folder, const EpisodeId& id) {
  PODPROMO_TRY(text, read_whole(upload_record_file(folder, id), kLargestRecord));
  try {
    return record_from(id, json::parse(text));
  } catch (const json::exception& trouble) {
    return failure(Fault::internal, "the record of an upload is damaged", "Send the file again.", trouble.what());
  }
}

}  // namespace podpromo
