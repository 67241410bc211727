#include "services/services.hpp"

#include "base/time.hpp"
#include "ports/clock.hpp"

namespace tw::server {

std::string now_iso(const Services& services) {
    return iso_from_ms(services.clock.now_ms_utc());
}

} // namespace tw::server
