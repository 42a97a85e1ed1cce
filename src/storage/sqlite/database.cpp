#include "storage/sqlite/database.hpp"

#include "storage/sqlite/episode_table.hpp"
#include "storage/sqlite/job_table.hpp"
#include "storage/sqlite/reader.hpp"
#include "storage/sqlite/schema.hpp"
#include "storage/sqlite/writer.hpp"

namespace podpromo {

namespace {

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(Connection writing, Connection reading, const Clock& clock)
      : writer_(std::move(writing)),
        reader_(std::move(reading)),
        episodes_(writer_, reader_),
        jobs_(writer_, reader_, clock) {}

  EpisodeStore& episodes() override { return episodes_; }
  JobQueue& jobs() override { return jobs_; }

 private:
  Writer writer_;
  Reader reader_;
  EpisodeTable episodes_;
  JobTable jobs_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_database(const fs::path& file, const Clock& clock) {
  PODPROMO_TRY(make_folder(file.parent_path()));
  PODPROMO_TRY(writing, Connection::open(file, Connection::Mode::write));
  PODPROMO_TRY(prepare_schema(writing));
  PODPROMO_TRY(reading, Connection::open(file, Connection::Mode::read));
  return std::make_unique<SqliteDatabase>(std::move(writing), std::move(reading), clock);
}

}  // namespace podpromo
