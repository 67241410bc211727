// What the studio's own pages need beyond Label Studio's API: signing in and up without a form, whether somebody is, the
// password, tokens for pages of other origins and tickets for WebSockets, and what admins see of the server.
#include "api/accounts.hpp"
#include "api/answer.hpp"
#include "base/hash.hpp"
#include "ports/clock.hpp"
#include "services/account_state.hpp"
#include "services/api_tokens.hpp"
#include "services/members.hpp"
#include "services/server_report.hpp"

namespace tw::server {
namespace {

/// {signed_in, user?, empty, sign_up_needs_link, now_ms}: the first thing the studio asks.
Result<Response> session(Call& call) {
    const auto empty = is_empty_server(call.services);
    if (!empty)
        return std::unexpected(empty.error());
    Json body = {{"signed_in", call.caller.user_id != 0},
                 {"now_ms", call.services.clock.now_ms_utc()}, // a studio's own clock may be off
                 {"empty", *empty},
                 {"sign_up_needs_link", call.services.settings.signup_needs_link && !*empty}};
    if (call.caller.user_id != 0) {
        auto user = whoami(call.services, call.caller);
        if (!user)
            return std::unexpected(user.error());
        body["user"] = std::move(*user);
    }
    return json_response(200, body);
}

Result<Response> let_in(Call& call, const Result<SignedIn>& signed_in, bool keep, int status) {
    if (!signed_in) {
        // The page shows this beside the form; 401 would say that nobody may even ask.
        if (signed_in.error().code == "wrong-credentials")
            return invalid_field("password", signed_in.error().message);
        return std::unexpected(signed_in.error());
    }
    auto user = account_json(call.services, signed_in->user_id);
    if (!user)
        return std::unexpected(user.error());
    Response response = json_response(status, Json{{"user", std::move(*user)}});
    response.headers.add("Set-Cookie", session_cookie(call.services, call.request, signed_in->session_token, keep));
    return response;
}

Result<Response> sign_in_here(Call& call) {
    const auto body = body_object(call);
    if (!body)
        return std::unexpected(body.error());
    return let_in(call,
                  sign_in(call.services, string_or(*body, "email", ""), string_or(*body, "password", ""),
                          call.request.remote_address),
                  flag_in(*body, "persist_session").value_or(false), 200);
}

Result<Response> sign_up_here(Call& call) {
    const auto body = body_object(call);
    if (!body)
        return std::unexpected(body.error());
    return let_in(call,
                  sign_up(call.services, {.email = string_or(*body, "email", ""),
                                          .password = string_or(*body, "password", ""),
                                          .invite = string_or(*body, "token", ""),
                                          .first_name = string_or(*body, "first_name", ""),
                                          .last_name = string_or(*body, "last_name", ""),
                                          .remote_address = call.request.remote_address}),
                  false, 201);
}

Result<Response> sign_out_here(Call& call) {
    if (const std::string token = call.request.cookie("sessionid"); !token.empty())
        if (auto done = sign_out(call.services, token); !done)
            return std::unexpected(done.error());
    Response response = empty_response(204);
    response.headers.add("Set-Cookie", ended_session_cookie(call.request));
    return response;
}

Result<Response> password(Call& call) {
    const auto body = body_object(call);
    if (!body)
        return std::unexpected(body.error());
    return answer_nothing(change_password(call.services, call.caller, string_or(*body, "old_password", ""),
                                          string_or(*body, "password", ""), call.request.cookie("sessionid")));
}

Result<Response> ticket(Call& call) {
    const std::string issued = call.services.accounts->tickets.issue(call.caller, call.services.clock.monotonic_ms());
    return json_response(201, Json{{"ticket", issued}, {"expires_in", Tickets::good_for_ms / 1000}});
}

/// A page that got a token in the pop-up asks for the next one before it ends, while that session lasts.
Result<Response> next_page_token(Call& call) {
    const std::string_view header = call.request.header("authorization");
    const auto claims =
        read_access_token(call.services, header.substr(std::min(header.size(), std::string_view("Bearer ").size())));
    if (call.caller.by != Caller::By::access_token || !claims || claims->session_hash.empty())
        return fail("forbidden", "This is for pages that signed in through the pop-up.");
    const PageToken next = page_token(call.services, call.caller.user_id, claims->session_hash);
    return json_response(200, Json{{"token", next.token}, {"expires_in", next.expires_in_s}});
}

} // namespace

void add_studio_account_routes(Api& api) {
    api.add(Method::get, "/api/tagwright/session", session, Access::anyone);
    api.add(Method::post, "/api/tagwright/sign-in", sign_in_here, Access::anyone);
    api.add(Method::post, "/api/tagwright/sign-up", sign_up_here, Access::anyone);
    api.add(Method::post, "/api/tagwright/sign-out", sign_out_here, Access::anyone);
    api.add(Method::post, "/api/tagwright/password", password);
    api.add(Method::post, "/api/tagwright/ticket", ticket);
    api.add(Method::get, "/api/tagwright/server",
            [](Call& call) { return answer(server_report(call.services, call.caller, call.request.origin())); });
    api.add(Method::post, "/api/tagwright/token", next_page_token);
}

} // namespace tw::server
