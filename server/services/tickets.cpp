#include "services/tickets.hpp"

#include "base/hash.hpp"
#include "services/secrets.hpp"

namespace tw::server {

std::string Tickets::issue(const Caller& caller, double now_ms) {
    std::string ticket = random_token();
    Caller owner = caller;
    owner.by = Caller::By::ticket;
    const std::lock_guard lock(mutex_);
    std::erase_if(issued_, [now_ms](const auto& item) { return item.second.until_ms <= now_ms; });
    issued_[sha256_hex(ticket)] = {std::move(owner), now_ms + good_for_ms};
    return ticket;
}

std::optional<Caller> Tickets::redeem(std::string_view ticket, double now_ms) {
    const std::lock_guard lock(mutex_);
    const auto found = issued_.find(sha256_hex(ticket));
    if (found == issued_.end())
        return std::nullopt;
    Issued issued = std::move(found->second);
    issued_.erase(found);
    return issued.until_ms > now_ms ? std::optional(std::move(issued.caller)) : std::nullopt;
}

} // namespace tw::server
