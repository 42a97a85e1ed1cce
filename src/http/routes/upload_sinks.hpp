#pragma once

#include "http/front.hpp"
#include "http/message.hpp"

#include <memory>
#include <optional>

namespace podpromo {

// Answers at once, whatever comes: a body that was sent along is not read.
class AnsweredSink final : public BodySink {
 public:
  explicit AnsweredSink(Response response) : response_(std::move(response)) {}
  std::optional<Response> early_answer() override { return response_; }
  Done take(std::string_view) override { return failure(Fault::bad_request, "this was answered already"); }
  Response refusal(const Error&) override { return response_; }
  Response finish() override { return response_; }

 private:
  Response response_;
};

// The bytes of one PATCH. What came stays when the connection breaks.
class PieceSink final : public BodySink {
 public:
  PieceSink(const Front& front, std::shared_ptr<ResumableUpload> upload, std::unique_ptr<UploadWriter> writer)
      : front_(front), upload_(std::move(upload)), writer_(std::move(writer)) {}
  Done take(std::string_view bytes) override { return writer_->take(bytes); }
  Response refusal(const Error& error) override;
  Response finish() override;

 private:
  const Front& front_;
  std::shared_ptr<ResumableUpload> upload_;
  std::unique_ptr<UploadWriter> writer_;
};

// The first bytes of an upload that this request makes. Until it is answered nobody knows its address, so a connection
// that breaks takes the upload with it.
class CreationSink final : public BodySink {
 public:
  CreationSink(const Front& front, std::shared_ptr<ResumableUpload> upload, std::unique_ptr<UploadWriter> writer)
      : front_(front), upload_(std::move(upload)), writer_(std::move(writer)) {}
  ~CreationSink() override;
  Done take(std::string_view bytes) override { return writer_->take(bytes); }
  Response refusal(const Error& error) override;
  Response finish() override;

 private:
  const Front& front_;
  std::shared_ptr<ResumableUpload> upload_;
  std::unique_ptr<UploadWriter> writer_;
  bool kept_ = false;
};

// Parts that become one upload, once the request is known to have no body.
class JoinSink final : public BodySink {
 public:
  JoinSink(const Front& front, UploadRecord record) : front_(front), record_(std::move(record)) {}
  Done take(std::string_view bytes) override;
  Response refusal(const Error& error) override;
  Response finish() override;
  bool finish_copies() const override { return true; }

 private:
  const Front& front_;
  UploadRecord record_;
};

// 410 for an upload that can't be gone on with any more; nothing while it can.
std::optional<Response> when_over(const Front& front, const UploadState& state);

// `response` with the state of `upload`; when all of it is here it is taken in first, once; a transcript is read. A
// file that turns out to be none of ours, no transcript, or another than was announced, is deleted.
Response answered_with_outcome(const Front& front, ResumableUpload& upload, Response response);

}  // namespace podpromo
