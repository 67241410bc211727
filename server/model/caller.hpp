// Who asks. Made once per request by authentication, handed to every service; there is no other notion of "current user".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tw::server {

enum class Role : std::uint8_t { annotator, reviewer, manager, admin };
std::string_view to_string(Role role);
Role role_from(std::string_view name); ///< annotator for what is not known

struct Caller {
    enum class By : std::uint8_t { session, legacy_token, access_token, ticket };
    std::int64_t user_id = 0;
    std::int64_t organization_id = 0;
    Role role = Role::annotator;
    By by = By::session;
    std::string email;
};

} // namespace tw::server
