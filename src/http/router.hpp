#pragma once

#include "http/message.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace podpromo {

using Handler = std::function<Response(Request&)>;
// Gives what is in memory, and nothing when that isn't enough.
using QuickHandler = std::function<std::optional<Response>(Request&)>;
// Looks at the head of a request; gives the sink for its body, or the error to answer at once.
using StreamHandler = std::function<Result<std::unique_ptr<BodySink>>(Request&)>;

// What a request is for. Exactly one of `handler` and `stream` is set.
struct Match {
  const Handler* handler = nullptr;
  const StreamHandler* stream = nullptr;
  const QuickHandler* quick = nullptr;  // to be asked before the handler, where there is one
};

// Patterns like "/api/episodes/{id}/clips": a {name} stands for one segment; "{rest...}" as the last one for all that
// follow. The first that fits wins, so write the particular before the general. HEAD goes to the GET handler.
class Router {
 public:
  // The handler may wait for disk and database.
  void on(std::string method, std::string pattern, Handler handler);
  // This one must not: it runs where thousands of connections are served.
  void on_at_once(std::string method, std::string pattern, Handler handler);
  // Nor must `quick`; what it doesn't answer, the handler does, which may wait.
  void on_at_once(std::string method, std::string pattern, QuickHandler quick, Handler handler);
  void on_upload(std::string method, std::string pattern, StreamHandler handler);

  // Sets request.parameters. Fails with not_found; a known path with another method fails with bad_request and, in the
  // detail, the methods it takes ("Allow").
  Result<Match> match(Request& request) const;

  // "GET /api/progress/{id}" of every route, for the check that the API's description names them all.
  std::vector<std::string> list() const;

 private:
  struct Route {
    std::string method;
    std::string pattern;
    std::vector<std::string> segments;
    Handler handler;
    StreamHandler stream;
    QuickHandler quick = {};
  };
  std::vector<Route> routes_;
};

// Splits at '/' and decodes %XX in each segment, so an encoded slash stays inside its segment. Nothing when a
// percent sign isn't followed by two hex digits.
std::optional<std::vector<std::string>> path_segments(std::string_view path);
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space = false);
// Unreserved characters (RFC 3986) stay, the rest becomes %XX; '/' stays too when `keep_slash`.
std::string percent_encoded(std::string_view text, bool keep_slash = false);
// "a=1&b=2" after the question mark; pairs that can't be decoded are left out.
std::map<std::string, std::string> query_of(std::string_view query);

}  // namespace podpromo
