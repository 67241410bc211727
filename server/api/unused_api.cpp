// Resources of Label Studio that this version keeps none of: storages, webhooks, ML backends, shared labels. Scripts list
// them on their way to something else, so the lists are there and empty; making one is refused with a 400 that says so.
#include "api/unused_api.hpp"

#include "api/in_project.hpp"

#include <fmt/format.h>

namespace tw::server {
namespace {

/// The list, after asking whether the project that it is filtered by is there.
ApiHandler empty_list(std::string text, bool needs_project = false) {
    return [text = std::move(text), needs_project](Call& call) -> Result<Response> {
        const auto project = call.request.query.integer("project");
        if (needs_project && !project)
            return invalid_field("project", "This field is required.");
        if (!project)
            return json_response(200, text);
        return call.services.database.read([&](Transaction& t) -> Result<Response> {
            const auto row = project_for(t, call.caller, *project);
            return row ? Result<Response>(json_response(200, text)) : std::unexpected(row.error());
        });
    };
}

ApiHandler refuse(std::string_view what) {
    return [what](Call& /*call*/) -> Result<Response> {
        return fail("not-here-yet", fmt::format("{} are not part of this version of Tagwright.", what));
    };
}

ApiHandler none(std::string_view model) {
    return [model](Call& /*call*/) -> Result<Response> {
        return fail("not-found", fmt::format("No {} matches the given query.", model));
    };
}

/// Whatever is asked of one of them: it is not there.
void add_one(Api& api, const std::string& pattern, std::string_view model) {
    for (const Method method : {Method::get, Method::patch, Method::put, Method::del})
        api.add(method, pattern, none(model));
}

Result<Response> webhook_events(Call& call) {
    struct Event {
        std::string_view key, name;
        bool organization_only = false;
    };
    static constexpr Event events[] = {
        {"PROJECT_CREATED", "Project created", true},
        {"PROJECT_UPDATED", "Project updated"},
        {"PROJECT_DELETED", "Project deleted", true},
        {"TASKS_CREATED", "Task created"},
        {"TASKS_DELETED", "Task deleted"},
        {"ANNOTATION_CREATED", "Annotation created"},
        {"ANNOTATIONS_CREATED", "Annotations created"},
        {"ANNOTATION_UPDATED", "Annotation updated"},
        {"ANNOTATIONS_DELETED", "Annotation deleted"},
        {"LABEL_LINK_CREATED", "Label link created"},
        {"LABEL_LINK_UPDATED", "Label link updated"},
        {"LABEL_LINK_DELETED", "Label link deleted"},
    };
    const bool organization_only = call.request.query.flag("organization-only");
    Json answer = Json::object();
    for (const Event& event : events)
        if (!organization_only || event.organization_only)
            answer[std::string(event.key)] = Json{{"name", event.name},
                                                  {"description", ""},
                                                  {"key", event.key},
                                                  {"organization-only", event.organization_only}};
    return json_response(200, answer);
}

void add_storages(Api& api) {
    struct Kind {
        const char *name, *title;
    };
    static constexpr Kind kinds[] = {{"s3", "AWS S3"},
                                     {"gcs", "Google Cloud Storage"},
                                     {"azure", "Microsoft Azure"},
                                     {"redis", "Redis"},
                                     {"localfiles", "Local files"}};
    Json types = Json::array();
    for (const Kind& kind : kinds)
        types.push_back(Json{{"name", kind.name}, {"title", kind.title}});
    const std::string types_text = dump_json(types);
    api.add(Method::get, "/api/storages/", empty_list("[]"));
    for (const char* const root : {"/api/storages/", "/api/storages/export/"}) {
        const std::string place = root;
        api.add(Method::get, place + "types", empty_list(types_text));
        for (const Kind& kind : kinds) {
            const std::string list = place + kind.name;
            api.add(Method::get, list + "/", empty_list("[]", true));
            api.add(Method::post, list + "/", refuse("Storages"));
            api.add(Method::post, list + "/validate", refuse("Storages"));
            add_one(api, list + "/{id:int}", "Storage");
            api.add(Method::post, list + "/{id:int}/sync", none("Storage"));
        }
    }
    api.add(Method::get, "/api/storages/export", empty_list("[]"));
}

} // namespace

void add_unused_routes(Api& api) {
    const std::string no_page = R"({"count":0,"next":null,"previous":null,"results":[]})";
    api.add(Method::get, "/api/ml/", empty_list("[]"));
    api.add(Method::post, "/api/ml/", refuse("ML backends"));
    add_one(api, "/api/ml/{id:int}", "MLBackend");
    for (const auto& [method, path] : {std::pair{Method::post, "train"},
                                       {Method::post, "predict/test"},
                                       {Method::post, "interactive-annotating"},
                                       {Method::get, "versions"}})
        api.add(method, std::string("/api/ml/{id:int}/") + path, none("MLBackend"));

    api.add(Method::get, "/api/webhooks/", empty_list("[]"));
    api.add(Method::post, "/api/webhooks/", refuse("Webhooks"));
    api.add(Method::get, "/api/webhooks/info/", webhook_events);
    add_one(api, "/api/webhooks/{id:int}/", "Webhook");

    api.add(Method::get, "/api/labels/", empty_list(no_page));
    api.add(Method::post, "/api/labels/", refuse("Shared labels"));
    api.add(Method::post, "/api/labels/bulk", refuse("Shared labels"));
    add_one(api, "/api/labels/{id:int}/", "Label");
    api.add(Method::get, "/api/label_links/", empty_list(no_page));
    api.add(Method::post, "/api/label_links/", refuse("Shared labels"));
    add_one(api, "/api/label_links/{id:int}/", "LabelLink");
    add_storages(api);
}

} // namespace tw::server
