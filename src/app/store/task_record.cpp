#include "app/store/task_record.hpp"

namespace tw {

std::string to_record(const StoredProject& stored) {
    const Project& p = stored.project;
    return dump_json({{"uid", p.uid},
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
                      {"done_count", stored.done_count}});
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
    if (p.uid.empty())
        return fail("record-shape", "A project record of this device has no uid.");
    return stored;
}

} // namespace tw
