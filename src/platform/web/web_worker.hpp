// The program in a worker: files, storage, a clock and one service of far_work.hpp, and nothing to see. It has turns instead of
// frames: one whenever an answer or a wish is there. One per module instance, made by main, ended with its worker.
#pragma once

#include "app/transfer/far_work.hpp"
#include "platform/web/web_host.hpp"
#include "platform/web/web_storage.hpp"

namespace tw::web {

class Worker {
public:
    Worker();
    /// One turn.
    void run();
    void message(std::string_view json);
    Requests& requests() { return requests_; }

private:
    Requests requests_;
    WebClock clock_;
    WebRandom random_;
    WebHost host_;
    WebStorage storage_;
    std::unique_ptr<WorkService> work_; ///< the one its first wish asks for
};

} // namespace tw::web
