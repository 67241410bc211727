#include "http/metrics.hpp"

#include <doctest/doctest.h>

using namespace tw::server;

TEST_CASE("requests are counted by route, method and status") {
    Metrics metrics;
    for (int i = 0; i < 3; ++i)
        metrics.observe("GET", "/api/projects/{id:int}/", 200, 3);
    metrics.observe("GET", "/api/projects/{id:int}/", 404, 1);
    metrics.observe("POST", "", 404, 1);
    metrics.observe_sign_in(false);
    const std::string text = metrics.text();
    CHECK(text.find(R"(tagwright_http_requests_total{method="GET",route="/api/projects/{id:int}/",status="200"} 3)") !=
          std::string::npos);
    CHECK(text.find(R"(status="404"} 1)") != std::string::npos);
    CHECK(
        text.find(R"(tagwright_http_request_duration_seconds_count{method="GET",route="/api/projects/{id:int}/"} 4)") !=
        std::string::npos);
    CHECK(text.find(R"(route="none")") != std::string::npos);
    CHECK(text.find(R"(tagwright_sign_ins_total{result="refused"} 1)") != std::string::npos);
    CHECK(text.find("process_resident_memory_bytes ") != std::string::npos);
}
