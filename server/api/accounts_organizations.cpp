#include "api/accounts.hpp"
#include "api/answer.hpp"
#include "services/members.hpp"

namespace tw::server {
namespace {

Result<Response> memberships(Call& call) {
    const auto page = page_of(call.request, 100, 100);
    if (!page)
        return std::unexpected(page.error());
    const bool with_projects = call.request.query.flag("contributed_to_projects");
    const auto found =
        list_members(call.services, call.caller, call.params.id(), page->size, page->offset(), with_projects);
    if (!found)
        return std::unexpected(found.error());
    // Past the end stands an empty page: the SDK goes on until it meets one, and takes a 404 for a failure here.
    return json_response(200, page_answer(call.request, *page, found->count, dump_json(found->results)));
}

Result<Response> invite_answer(const Call& call, const Result<std::string>& token, int status) {
    if (!token)
        return std::unexpected(token.error());
    std::string base = call.services.settings.public_url;
    while (base.ends_with('/'))
        base.pop_back();
    // Label Studio's address has no host unless one is set; the studio's own can be sent to somebody as it is.
    const std::string home = base.empty() ? call.request.origin() : base;
    return json_response(status, Json{{"token", *token},
                                      {"invite_url", base + "/user/signup/?token=" + *token},
                                      {"studio_url", home + "/#/sign-up?token=" + *token}});
}

} // namespace

void add_organization_routes(Api& api) {
    api.add(Method::get, "/api/organizations/",
            [](Call& call) { return answer(list_organizations(call.services, call.caller)); });
    api.add(Method::post, "/api/organizations/", [](Call& /*call*/) -> Result<Response> {
        return fail("forbidden", "This server holds one organization.");
    });
    api.add(Method::get, "/api/organizations/{id:int}",
            [](Call& call) { return answer(get_organization(call.services, call.caller, call.params.id())); });
    api.add(Method::patch, "/api/organizations/{id:int}", [](Call& call) -> Result<Response> {
        const auto body = body_object(call);
        return body ? answer(change_organization(call.services, call.caller, call.params.id(), *body))
                    : std::unexpected(body.error());
    });
    api.add(Method::get, "/api/organizations/{id:int}/memberships", memberships);
    api.add(Method::get, "/api/organizations/{id:int}/memberships/{user:int}/", [](Call& call) {
        return answer(get_member(call.services, call.caller, call.params.id(), call.params.id("user")));
    });
    api.add(Method::patch, "/api/organizations/{id:int}/memberships/{user:int}/", [](Call& call) -> Result<Response> {
        const auto body = body_object(call);
        if (!body)
            return std::unexpected(body.error());
        return answer(set_member_role(call.services, call.caller, call.params.id(), call.params.id("user"),
                                      string_or(*body, "role", "")));
    });
    api.add(Method::del, "/api/organizations/{id:int}/memberships/{user:int}/", [](Call& call) {
        return answer_nothing(remove_member(call.services, call.caller, call.params.id(), call.params.id("user")));
    });
    api.add(Method::get, "/api/invite",
            [](Call& call) { return invite_answer(call, invite_token(call.services, call.caller), 200); });
    api.add(Method::post, "/api/invite/reset-token",
            [](Call& call) { return invite_answer(call, reset_invite_token(call.services, call.caller), 201); });
    api.add(Method::get, "/api/session-policy/", [](Call& call) -> Result<Response> {
        const auto organization = get_organization(call.services, call.caller, call.caller.organization_id);
        if (!organization)
            return std::unexpected(organization.error());
        return json_response(200, Json{{"max_session_age", call.services.settings.session_age_s / 60},
                                       {"max_time_between_activity", call.services.settings.session_idle_s / 60},
                                       {"created_at", (*organization)["created_at"]},
                                       {"updated_at", (*organization)["updated_at"]}});
    });
}

} // namespace tw::server
