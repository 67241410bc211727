#include "model/caller.hpp"

namespace tw::server {

std::string_view to_string(Role role) {
    switch (role) {
    case Role::annotator:
        return "annotator";
    case Role::reviewer:
        return "reviewer";
    case Role::manager:
        return "manager";
    case Role::admin:
        return "admin";
    }
    return "annotator";
}

Role role_from(std::string_view name) {
    for (const Role role : {Role::annotator, Role::reviewer, Role::manager, Role::admin})
        if (to_string(role) == name)
            return role;
    return Role::annotator;
}

} // namespace tw::server
