// The promises of an op log, asked of IndexedDB: a page that runs the suite of this folder in a browser. The suite waits
// for answers by letting the page have its turns (JavaScript Promise Integration), so it is the same code as elsewhere.
#define DOCTEST_CONFIG_IMPLEMENT
#define DOCTEST_CONFIG_NO_POSIX_SIGNALS
#include "base/message_json.hpp"
#include "conformance/op_log_suite.hpp"
#include "platform/web/web_storage.hpp"

#include <doctest/doctest.h>
#include <emscripten.h>

extern "C" { // op_log_page.js
void twjs_test_begin(int number);
void twjs_test_close();
void twjs_test_tear();
}

using namespace tw;
using namespace tw::test;

namespace {

web::Requests requests;

/// A database of its own, empty at first.
class IndexedDbBench : public OpLogBench {
public:
    IndexedDbBench() {
        static int count = 0;
        twjs_test_begin(++count);
    }
    ~IndexedDbBench() override { reopen(); }
    OpLog& log() override { return storage_; }
    void run() override {
        emscripten_sleep(0);
        requests.run();
    }
    void reopen() override {
        twjs_test_close();
        requests = {};
    }
    bool tear_next_write() override {
        twjs_test_tear();
        return true;
    }

private:
    web::WebStorage storage_{requests};
};

} // namespace

extern "C" {
EMSCRIPTEN_KEEPALIVE void tw_done(std::uint32_t request, const char* code, std::size_t code_size, const char* details,
                                  std::size_t details_size, const std::uint8_t* bytes, std::size_t size) {
    if (code_size != 0)
        requests.answer(request, std::unexpected(error_from_json(
                                     {{"key", std::string_view(code, code_size)},
                                      {"arguments", parse_json({details, details_size}).value_or(Json())}})));
    else
        requests.answer(request, Bytes(bytes, bytes + size));
}
/// Answers, later, how many test cases failed; what there is to read was printed.
EMSCRIPTEN_KEEPALIVE int run_suite() {
    doctest::Context context;
    context.setOption("no-colors", true);
    return context.run();
}
}

TEST_CASE("IndexedDB keeps the promises of an op log") {
    check_op_log([] { return std::make_unique<IndexedDbBench>(); });
}
TEST_CASE("IndexedDB keeps what is to be sent") {
    check_outbox([] { return std::make_unique<IndexedDbBench>(); });
}
