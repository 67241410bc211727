// Answers of the browser on their way back. A call takes a number; the browser answers by it whenever it is ready; the
// answer waits here until the start of the next frame, so nothing is ever called back while something draws. Every
// request is answered at most once; what is never answered dies with its owner.
#pragma once

#include "ports/completion.hpp"
#include "ports/stores.hpp"

#include <unordered_map>
#include <vector>

namespace tw::web {

class Requests {
public:
    using Answer = std::function<void(Result<Bytes>)>;

    std::uint32_t add(Answer answer) {
        waiting_.emplace(++last_, std::move(answer));
        return last_;
    }
    void answer(std::uint32_t request, Result<Bytes> result) { arrived_.push_back({request, std::move(result)}); }
    /// Calls back for everything that arrived; what arrives meanwhile waits for the next frame.
    void run() {
        std::vector<Arrived> batch;
        batch.swap(arrived_);
        for (Arrived& one : batch) {
            const auto found = waiting_.find(one.request);
            if (found == waiting_.end())
                continue;
            const Answer answer = std::move(found->second);
            waiting_.erase(found);
            answer(std::move(one.result));
        }
    }
    [[nodiscard]] bool arrived() const { return !arrived_.empty(); }

private:
    struct Arrived {
        std::uint32_t request;
        Result<Bytes> result;
    };
    std::unordered_map<std::uint32_t, Answer> waiting_;
    std::vector<Arrived> arrived_;
    std::uint32_t last_ = 0;
};

} // namespace tw::web
