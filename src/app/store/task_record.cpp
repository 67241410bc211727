#include "app/store/task_record.hpp"

#include <algorithm>

namespace tw {

std::string mirror_uid(std::string_view project_uid, std::int64_t user_id) {
    return std::string(project_uid) + "@" + std::to_string(user_id);
}

std::string StoredProject::feed() const {
    return remote ? project.uid : std::string();
}

std::string to_record(const StoredProject& stored) {
    const Project& p = stored.project;
    Json json = {{"uid", p.uid},
                 {"id", p.id},
                 {"title", p.title},
                 {"description", p.description},
                 {"label_config", p.label_config},
                 {"guidelines", p.guidelines},
                 {"color", p.color},
                 {"created_at", p.created_at_utc},
                 {"updated_at", p.updated_at_utc},
                 {"extra", p.extra},
                 {"task_count", stored.task_count},
                 {"done_count", stored.done_count}};
    if (stored.remote)
        json["remote"] = {{"server", stored.remote->server},
                          {"user_id", stored.remote->user_id},
                          {"cursor", stored.remote->cursor},
                          {"listed", stored.remote->listed},
                          {"keep_offline", stored.remote->keep_offline}};
    return dump_json(json);
}

Result<StoredProject> project_from_record(std::string_view json) {
    const auto parsed = parse_json(json);
    if (!parsed)
        return std::unexpected(parsed.error());
    StoredProject stored;
    Project& p = stored.project;
    const auto integer = [&](std::string_view key) { return static_cast<std::int64_t>(number_or(*parsed, key, 0)); };
    p.uid = string_or(*parsed, "uid", "");
    p.id = integer("id");
    p.title = string_or(*parsed, "title", "");
    p.description = string_or(*parsed, "description", "");
    p.label_config = string_or(*parsed, "label_config", "");
    p.guidelines = string_or(*parsed, "guidelines", "");
    p.color = string_or(*parsed, "color", "");
    p.created_at_utc = string_or(*parsed, "created_at", "");
    p.updated_at_utc = string_or(*parsed, "updated_at", p.created_at_utc);
    if (const Json* extra = find(*parsed, "extra"))
        p.extra = *extra;
    stored.task_count = integer("task_count");
    stored.done_count = integer("done_count");
    if (const Json* remote = find(*parsed, "remote"))
        stored.remote = {string_or(*remote, "server", ""), static_cast<std::int64_t>(number_or(*remote, "user_id", 0)),
                         static_cast<std::uint64_t>(std::max(0.0, number_or(*remote, "cursor", 0))),
                         bool_or(*remote, "listed", false), bool_or(*remote, "keep_offline", false)};
    if (p.uid.empty())
        return fail(say("record-shape.project"));
    return stored;
}

} // namespace tw
