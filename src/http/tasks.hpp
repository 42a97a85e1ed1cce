#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace podpromo {

// Coroutines that live on one thread's io_context.
using LaneExecutor = boost::asio::io_context::executor_type;
using LaneSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, LaneExecutor>;
template <typename T>
using Task = boost::asio::awaitable<T, LaneExecutor>;
inline constexpr boost::asio::use_awaitable_t<LaneExecutor> kTask{};

inline auto quietly(boost::system::error_code& trouble) { return boost::asio::redirect_error(kTask, trouble); }

// Runs `work`, which must not throw, in `pool`, and goes on with its result on the coroutine's own thread.
template <typename Work>
Task<std::invoke_result_t<Work>> in_pool(boost::asio::thread_pool& pool, Work work) {
  std::optional<std::invoke_result_t<Work>> result;
  auto begin = [&](auto resume) {
    auto here = boost::asio::get_associated_executor(resume);
    auto job = [&work, &result, guard = boost::asio::make_work_guard(here), resume = std::move(resume)]() mutable {
      result.emplace(work());
      auto executor = guard.get_executor();
      boost::asio::post(executor, std::move(resume));
    };
    boost::asio::post(pool, std::move(job));
  };
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<LaneExecutor>&, void()>(begin, kTask);
  co_return *std::move(result);
}

}  // namespace podpromo
