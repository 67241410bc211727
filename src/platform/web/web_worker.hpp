// The program in a worker: files, storage, a clock and the services of far_work.hpp, and nothing to see. It has turns instead of
// frames: one whenever an answer or a wish is there. One per module instance, made by main, ended with its worker.
#pragma once

#include "app/transfer/export_service.hpp"
#include "app/transfer/import_service.hpp"
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
    ImportService imports_;
    ExportService exports_;
};

} // namespace tw::web
