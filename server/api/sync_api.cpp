// What studios ask beyond Label Studio's API to keep a project on their own device (src/sync/wire.hpp, services/mirror).
#include "api/answer.hpp"
#include "api/in_project.hpp"
#include "base/number.hpp"
#include "base/text.hpp"
#include "services/mirror.hpp"
#include "services/sync.hpp"

namespace tw::server {
namespace {

constexpr std::size_t feed_lines = 200;
constexpr std::int64_t most_mirrored = 1000, most_whole = 100;

Result<Response> push(Call& call) {
    const auto body = call.json();
    if (!body)
        return std::unexpected(body.error());
    const auto sent = read_push(*body);
    if (!sent)
        return std::unexpected(sent.error());
    return change_with_project(call, [&](Transaction& t, const ProjectRow& project) -> Result<Response> {
        return json_response(200, push_answer(push_ops(call.services, t, call.caller, project, *sent)));
    });
}

Result<Response> feed(Call& call) {
    const auto after = call.request.query.integer("after");
    if (!after)
        return invalid_field("after", "The position behind which the feed is asked for.");
    return with_project(call, [&](Transaction& t, const ProjectRow& project) -> Result<Response> {
        return json_response(200, to_text(read_feed(t, call.caller, project, *after, feed_lines)));
    });
}

Result<Response> mirror(Call& call) {
    const std::int64_t after = call.request.query.integer("after").value_or(0);
    const std::int64_t limit =
        std::clamp<std::int64_t>(call.request.query.integer("limit").value_or(most_mirrored), 1, most_mirrored);
    return with_project(call, [&](Transaction& t, const ProjectRow& project) -> Result<Response> {
        return json_response(200, mirror_page(t, call.caller, project, after, limit));
    });
}

Result<Response> projects(Call& call) {
    return call.services.database.read(
        [&](Transaction& t) -> Result<Response> { return json_response(200, mirrored_projects(t, call.caller)); });
}

Result<Response> mirrored(Call& call) {
    std::vector<std::int64_t> ids;
    for (const std::string& part : split_trimmed(call.request.query.get("ids", ""), ',')) {
        const auto id = parse_integer(part);
        if (!id)
            return invalid_field("ids", "Ids of tasks with commas between them.");
        ids.push_back(*id);
    }
    if (ids.size() > static_cast<std::size_t>(most_whole))
        return invalid_field("ids", "At most 100 at once.");
    return with_project(call, [&](Transaction& t, const ProjectRow& project) -> Result<Response> {
        return json_response(200, mirrored_tasks(call.services, t, call.caller, project, ids));
    });
}

} // namespace

void add_sync_routes(Api& api) {
    api.add(Method::get, "/api/tagwright/projects", projects);
    api.add(Method::post, "/api/tagwright/projects/{id:int}/ops", push);
    api.add(Method::get, "/api/tagwright/projects/{id:int}/feed", feed);
    api.add(Method::get, "/api/tagwright/projects/{id:int}/mirror", mirror);
    api.add(Method::get, "/api/tagwright/projects/{id:int}/mirrored", mirrored);
}

} // namespace tw::server
