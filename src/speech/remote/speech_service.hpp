#pragma once

#include <chrono>
#include <string>

#include "base/result.hpp"

namespace podpromo {

// How often a server is asked before its trouble is ours, and how long between.
struct AskAgain {
  int tries = 5;
  std::chrono::milliseconds first_wait{1000};  // doubled each time
  // A server that wants to be left alone for longer is not waited for.
  std::chrono::milliseconds longest_wait{120'000};
};

// A server that hears for us, over OpenAI's way of asking: POST /v1/audio/transcriptions.
struct SpeechService {
  std::string url;          // as people give it: with the whole path, with a path that ends in /v1, or without a path
  std::string model;        // "whisper-1"
  std::string key;          // sent as a bearer token to this server only; empty = none
  bool plain_http = false;  // http to other machines is allowed
  AskAgain retries = {};
};

// The whole address to ask, without what may not be in one. Fails with bad_request when it is no address of http or
// https, when it holds a name or password (addresses are shown, keys are not), or when sound and key would go over
// http to another machine.
Result<std::string> transcriptions_url(const SpeechService& service);
// True when `url` leads to this machine: localhost or an address of the loopback.
bool is_this_machine(const std::string& url);
// The host of `url`, with its port where that is not the usual one; empty when there is none.
std::string host_of_url(const std::string& url);
// `key` without space around it. Fails with bad_request when it can't be sent in a header.
Result<std::string> sendable_key(const std::string& key);

}  // namespace podpromo
