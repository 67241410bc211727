// Figures for a Prometheus that asks: how many requests of which route ended how, and how long they took, how many are
// being answered, and a few of the process. Routes are patterns, never paths, so that their number is bounded. May be
// used from many threads at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tw::server {

class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// `route` "" is a path without one.
    void observe(std::string_view method, std::string_view route, int status, double duration_ms);
    /// A sign-in that worked or was refused.
    void observe_sign_in(bool succeeded);
    /// In Prometheus' text form.
    [[nodiscard]] std::string text() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace tw::server
