#include "api/accounts.hpp"
#include "api/answer.hpp"
#include "services/api_tokens.hpp"
#include "services/members.hpp"

namespace tw::server {
namespace {

Result<Response> one(std::string_view key, Result<std::string> value, int status = 200) {
    if (!value)
        return std::unexpected(value.error());
    Json body;
    body[std::string(key)] = std::move(*value);
    return json_response(status, body);
}

/// "refresh" of the body. Errors: "validation" when it is missing.
Result<std::string> refresh_of(const Call& call) {
    const auto body = body_object(call);
    if (!body)
        return std::unexpected(body.error());
    std::string token = string_or(*body, "refresh", "");
    if (token.empty())
        return invalid_field("refresh", "This field is required.");
    return token;
}

Result<Response> switches(const Result<TokenSettings>& settings) {
    if (!settings)
        return std::unexpected(settings.error());
    return json_response(200, Json{{"api_tokens_enabled", settings->api_tokens},
                                   {"legacy_api_tokens_enabled", settings->legacy_tokens}});
}

} // namespace

void add_token_routes(Api& api) {
    api.add(Method::get, "/api/current-user/token",
            [](Call& call) { return one("token", legacy_token(call.services, call.caller)); });
    api.add(Method::post, "/api/current-user/reset-token/",
            [](Call& call) { return one("token", reset_legacy_token(call.services, call.caller), 201); });

    api.add(Method::get, "/api/token/", [](Call& call) -> Result<Response> {
        const auto shown = shown_refresh_tokens(call.services, call.caller);
        if (!shown)
            return std::unexpected(shown.error());
        Json all = Json::array();
        for (const std::string& token : *shown)
            all.push_back({{"token", token}});
        return json_response(200, all);
    });
    api.add(Method::post, "/api/token/",
            [](Call& call) { return one("token", create_refresh_token(call.services, call.caller), 201); });
    api.add(
        Method::post, "/api/token/refresh/",
        [](Call& call) -> Result<Response> {
            const auto refresh = refresh_of(call);
            return refresh ? one("access", refresh_access_token(call.services, *refresh))
                           : std::unexpected(refresh.error());
        },
        Access::anyone);
    api.add(Method::post, "/api/token/rotate/", [](Call& call) -> Result<Response> {
        const auto refresh = refresh_of(call);
        return refresh ? one("refresh", rotate_refresh_token(call.services, call.caller, *refresh))
                       : std::unexpected(refresh.error());
    });
    api.add(Method::post, "/api/token/blacklist/", [](Call& call) -> Result<Response> {
        const auto refresh = refresh_of(call);
        return refresh ? answer_nothing(revoke_refresh_token(call.services, call.caller, *refresh))
                       : std::unexpected(refresh.error());
    });

    api.add(Method::get, "/api/jwt/settings",
            [](Call& call) { return switches(token_settings(call.services, call.caller)); });
    api.add(Method::post, "/api/jwt/settings", [](Call& call) -> Result<Response> {
        const auto body = body_object(call);
        if (!body)
            return std::unexpected(body.error());
        return switches(set_token_settings(call.services, call.caller, flag_in(*body, "api_tokens_enabled"),
                                           flag_in(*body, "legacy_api_tokens_enabled")));
    });
}

} // namespace tw::server
