#include "http/metrics.hpp"

#include "base/version.hpp"

#include <fstream>
#include <map>
#include <mutex>
#include <tuple>

#include <unistd.h>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace tw::server {
namespace {

/// Bytes of memory in use, as Linux tells; 0 where it does not.
double resident_bytes() {
    std::ifstream in("/proc/self/statm");
    double pages = 0;
    in >> pages >> pages;
    return in ? pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) : 0;
}

const prometheus::Histogram::BucketBoundaries buckets_s = {0.001, 0.002, 0.005, 0.01, 0.025, 0.05,
                                                           0.1,   0.25,  0.5,   1,    2.5,   10};

} // namespace

struct Metrics::Parts {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                            .Name("tagwright_http_requests_total")
                                                            .Help("Requests answered, by route, method and status")
                                                            .Register(registry);
    prometheus::Family<prometheus::Histogram>& durations =
        prometheus::BuildHistogram()
            .Name("tagwright_http_request_duration_seconds")
            .Help("Time from a request's last byte to its answer's last, by route and method")
            .Register(registry);
    prometheus::Family<prometheus::Counter>& sign_ins = prometheus::BuildCounter()
                                                            .Name("tagwright_sign_ins_total")
                                                            .Help("Attempts to sign in, by result")
                                                            .Register(registry);
    prometheus::Gauge& memory = prometheus::BuildGauge()
                                    .Name("process_resident_memory_bytes")
                                    .Help("Memory the server uses")
                                    .Register(registry)
                                    .Add({});
    prometheus::Counter& signed_in = sign_ins.Add({{"result", "succeeded"}});
    prometheus::Counter& refused = sign_ins.Add({{"result", "refused"}});

    // Adding a label set locks and hashes them all; the few that exist are found here instead.
    std::mutex mutex;
    std::map<std::tuple<std::string, std::string, int>, prometheus::Counter*> counters;
    std::map<std::tuple<std::string, std::string>, prometheus::Histogram*> histograms;
};

Metrics::Metrics() : parts_(std::make_unique<Parts>()) {
    prometheus::BuildGauge()
        .Name("tagwright_build_info")
        .Help("1, with the version as a label")
        .Register(parts_->registry)
        .Add({{"version", std::string(version())}})
        .Set(1);
}

Metrics::~Metrics() = default;

void Metrics::observe(std::string_view method, std::string_view route, int status, double duration_ms) {
    const std::string method_text(method);
    const std::string route_text(route.empty() ? "none" : route);
    const std::lock_guard lock(parts_->mutex);
    prometheus::Counter*& counter = parts_->counters[{method_text, route_text, status}];
    if (!counter)
        counter =
            &parts_->requests.Add({{"method", method_text}, {"route", route_text}, {"status", std::to_string(status)}});
    counter->Increment();
    prometheus::Histogram*& histogram = parts_->histograms[{method_text, route_text}];
    if (!histogram)
        histogram = &parts_->durations.Add({{"method", method_text}, {"route", route_text}}, buckets_s);
    histogram->Observe(duration_ms / 1000);
}

void Metrics::observe_sign_in(bool succeeded) {
    (succeeded ? parts_->signed_in : parts_->refused).Increment();
}

std::string Metrics::text() const {
    parts_->memory.Set(resident_bytes());
    return prometheus::TextSerializer().Serialize(parts_->registry.Collect());
}

} // namespace tw::server
