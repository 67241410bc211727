// Work that may block, done on a worker thread while a coroutine of the thread that moves bytes waits for it.
#pragma once

#include "http/beast_stream.hpp"

#include <type_traits>

namespace tw::server {

template <class F>
asio::awaitable<std::invoke_result_t<F>> on_worker(asio::thread_pool& workers, F work) {
    using Answer = std::invoke_result_t<F>;
    const auto run_it = [&work]() -> asio::awaitable<Answer> { co_return work(); };
    Answer answer = co_await asio::co_spawn(workers, run_it, asio::use_awaitable);
    co_return answer;
}

} // namespace tw::server
