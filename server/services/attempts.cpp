#include "services/attempts.hpp"

#include <algorithm>
#include <cmath>

#include <arpa/inet.h>

#include <fmt/format.h>

namespace tw::server {

Result<void> Attempts::admit(std::string_view who, double now_ms) {
    const std::lock_guard lock(mutex_);
    if (records_.size() >= rules_.most_kept)
        forget_old(now_ms);
    Record& record = records_.try_emplace(std::string(who)).first->second;
    if (record.last_ms + rules_.forgotten_after_ms < now_ms)
        record = {};
    if (record.next_at_ms > now_ms)
        return fail("rate-limited",
                    fmt::format("Too many attempts to sign in. Try again in {} seconds.",
                                static_cast<long long>(std::ceil((record.next_at_ms - now_ms) / 1000))));
    ++record.failures;
    record.last_ms = now_ms;
    if (const int over = record.failures - rules_.free_failures; over >= 0)
        record.next_at_ms =
            now_ms + std::min(rules_.longest_wait_ms, std::ldexp(rules_.first_wait_ms, std::min(over, 30)));
    return {};
}

void Attempts::succeeded(std::string_view who) {
    const std::lock_guard lock(mutex_);
    if (const auto found = records_.find(who); found != records_.end())
        records_.erase(found);
}

void Attempts::take_back(std::string_view who, double now_ms) {
    const std::lock_guard lock(mutex_);
    const auto found = records_.find(who);
    if (found == records_.end() || found->second.failures == 0)
        return;
    --found->second.failures;
    found->second.next_at_ms = now_ms;
}

void Attempts::forget_old(double now_ms) {
    std::erase_if(records_, [&](const auto& item) {
        return item.second.last_ms + rules_.forgotten_after_ms < now_ms || item.second.failures < rules_.free_failures;
    });
    // Still full: somebody tries from everywhere. Those who tried least lately go first.
    while (records_.size() >= rules_.most_kept)
        records_.erase(std::ranges::min_element(records_, {}, [](const auto& item) { return item.second.last_ms; }));
}

std::string address_group(std::string_view remote_address) {
    const std::string text(remote_address);
    in6_addr six{};
    if (inet_pton(AF_INET6, text.c_str(), &six) != 1)
        return text;
    if (IN6_IS_ADDR_V4MAPPED(&six))
        return fmt::format("{}.{}.{}.{}", six.s6_addr[12], six.s6_addr[13], six.s6_addr[14], six.s6_addr[15]);
    std::string group;
    for (int i = 0; i < 8; ++i)
        group += fmt::format("{:02x}", six.s6_addr[i]);
    return group + "/64";
}

} // namespace tw::server
