#pragma once

#include "http/answers.hpp"
#include "http/routes/documented.hpp"
#include "http/routes/routes.hpp"
#include "jobs/fake_pipeline.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/test_folder.hpp"

#include <unistd.h>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

namespace podpromo {

// All routes over a real database, board and workshop in folders of their own; only the pipeline takes no time.
class RoutesTest : public testing::Test {
 protected:
  RoutesTest() {
    EXPECT_TRUE(uploads.open());
    workshop.start();
  }

  static std::unique_ptr<Database> opened(const DataFolders& folders, const Clock& clock) {
    EXPECT_TRUE(folders.make());
    return std::move(open_database(folders.database(), clock)).value();
  }

  // What the routes answer, without a server between. No test sees a status that the description doesn't tell.
  Response ask(const std::string& method, const std::string& target,
               const std::map<std::string, std::string>& headers = {}, const std::string& body = {}) {
    Response response = answer_to(method, target, headers, body);
    static const Description description(json_of(answer_to("GET", "/api/openapi.json", {}, {})));
    const std::string path = target.substr(0, target.find('?'));
    EXPECT_TRUE(description.tells(method, path, response.status)) << method << ' ' << path << ' ' << response.status;
    return response;
  }

  Response answer_to(const std::string& method, const std::string& target,
                     const std::map<std::string, std::string>& headers, const std::string& body) {
    const auto question = target.find('?');
    Request request;
    request.method = method;
    request.path = target.substr(0, question);
    request.headers = headers;
    request.body = body;
    if (question != std::string::npos) request.query = query_of(std::string_view(target).substr(question + 1));
    const auto match = router.match(request);
    if (!match) return problem(match.error());
    if (match->handler != nullptr) return (*match->handler)(request);
    auto sink = (*match->stream)(request);
    if (!sink) return problem(sink.error());
    const Done taken = body.empty() ? Done() : (*sink)->take(body);
    return taken ? (*sink)->finish() : (*sink)->refusal(taken.error());
  }

  Response upload(const std::string& file_name, const std::string& bytes, const std::string& more = {}) {
    const std::string form = more + "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file_name +
                             "\"\r\n\r\n" + bytes + "\r\n--XX--\r\n";
    return ask("POST", "/api/upload",
               {{"content-type", "multipart/form-data; boundary=XX"}, {"content-length", std::to_string(form.size())}},
               form);
  }

  // The id of an episode that was uploaded and worked on to the end.
  std::string completed() {
    const std::string id = json_of(upload("Bees.mp3", kMp3))["episodeId"];
    wait_for(id, "completed");
    return id;
  }
  // Sleeps between changes: work is done in the background, which gets what time others leave.
  void wait_for(const std::string& id, const std::string& stage) {
    std::atomic<int> changes = 0;
    const auto told = board.watch(id, [&changes] {
      ++changes;
      changes.notify_one();
    });
    for (int seen = changes; json_of(ask("GET", "/api/progress/" + id))["progress"]["stage"] != stage; seen = changes)
      changes.wait(seen);
  }

  // The job's end is told before the queue has it.
  void wait_for(const std::string& id, JobState state) {
    while ((*database->jobs().latest(*EpisodeId::parse(id)))->state != state)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  static std::string text_of(const Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) return **shared;
    const auto& part = std::get<FileBody>(response.body);
    std::string bytes(part.length, '\0');
    EXPECT_EQ(::pread(part.file->get(), bytes.data(), bytes.size(), static_cast<off_t>(part.offset)),
              static_cast<ssize_t>(bytes.size()));
    return bytes;
  }
  static nlohmann::json json_of(const Response& response) { return nlohmann::json::parse(text_of(response)); }
  static std::string header(const Response& response, const std::string& wanted) {
    for (const auto& [name, value] : response.headers)
      if (name == wanted) return value;
    return {};
  }

  inline static const std::string kMp3 = "ID3" + std::string(8000, 'x');

  TestFolder folder;
  DataFolders folders = folder.folders();
  FakeClock clock;
  std::unique_ptr<Database> database = opened(folders, clock);
  FakePipeline pipeline;
  ProgressBoard board{folders, clock};
  Workshop workshop{WorkshopParts{folders, database->episodes(), database->jobs(), board, clock, pipeline.bound()}};
  UploadLimits limits{.max_bytes = 1 << 20, .free_space_reserve = 0};
  UploadStore uploads{UploadPlace{.folder = folders.incoming(), .limits = limits, .clock = clock}};
  Intake intake{folders, database->episodes(), workshop, clock, ClipWishes{}};
  LinkSigner signer{"a key", clock};
  StorageRoom room{folders, {.reserve_bytes = 0}, clock};
  FolderWatch watch{folders, clock};
  Front front{.folders = folders,
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
              .upload_limits = limits};
  Router router = all_routes(front);
};

}  // namespace podpromo
