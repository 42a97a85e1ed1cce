// Requests that want the server to fetch something: an address where an id, a name or a host belongs. A listener stands
// at that address and must not hear from anybody.
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "table.hpp"
#include "target.hpp"

namespace podpromo {
namespace {

// Listens on this machine and counts who comes.
class Bait {
 public:
  Bait() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&here), size), 0);
    EXPECT_EQ(::listen(socket_.get(), 16), 0);
    EXPECT_EQ(::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&here), &size), 0);
    port_ = ntohs(here.sin_port);
  }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  // Somebody knocks within `patience_ms`.
  bool taken(int patience_ms) const {
    pollfd ready{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    return ::poll(&ready, 1, patience_ms) > 0;
  }

 private:
  FileDescriptor socket_;
  std::uint16_t port_ = 0;
};

class RequestsElsewhere : public Attack {
 protected:
  void send(const std::string& attack, const std::string& bytes, const std::string& expected) {
    const Heard heard = podpromo::heard(Target::open().port(), bytes);
    record({"SSRF", attack, expected, statuses(heard) + (bait.taken(0) ? " AND A CALL" : "")});
  }
  void get(const std::string& attack, const std::string& path, const std::string& expected,
           const std::string& more = {}) {
    send(attack, request("GET", path, more) + "\r\n", expected);
  }

  const Bait bait;
  const std::string url = "http://" + bait.address() + "/x";
};

TEST_F(RequestsElsewhere, AreNotMadeForAddressesInARequest) {
  get("an address of another server as a proxy gets it", url, "400|421");
  send("CONNECT", "CONNECT " + bait.address() + " HTTP/1.1\r\nHost: " + bait.address() + "\r\n\r\n", "400");
  get("an address for an episode", "/api/progress/" + url, "404");
  get("an address for a clip", "/api/clips/" + url + "/words", "404");
  get("an address for a file to sign", "/api/signed-download?area=clips&name=" + url, "404");
  get("an address for a preview", "/api/previews/get?name=" + url, "404|403");
  get("an address for a page", "/" + url, "200|404");
  get("a Host of another server", "/api/progress", "404|200", "Host: " + bait.address() + "\r\n");
  get("headers that name another server", "/api/progress", "404|200",
      "X-Forwarded-Host: " + bait.address() + "\r\nX-Forwarded-For: " + bait.address() +
          "\r\nForwarded: host=" + bait.address() + "\r\nX-Original-URL: " + url + "\r\nReferer: " + url + "\r\n");
  EXPECT_FALSE(bait.taken(200));
}

TEST_F(RequestsElsewhere, AreNotMadeForAddressesInAForm) {
  const std::string form = "--X\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\n" + url +
                           "\r\n--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + url +
                           ".mp3\"\r\nContent-Type: message/external-body; access-type=URL; URL=\"" + url +
                           "\"\r\n\r\n" + url + "\r\n--X--\r\n";
  send("an address in a form, as its file's name and in its file",
       request(
           "POST", "/api/upload",
           "Content-Type: multipart/form-data; boundary=X\r\nContent-Length: " + std::to_string(form.size()) + "\r\n") +
           "\r\n" + form,
       "415");
  EXPECT_FALSE(bait.taken(200));
}

}  // namespace
}  // namespace podpromo
