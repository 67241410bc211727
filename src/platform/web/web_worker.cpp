#include "platform/web/web_worker.hpp"

#include "platform/web/imports.hpp"

namespace tw::web {
namespace {

void post(const Json& message) {
    const std::string text = dump_json(message);
    twjs_worker_post(text.data(), text.size());
}

} // namespace

Worker::Worker()
    : host_(requests_), storage_(requests_), imports_(host_, storage_, clock_, random_, ImportRun::Pieces::large, post),
      exports_(host_, storage_, clock_, random_, export_slice_of_worker, nullptr, post) {
    twjs_worker_listen();
}

void Worker::run() {
    requests_.run();
    imports_.step();
    exports_.step();
    if (requests_.arrived())
        twjs_request_frame();
}

void Worker::message(std::string_view json) {
    if (const auto wish = parse_json(json)) { // each knows its own
        imports_.take(*wish);
        exports_.take(*wish);
    }
}

} // namespace tw::web
