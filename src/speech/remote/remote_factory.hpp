#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "speech/remote/speech_service.hpp"
#include "speech/transcriber.hpp"

namespace podpromo {

// What was learnt about a server, for all who ask it.
struct ServerHabits;

// Hears through a server: the only engine that lets sound leave this machine. Whatever the server lacks is made up for:
// word times come from its words, else its sentences, else the length of the text; what is too large for it is sent in
// halves. Names to listen for are told as a prompt; where it comes back as what was heard, the sound is asked about
// without it. Equal answers give equal words.
class RemoteFactory final : public TranscriberFactory {
 public:
  // Looks at the address and the key and asks nobody. Fails with bad_request.
  static Result<std::unique_ptr<RemoteFactory>> open(SpeechService service);
  ~RemoteFactory() override;

  Result<std::unique_ptr<Transcriber>> make() const override;
  std::string identity() const override;
  bool can_expect() const override { return true; }
  ChunkLimits chunk_limits() const override;

 private:
  RemoteFactory(SpeechService service, std::string url);
  SpeechService service_;
  std::string url_;
  std::shared_ptr<ServerHabits> habits_;
};

// Sends a second of silence, once, and says how the server answered ("answers in 0.4 s"). Fails as hearing does.
Result<std::string> how_it_answers(SpeechService service);

}  // namespace podpromo
