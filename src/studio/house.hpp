#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "studio/settings.hpp"
#include "studio/studio.hpp"

#include <cstdint>
#include <memory>

namespace podpromo {

// A server with everything it is made of: data folders, database, progress, workers, routes, door.
class House {
 public:
  // Takes the data folders for itself, mends what a crash left, and listens. Fails with conflict when another server
  // uses the folders or the port, denied or no_space when a folder can't be written, bad_request when other machines
  // could come in without an access token.
  static Result<std::unique_ptr<House>> open(const Settings& settings, Hearing hearing, const Clock& clock);
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  std::uint16_t port() const;
  // Works and serves until stop(). What is not finished then goes on at the next start.
  void run();
  void stop();

 private:
  struct Parts;
  explicit House(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace podpromo
