#pragma once

#include "studio/settings.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace podpromo {

enum class Verdict { ok, warning, problem };
// "ok", "warning", "problem".
std::string_view verdict_name(Verdict verdict);

// One thing that was looked at.
struct Finding {
  std::string topic;  // "Folders"
  std::string name;   // "UPLOAD_DIR"
  Verdict verdict = Verdict::ok;
  std::string says;         // what is so
  std::string remedy = {};  // how to mend it; empty when all is well
};
using Findings = std::vector<Finding>;

// Collects what is found about one thing after another under one topic.
class Report {
 public:
  Report(std::string topic, Findings& into) : topic_(std::move(topic)), into_(into) {}

  void ok(std::string name, std::string says) { add(Verdict::ok, std::move(name), {Fault::internal, std::move(says)}); }
  void warning(std::string name, std::string says, std::string remedy) {
    add(Verdict::warning, std::move(name), {Fault::internal, std::move(says), std::move(remedy)});
  }
  void problem(std::string name, std::string says, std::string remedy) {
    add(Verdict::problem, std::move(name), {Fault::internal, std::move(says), std::move(remedy)});
  }
  // What a failure says, with its detail, which may name paths: whoever asks a doctor runs the server.
  void trouble(Verdict verdict, std::string name, const Error& error);

 private:
  void add(Verdict verdict, std::string name, Error what) {
    into_.push_back({topic_, std::move(name), verdict, std::move(what.reason), std::move(what.remedy)});
  }
  std::string topic_;
  Findings& into_;
};

// "12.3 GB".
std::string bytes_text(std::uint64_t bytes);

}  // namespace podpromo
