#include "http/message.hpp"

#include "http/answers.hpp"

namespace podpromo {

namespace {

std::string_view found_or_empty(const std::map<std::string, std::string>& in, const std::string& name) {
  const auto it = in.find(name);
  return it == in.end() ? std::string_view{} : std::string_view{it->second};
}

}  // namespace

std::string_view Request::header(const std::string& name) const { return found_or_empty(headers, name); }
std::string_view Request::parameter(const std::string& name) const { return found_or_empty(parameters, name); }

std::string Request::query_or(const std::string& name, std::string_view otherwise) const {
  const auto it = query.find(name);
  return it == query.end() ? std::string(otherwise) : it->second;
}

Response& Response::with(std::string name, std::string value) {
  headers.emplace_back(std::move(name), std::move(value));
  return *this;
}

std::optional<std::uint64_t> Response::length() const {
  if (const auto* text = std::get_if<std::string>(&body)) return text->size();
  if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body)) return (*shared)->size();
  if (const auto* file = std::get_if<FileBody>(&body)) return file->length;
  return std::nullopt;
}

Response event_stream(std::shared_ptr<EventSource> source) {
  Response response{.status = 200, .headers = {}, .body = std::move(source)};
  // The last one tells a proxy in front of us to pass each event on at once.
  return response.with("Content-Type", "text/event-stream")
      .with("Cache-Control", "no-store")
      .with("X-Accel-Buffering", "no");
}

Response BodySink::refusal(const Error& error) { return problem(error); }

}  // namespace podpromo
