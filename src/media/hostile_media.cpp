#include "media/hostile_media.hpp"

#include "process/run.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace podpromo {

namespace {

using namespace std::string_literals;

constexpr auto kNotMedia = "not a kind of media file";

fs::path written(const fs::path& file, std::string_view bytes) {
  EXPECT_TRUE(write_durably(file, bytes));
  return file;
}

// The arguments between ffmpeg's general options and the name of the file to make.
fs::path made(const fs::path& file, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"-hide_banner", "-nostdin", "-loglevel", "error", "-y"});
  arguments.push_back(file.string());
  const auto finished =
      run({.program = "ffmpeg", .arguments = std::move(arguments), .limits = {.low_priority = false}});
  EXPECT_TRUE(finished && finished->exit_code == 0) << (finished ? finished->error_tail : finished.error().detail);
  return file;
}

std::string bytes_of(const fs::path& file) { return read_whole(file).value_or(""); }

std::string big_endian(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

std::string little_endian(std::uint32_t value) {
  std::string bytes = big_endian(value);
  std::ranges::reverse(bytes);
  return bytes;
}

std::string png_chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const auto sum = ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(static_cast<std::uint32_t>(sum));
}

// A black picture of one bit a pixel: few bytes, very many pixels.
std::string huge_png(std::uint32_t side) {
  const std::string pixels((side / 8 + 1) * std::size_t{side}, '\0');
  uLongf size = ::compressBound(pixels.size());
  std::string packed(size, '\0');
  ::compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(pixels.data()),
             pixels.size());
  packed.resize(size);
  return "\x89PNG\r\n\x1a\n" + png_chunk("IHDR", big_endian(side) + big_endian(side) + std::string("\1\0\0\0\0", 5)) +
         png_chunk("IDAT", packed) + png_chunk("IEND", "");
}

// ID3v2.4, whose lengths leave the upper bit of each byte free.
std::string seven_bit_length(std::size_t length) {
  std::string bytes;
  for (const int shift : {21, 14, 7, 0}) bytes += static_cast<char>(length >> shift & 0x7F);
  return bytes;
}

std::string with_cover(const std::string& mp3, const std::string& png) {
  const std::string picture = "\0image/png\0\3\0"s + png;
  const std::string frame = "APIC" + seven_bit_length(picture.size()) + "\0\0"s + picture;
  return "ID3\4\0\0"s + seven_bit_length(frame.size()) + frame + mp3;
}

std::string noise(std::size_t bytes, std::uint32_t seed) {
  std::string all(bytes, '\0');
  std::ranges::generate(all, [&seed] { return static_cast<char>((seed = seed * 1664525u + 1013904223u) >> 24); });
  return all;
}

struct WavHeader {
  std::uint16_t channels = 1;
  std::uint32_t rate = 16000;
  std::uint32_t data_bytes = 0;
};

std::string wav(const WavHeader& header, std::size_t bytes) {
  const auto half = [](std::uint32_t value) { return little_endian(value).substr(0, 2); };
  return "RIFF" + little_endian(header.data_bytes + 36) + "WAVEfmt " + little_endian(16) + half(1) +
         half(header.channels) + little_endian(header.rate) + little_endian(header.rate * header.channels * 2) +
         half(header.channels * 2u) + half(16) + "data" + little_endian(header.data_bytes) + noise(bytes, 7);
}

// The same, with another length behind the first `name`.
std::string with_length(std::string bytes, const std::string& name, std::uint32_t value) {
  const auto at = bytes.find(name);
  EXPECT_NE(at, std::string::npos) << name;
  return at == std::string::npos ? bytes : bytes.replace(at + name.size(), 4, little_endian(value));
}

std::string hls(const std::string& target, const std::string& tags = "") {
  return "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n" + tags + "#EXTINF:1,\n" + target + "\n#EXT-X-ENDLIST\n";
}

std::string dash(const std::string& target) {
  return "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
         "mediaPresentationDuration=\"PT1S\"><Period><AdaptationSet mimeType=\"audio/mp4\"><Representation id=\"a\" "
         "bandwidth=\"1\"><BaseURL>" +
         target + "</BaseURL></Representation></AdaptationSet></Period></MPD>\n";
}

// What each kind of playlist can be told to open.
std::vector<std::string> targets(const fs::path& secret, const std::string& address) {
  const std::string file = secret.string();
  return {"file://" + file,
          "file:" + file,
          file,
          secret.filename().string(),
          "../" + (secret.parent_path().filename() / secret.filename()).string(),
          address + "/segment.ts",
          "subfile,,start,0,end,1000,,:" + file,
          "data:audio/mpeg;base64,SUQz",
          "concat:" + file + "|" + file,
          "crypto+file:" + file,
          "async:" + address,
          "cache:" + address,
          "tcp://" + address.substr(7),
          "udp://" + address.substr(7),
          "rtp://" + address.substr(7)};
}

std::vector<std::string> playlists(const fs::path& secret, const std::string& address) {
  std::vector<std::string> all;
  for (const std::string& target : targets(secret, address)) {
    all.push_back(hls(target));
    all.push_back("ffconcat version 1.0\nfile '" + target + "'\n");
    all.push_back(dash(target));
  }
  all.push_back(hls(secret.string(), "#EXT-X-KEY:METHOD=AES-128,URI=\"" + address + "/key\"\n"));
  all.push_back(hls(secret.string(), "#EXT-X-MAP:URI=\"" + address + "/map\"\n"));
  all.push_back("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + address + "/list.m3u8\n");
  all.emplace_back("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n");
  all.push_back("[playlist]\nFile1=" + address + "/a.mp3\nNumberOfEntries=1\n");
  all.push_back("<ASX version=\"3.0\"><entry><ref href=\"" + address + "/a\"/></entry></ASX>");
  return all;
}

constexpr std::array kTwelve{"mp3", "wav", "m4a", "aac", "flac", "ogg", "opus", "mp4", "mov", "mkv", "webm", "avi"};

// First bytes that pass for media, so that the text behind them gets as far as it can.
std::string masked(std::size_t number, const std::string& text) {
  switch (number % 4) {
    case 0: return text;
    case 1: return "ID3\4\0\0\0\0\0\0"s + text;
    case 2:
      return "\0\0\0\x10"
             "ftypisom\0\0\0\0"s +
             text;
    default: return "\n\n\n" + text;
  }
}

const std::vector<std::string> kTone{"-f", "lavfi", "-i", "sine=d=3:r=16000"};

std::vector<std::string> tone_and(std::vector<std::string> more) {
  more.insert(more.begin(), kTone.begin(), kTone.end());
  return more;
}

void add_cut_and_empty(std::vector<HostileFile>& all, const fs::path& folder) {
  const std::string film = bytes_of(made(folder / "whole.mp4", tone_and({"-c:a", "aac"})));
  const std::string mp3 = bytes_of(made(folder / "whole.mp3", kTone));
  all.push_back({written(folder / "empty.mp3", ""), "is empty"});
  all.push_back({written(folder / "one-byte.wav", "R"), kNotMedia});
  all.push_back({written(folder / "no-index.mp4", film.substr(0, film.find("moov") - 4)), "its index is missing"});
  all.push_back({written(folder / "cut.mp3", mp3.substr(0, mp3.size() / 2 + 13)), ""});
  all.push_back({written(folder / "header-only.flac", "fLaC"), "can't be"});
  all.push_back({written(folder / "noise.mp3", noise(300'000, 1)), kNotMedia});
  all.push_back({written(folder / "noise-behind-tag.mp3", "ID3\4\0\0\0\0\0\0"s + noise(300'000, 2)), "can't be"});
  all.push_back({written(folder / "noise-behind-box.mp4",
                         "\0\0\0\x10"
                         "ftypisom\0\0\0\0"s +
                             noise(300'000, 3)),
                 "index"});
  all.push_back({written(folder / "zeros.mp3", std::string(1 << 20, '\0')), kNotMedia});
}

void add_liars(std::vector<HostileFile>& all, const fs::path& folder) {
  constexpr std::uint32_t kFar = 0xFFFFFF00;
  const std::string avi = bytes_of(made(folder / "whole.avi", tone_and({"-f", "lavfi", "-i", "testsrc=d=3:s=64x48"})));
  const std::string flac = bytes_of(made(folder / "whole.flac", kTone));
  all.push_back({written(folder / "far.wav", wav({.data_bytes = kFar}, 96'000)), ""});
  all.push_back({written(folder / "crowd.wav", wav({.channels = 65535, .data_bytes = 96'000}, 96'000)), "can't be"});
  all.push_back({written(folder / "still.wav", wav({.rate = 0, .data_bytes = 96'000}, 96'000)), "can't be"});
  all.push_back({written(folder / "far.avi", with_length(with_length(avi, "RIFF", kFar), "movi", kFar)), ""});
  // STREAMINFO's number of samples, 36 bits from the middle of byte 21 on: 64 billion.
  std::string long_flac = flac;
  long_flac[21] = static_cast<char>(long_flac[21] | 0x0F);
  all.push_back({written(folder / "boasting.flac", long_flac), "longer than 24 hours"});
}

void add_bombs(std::vector<HostileFile>& all, const fs::path& folder) {
  const std::string mp3 = bytes_of(made(folder / "plain.mp3", kTone));
  all.push_back({written(folder / "cover-15000.mp3", with_cover(mp3, huge_png(15000))), ""});
  all.push_back({written(folder / "cover-5700.mp3", with_cover(mp3, huge_png(5700))), ""});
  all.push_back({made(folder / "day-and-more.flac",
                      {"-f", "lavfi", "-i", "anullsrc=r=4000:cl=mono:n=65535", "-t", "97200", "-frame_size", "32768"}),
                 "longer than 24 hours"});
  all.push_back(
      {made(folder / "wide.mp4", tone_and({"-f", "lavfi", "-i", "color=s=16000x64:d=1:r=5", "-c:v", "mjpeg"})), ""});
}

void add_crowds(std::vector<HostileFile>& all, const fs::path& folder) {
  std::vector<std::string> many = kTone;
  for (int i = 0; i < 200; ++i) many.insert(many.end(), {"-map", "0"});
  many.insert(many.end(), {"-c:a", "pcm_s16le"});
  all.push_back({made(folder / "crowd.mkv", many), ""});
  const std::string ogg = bytes_of(made(folder / "whole.ogg", kTone));
  const std::string opus = bytes_of(made(folder / "whole.opus", kTone));
  std::string chain;
  for (int i = 0; i < 20; ++i) chain += ogg;
  all.push_back({written(folder / "chained.ogg", chain), ""});
  all.push_back({written(folder / "chained-codecs.ogg", ogg + opus + ogg), ""});
  const fs::path font = written(folder / "font.ttf", noise(200'000, 5));
  all.push_back({made(folder / "fonts.mkv",
                      tone_and({"-attach", font.string(), "-metadata:s:t", "mimetype=application/x-truetype-font"})),
                 ""});
}

}  // namespace

std::vector<fs::path> disguised_playlists(const fs::path& folder, const fs::path& secret, std::uint16_t port) {
  std::vector<fs::path> all;
  for (const std::string& text : playlists(secret, fmt::format("http://127.0.0.1:{}", port))) {
    const std::size_t number = all.size();
    const std::string name = fmt::format("list-{}.{}", number, kTwelve[number % kTwelve.size()]);
    all.push_back(written(folder / name, masked(number, text)));
  }
  return all;
}

std::vector<HostileFile> broken_media(const fs::path& folder) {
  std::vector<HostileFile> all;
  add_cut_and_empty(all, folder);
  add_liars(all, folder);
  add_bombs(all, folder);
  add_crowds(all, folder);
  return all;
}

Listener::Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {::htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
  EXPECT_EQ(::listen(socket_.get(), 16), 0);
  EXPECT_EQ(::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  port_ = ::ntohs(address.sin_port);
}

bool Listener::was_called() const {
  pollfd waiting{socket_.get(), POLLIN, 0};
  return ::poll(&waiting, 1, 0) != 0;
}

}  // namespace podpromo
