#include "studio/house.hpp"

#include <fmt/format.h>

#include "http/front_gate.hpp"
#include "http/routes/routes.hpp"
#include "http/server.hpp"
#include "jobs/learned_words.hpp"
#include "jobs/retention.hpp"
#include "jobs/room_guard.hpp"
#include "jobs/wishes.hpp"
#include "jobs/workshop.hpp"
#include "media/render_clip.hpp"
#include "media/scratch_folder.hpp"
#include "process/jail.hpp"
#include "storage/artefact_names.hpp"
#include "storage/artefacts.hpp"
#include "storage/data_lock.hpp"
#include "storage/folder_watch.hpp"
#include "storage/log.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/storage_room.hpp"
#include "studio/front_door.hpp"
#include "studio/housekeeper.hpp"

namespace podpromo {

namespace {

// What can fail, and is therefore there before the rest is put on it.
struct Ground {
  Settings settings;
  Hearing hearing;
  const Clock& clock;
  DataLock lock;
  std::unique_ptr<Database> database;
  std::string signing_key;
};

}  // namespace

// In the order in which each needs those before it; they go in the reverse order.
struct House::Parts : Ground {
  explicit Parts(Ground ground)
      : Ground(std::move(ground)),
        board(settings.folders, clock),
        room(settings.folders, {settings.quota_bytes, settings.free_space_reserve_bytes}, clock),
        watch(settings.folders, clock),
        workshop({.folders = settings.folders,
                  .episodes = database->episodes(),
                  .jobs = database->jobs(),
                  .board = board,
                  .clock = clock,
                  .pipeline = within_room(bound_pipeline(), room),
                  .cover = extract_cover,
                  .corrected = [this](const auto& id, const auto& corrections) { learn(id, corrections); }},
                 {.workers = settings.jobs}),
        uploads({.folder = settings.folders.incoming(), .limits = upload_limits(), .clock = clock}),
        intake(settings.folders, database->episodes(), workshop, clock, wishes()),
        signer(signing_key, clock),
        retention({.episodes = database->episodes(),
                   .workshop = workshop,
                   .clock = clock,
                   .in_use = [this](const EpisodeId& id) { return signer.may_be_open(id); },
                   .latest_on_disk = [this] { return lock.alive_before(); }},
                  {.keep = std::chrono::hours(settings.retention_hours)}),
        housekeeper({settings.folders, lock, database->episodes(), retention, room, clock}),
        front{.folders = settings.folders,
              .episodes = database->episodes(),
              .jobs = database->jobs(),
              .board = board,
              .workshop = workshop,
              .uploads = uploads,
              .intake = intake,
              .signer = signer,
              .clock = clock,
              .room = room,
              .watch = watch,
              .upload_limits = upload_limits(),
              .model_there = [this] { return can_hear(settings); },
              .sound_goes_to = hearing.sends_sound_to},
        router(all_routes(front)) {}

  static ClipWishes wishes() {
    ClipWishes wishes;
    wishes.previews = true;
    return wishes;
  }
  UploadLimits upload_limits() const { return {settings.max_upload_bytes, settings.free_space_reserve_bytes}; }

  Pipeline bound_pipeline() {
    return [this](const EpisodeId& id, const EpisodePlaces& places, const ClipWishes& wishes, StageListener& listener,
                  std::stop_token stop) {
      return run_pipeline(id, places, wishes, hearing.ears(), listener, std::move(stop));
    };
  }

  // What people had to correct is listened for in the next episode of the show.
  void learn(const EpisodeId& id, const Corrections& corrections) {
    const auto knows = hearing.engine->known_words();
    const auto episode = database->episodes().find(id);
    if (!knows || !episode || !hearing.shows) return;
    const auto wishes = parse_wishes(episode->wishes);
    const auto facts = Artefacts(settings.folders.work(id)).peek<MediaFacts>(kProbeArtefact);
    const std::string show = episode_show(wishes.value_or(ClipWishes{}), facts.value_or(MediaFacts{}), hearing.ears());
    if (const Done kept = hearing.shows->add(show, learned_words(corrections, knows)); !kept)
      log_warning(log_subject(id, "words") + "what was corrected is not remembered: " + kept.error().reason);
  }

  ProgressBoard board;
  StorageRoom room;
  FolderWatch watch;
  Workshop workshop;
  UploadStore uploads;
  Intake intake;
  LinkSigner signer;
  Retention retention;
  Housekeeper housekeeper;
  Front front;
  Router router;
  std::unique_ptr<Access> access;
  std::unique_ptr<FrontGate> gate;
  std::unique_ptr<Server> server;
};

namespace {

void warn_of_missing_walls() {
  for (const JailWall& wall : jail_walls())
    if (!wall.stands)
      log_warning(fmt::format("This system has no {}, which sees to it that {}; the other guards hold.", wall.name,
                              wall.purpose));
}

}  // namespace

Result<std::unique_ptr<House>> House::open(const Settings& settings, Hearing hearing, const Clock& clock) {
  warn_of_missing_walls();
  PODPROMO_TRY(settings.folders.make());
  PODPROMO_TRY(lock, DataLock::take(settings.folders));
  PODPROMO_TRY(database, open_database(settings.folders.database(), clock));
  PODPROMO_TRY(access, open_access(settings, clock));
  PODPROMO_TRY(hosts, AllowedHosts::parse(settings.allowed_hosts));
  PODPROMO_TRY(key, signing_key(settings.folders.outputs / "signing.key"));
  hearing.shows.emplace(settings.folders.shows());
  auto parts = std::make_unique<Parts>(
      Ground{settings, std::move(hearing), clock, std::move(lock), std::move(database), std::move(key)});
  parts->access = std::move(access);
  parts->front.access = parts->access.get();
  parts->gate = std::make_unique<FrontGate>(std::move(hosts), parts->access.get());
  PODPROMO_TRY(parts->workshop.recover());
  PODPROMO_TRY(parts->uploads.open());
  parts->intake.take_in_complete(parts->uploads);
  ScratchFolder::sweep();
  PODPROMO_TRY(
      server,
      Server::listen({.address = settings.host, .port = settings.port, .limits = {.connections = settings.connections}},
                     parts->router, parts->gate.get()));
  parts->server = std::move(server);
  return std::unique_ptr<House>(new House(std::move(parts)));
}

House::House(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
House::~House() = default;

std::uint16_t House::port() const { return parts_->server->port(); }

void House::run() {
  parts_->workshop.start();
  parts_->housekeeper.start();
  parts_->server->run();
  parts_->housekeeper.stop();
  parts_->workshop.stop();
}

void House::stop() {
  parts_->workshop.stop_soon();
  parts_->uploads.stop_joining();
  parts_->server->stop();
}

}  // namespace podpromo
