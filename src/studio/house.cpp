#include "studio/house.hpp"

#include <fmt/format.h>

#include "http/front_gate.hpp"
#include "http/routes/routes.hpp"
#include "http/server.hpp"
#include "jobs/workshop.hpp"
#include "media/render_clip.hpp"
#include "media/scratch_folder.hpp"
#include "process/jail.hpp"
#include "storage/data_lock.hpp"
#include "storage/log.hpp"
#include "storage/sqlite/database.hpp"
#include "studio/front_door.hpp"

namespace podpromo {

// In the order in which each needs those before it; they go in the reverse order.
struct House::Parts {
  Parts(const Settings& wanted, Hearing hears, const Clock& time, DataLock held, std::unique_ptr<Database> opened,
        std::string key)
      : settings(wanted),
        hearing(std::move(hears)),
        clock(time),
        lock(std::move(held)),
        database(std::move(opened)),
        board(settings.folders, clock),
        workshop({.folders = settings.folders,
                  .episodes = database->episodes(),
                  .jobs = database->jobs(),
                  .board = board,
                  .clock = clock,
                  .pipeline = bound_pipeline(),
                  .cover = extract_cover},
                 {.workers = settings.jobs}),
        uploads({.folder = settings.folders.incoming(), .limits = upload_limits(), .clock = clock}),
        intake(settings.folders, database->episodes(), workshop, clock, wishes()),
        signer(std::move(key), clock),
        front{.folders = settings.folders,
              .episodes = database->episodes(),
              .jobs = database->jobs(),
              .board = board,
              .workshop = workshop,
              .uploads = uploads,
              .intake = intake,
              .signer = signer,
              .clock = clock,
              .upload_limits = upload_limits(),
              .quota_bytes = settings.quota_bytes},
        router(all_routes(front)) {}

  static ClipWishes wishes() {
    ClipWishes wishes;
    wishes.previews = true;
    return wishes;
  }
  UploadLimits upload_limits() const { return {.max_bytes = settings.max_upload_bytes}; }

  Pipeline bound_pipeline() {
    return [this](const EpisodeId& id, const EpisodePlaces& places, const ClipWishes& wishes, StageListener& listener,
                  std::stop_token stop) {
      return run_pipeline(id, places, wishes, hearing.ears(), listener, std::move(stop));
    };
  }

  Settings settings;
  Hearing hearing;
  const Clock& clock;
  DataLock lock;
  std::unique_ptr<Database> database;
  ProgressBoard board;
  Workshop workshop;
  UploadStore uploads;
  Intake intake;
  LinkSigner signer;
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
  auto parts = std::make_unique<Parts>(settings, std::move(hearing), clock, std::move(lock), std::move(database),
                                       std::move(key));
  parts->access = std::move(access);
  parts->front.access = parts->access.get();
  parts->gate = std::make_unique<FrontGate>(std::move(hosts), parts->access.get());
  PODPROMO_TRY(parts->workshop.recover());
  PODPROMO_TRY(parts->uploads.open());
  parts->intake.take_in_complete(parts->uploads);
  ScratchFolder::sweep();
  PODPROMO_TRY(server,
               Server::listen({.address = settings.host, .port = settings.port}, parts->router, parts->gate.get()));
  parts->server = std::move(server);
  return std::unique_ptr<House>(new House(std::move(parts)));
}

House::House(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
House::~House() = default;

std::uint16_t House::port() const { return parts_->server->port(); }

void House::run() {
  parts_->workshop.start();
  parts_->server->run();
  parts_->workshop.stop();
}

void House::stop() {
  parts_->workshop.stop_soon();
  parts_->server->stop();
}

}  // namespace podpromo
