#include "base/log_here.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace podpromo {

namespace {

thread_local std::shared_ptr<spdlog::logger> innermost;

}  // namespace

std::shared_ptr<spdlog::logger> log_here() { return innermost ? innermost : spdlog::default_logger(); }

LogScope::LogScope(std::shared_ptr<spdlog::logger> logger) : outer_(std::exchange(innermost, std::move(logger))) {}
LogScope::~LogScope() { innermost = std::move(outer_); }

}  // namespace podpromo
