#pragma once

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "http/routes/routes_fixture.hpp"
#include "http/wire.hpp"

namespace podpromo {

using Headers = std::map<std::string, std::string>;

// filename Bees.mp3
inline const std::string kBees = "filename QmVlcy5tcDM=";

class UploadsRoute : public RoutesTest {
 protected:
  Response tus(const std::string& method, const std::string& target, Headers headers = {},
               const std::string& body = {}) {
    headers.emplace("tus-resumable", "1.0.0");
    return ask(method, target, headers, body);
  }
  Response made(Headers headers, const std::string& body = {}) {
    headers.emplace("upload-metadata", kBees);
    return tus("POST", "/api/uploads", headers, body);
  }
  // The address of a new upload.
  std::string fresh(std::size_t length = kMp3.size()) {
    return header(made({{"upload-length", std::to_string(length)}}), "Location");
  }
  Response patch(const std::string& at, std::size_t offset, const std::string& bytes, Headers headers = {}) {
    headers.emplace("content-type", "application/offset+octet-stream");
    headers.emplace("upload-offset", std::to_string(offset));
    headers.emplace("content-length", std::to_string(bytes.size()));
    return tus("PATCH", at, headers, bytes);
  }
  std::string part(const std::string& bytes) {
    const Response answer =
        tus("POST", "/api/uploads", {{"upload-length", std::to_string(bytes.size())}, {"upload-concat", "partial"}});
    EXPECT_EQ(answer.status, 201) << text_of(answer);
    const std::string at = header(answer, "Location");
    EXPECT_EQ(patch(at, 0, bytes).status, 204);
    return at;
  }
  std::size_t episodes() { return database->episodes().newest(100)->size(); }
};

}  // namespace podpromo
