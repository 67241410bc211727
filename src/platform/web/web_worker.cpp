#include "platform/web/web_worker.hpp"

#include "app/transfer/export_service.hpp"
#include "app/transfer/import_service.hpp"
#include "platform/web/imports.hpp"

namespace tw::web {
namespace {

void post(const Json& message) {
    const std::string text = dump_json(message);
    twjs_worker_post(text.data(), text.size());
}

} // namespace

Worker::Worker() : host_(requests_), storage_(requests_) {
    twjs_worker_listen();
}

void Worker::run() {
    requests_.run();
    if (work_)
        work_->step();
    if (requests_.arrived())
        twjs_request_frame();
}

void Worker::message(std::string_view json) {
    const auto wish = parse_json(json);
    if (!wish)
        return;
    if (!work_) {
        const AppPorts ports = {.host = &host_, .clock = &clock_, .random = &random_, .storage = &storage_};
        if (string_or(*wish, "do", "") == "import")
            work_ = std::make_unique<ImportService>(ports, Pieces::large, post);
        else
            work_ = std::make_unique<ExportService>(ports, Pieces::large, nullptr, post);
    }
    work_->take(*wish);
}

} // namespace tw::web
