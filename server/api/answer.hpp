// Short ways from what a service says to a response, for the files of api/.
#pragma once

#include "api/api.hpp"

namespace tw::server {

inline Result<Response> answer(Result<Json> json, int status = 200) {
    if (!json)
        return std::unexpected(std::move(json.error()));
    return json_response(status, *json);
}

/// 204, or the error.
inline Result<Response> answer_nothing(Result<void> done) {
    if (!done)
        return std::unexpected(std::move(done.error()));
    return empty_response(204);
}

/// The body, which has to be an object. Errors: those of Call::json, "validation".
inline Result<Json> body_object(const Call& call) {
    Result<Json> body = call.json();
    if (body && !body->is_object())
        return fail("validation", "Invalid data. Expected a dictionary.");
    return body;
}

} // namespace tw::server
