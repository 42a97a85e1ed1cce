#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

#include "base/result.hpp"

namespace podpromo {

// Does a piece of work, by its number, on the thread of this number.
using PieceOfWork = std::function<Done(std::size_t thread, std::size_t piece)>;

// Has up to `threads` threads do the pieces 0…count-1, each once, in any order, and tells on the calling thread how
// many are done. Returns when all threads have ended: with the first failure, with internal when a piece threw, or with
// cancelled when `stop` was asked for.
// NOLINTNEXTLINE(readability-function-size): how much, by how many, what, whom to tell, and what ends it.
Done share_out(std::size_t count, std::size_t threads, const PieceOfWork& work,
               const std::function<void(std::size_t)>& told, const std::stop_token& stop);

}  // namespace podpromo
