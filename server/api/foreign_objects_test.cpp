// What belongs to one organization is, for everybody of another, not there: every route of the API is asked.
#include "support/labeling_server.hpp"

#include "http/multipart.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::server;
using namespace tw::test;

namespace {

/// One object of every kind, each the first of its kind; and somebody of another organization, with a project of their own.
struct Neighbours : LabelingServer {
    Neighbours() {
        house = project();
        task = import_file();
        annotation = annotate(admin, task, "A")["id"].get<std::int64_t>();
        draft = make(fmt::format("/api/tasks/{}/drafts", task), Json{{"result", choice("B")}});
        prediction = make("/api/predictions/", Json{{"task", task}, {"result", choice("A")}, {"model_version", "m"}});
        view = make("/api/dm/views/", Json{{"project", house}, {"data", Json::object()}});
        snapshot = make(fmt::format("/api/projects/{}/exports/", house), Json::object());
        const Json upload = call(200, Method::get, fmt::format("/api/projects/{}/file-uploads?all=true", house))[0];
        file_upload = upload["id"].get<std::int64_t>();
        file = "/data/" + upload["file"].get<std::string>();
        stranger = add_stranger("stranger@example.com");
        own_project =
            make_as(stranger, "/api/projects/", Json{{"title", "Elsewhere"}, {"label_config", choices_config}});
        own_task =
            make_as(stranger, "/api/tasks/", Json{{"project", own_project}, {"data", Json{{"text", "elsewhere"}}}});
    }
    std::int64_t make_as(const UserRow& user, const std::string& target, const Json& body) {
        return call_as(user, 201, Method::post, target, body)["id"].get<std::int64_t>();
    }
    std::int64_t make(const std::string& target, const Json& body) { return make_as(admin, target, body); }
    std::int64_t import_file() {
        const std::string body = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.csv\"\r\n\r\ntext\n"
                                 "one\n\r\n--x--\r\n";
        const Response answer = send(
            Method::post, fmt::format("/api/projects/{}/import?return_task_ids=1", house), body,
            {{"Authorization", "Token " + admin.legacy_token}, {"Content-Type", "multipart/form-data; boundary=x"}});
        return json(answer)["task_ids"][0].get<std::int64_t>();
    }
    /// An address of the house's: the route with the ids of its objects.
    [[nodiscard]] std::string address(const std::string& pattern) const {
        const auto id = [&]() {
            if (pattern.starts_with("/api/tasks/"))
                return task;
            if (pattern.starts_with("/api/annotations/"))
                return annotation;
            if (pattern.starts_with("/api/drafts/"))
                return draft;
            if (pattern.starts_with("/api/predictions/"))
                return prediction;
            if (pattern.starts_with("/api/dm/views/"))
                return view;
            if (pattern.starts_with("/api/import/file-upload/"))
                return file_upload;
            return house;
        }();
        if (pattern.starts_with("/data/upload/"))
            return file;
        std::string path = pattern;
        for (const auto& [name, value] : {std::pair<std::string, std::string>{"{id:int}", std::to_string(id)},
                                          {"{export:int}", std::to_string(snapshot)},
                                          {"{annotation:int}", std::to_string(annotation)},
                                          {"{action}", "delete_tasks"}})
            if (const std::size_t at = path.find(name); at != std::string::npos)
                path.replace(at, name.size(), value);
        return path;
    }
    int status(const UserRow& user, Method method, const std::string& target, const Json& body = nullptr) {
        return send_as(user, method, target, body.is_null() ? std::string() : dump_json(body)).status;
    }

    std::int64_t house = 0, task = 0, annotation = 0, draft = 0, prediction = 0, view = 0, snapshot = 0,
                 file_upload = 0, own_project = 0, own_task = 0;
    std::string file;
    UserRow stranger;
};

} // namespace

TEST_CASE("every address of another organization's object answers 404, whatever is asked of it") {
    Neighbours at;
    const Json body{{"result", Json::array()},
                    {"data", Json{{"text", "x"}}},
                    {"title", "taken"},
                    {"label_config", choices_config},
                    {"model_version", "m"},
                    {"export_type", "JSON"},
                    {"file_upload_ids", Json::array({1})},
                    {"client", "0000000000000001"},
                    {"ops", Json::array()}};
    int asked = 0;
    for (const auto& [method, pattern] : at.router.routes()) {
        if (pattern.find('{') == std::string::npos || pattern.find("/dm/actions/") != std::string::npos)
            continue;
        // What this version has none of, nobody has.
        if (pattern.find("/storages/") != std::string::npos || pattern.starts_with("/api/ml/") ||
            pattern.starts_with("/api/webhooks/") || pattern.starts_with("/api/label"))
            continue;
        std::string path = at.address(pattern) + (pattern.ends_with("/feed") ? "?after=0" : "");
        if (pattern.ends_with("/import/predictions"))
            CHECK(at.status(at.stranger, method, path, Json::array()) == 404);
        else
            CHECK_MESSAGE(at.status(at.stranger, method, path, method == Method::get ? Json(nullptr) : body) == 404,
                          to_string(method), " ", path);
        ++asked;
    }
    CHECK(asked > 50);
    // And all of it is still there, for those whose it is.
    const UserRow colleague = at.add("colleague@example.com");
    for (const char* const pattern :
         {"/api/projects/{id:int}/", "/api/tasks/{id:int}/", "/api/annotations/{id:int}/", "/api/drafts/{id:int}/",
          "/api/predictions/{id:int}/", "/api/dm/views/{id:int}/", "/api/projects/{id:int}/exports/{export:int}",
          "/api/projects/{id:int}/exports/{export:int}/download", "/api/import/file-upload/{id:int}",
          "/api/projects/{id:int}/export", "/data/upload/{project:int}/{name}", "/api/projects/{id:int}/summary/",
          "/api/tagwright/projects/{id:int}/mirror"})
        CHECK_MESSAGE(at.status(colleague, Method::get, at.address(pattern)) == 200, pattern);
    CHECK(at.call(200, Method::get, fmt::format("/api/projects/{}/", at.house))["title"] == "Texts");
}

TEST_CASE("another organization's objects cannot be named in queries and bodies either") {
    Neighbours at;
    const auto status = [&](Method method, const std::string& target, const Json& body = nullptr) {
        return at.status(at.stranger, method, target, body);
    };
    for (const char* const path :
         {"/api/tasks/?project={}", "/api/dm/views/?project={}", "/api/dm/columns/?project={}",
          "/api/dm/project/?project={}", "/api/dm/actions/?project={}", "/api/dm/actions/delete_tasks/form/?project={}",
          "/api/ml/?project={}", "/api/webhooks/?project={}", "/api/storages/s3/?project={}"})
        CHECK_MESSAGE(status(Method::get, fmt::format(fmt::runtime(path), at.house)) == 404, path);
    CHECK(status(Method::get, fmt::format("/api/tasks/?view={}", at.view)) == 404);
    CHECK(status(Method::get, fmt::format("/api/tasks/?project={}&view={}", at.own_project, at.view)) == 404);
    CHECK(status(Method::post, "/api/tasks/", Json{{"project", at.house}, {"data", Json{{"text", "x"}}}}) == 404);
    CHECK(status(Method::post, "/api/dm/views/", Json{{"project", at.house}}) == 404);
    CHECK(status(Method::post, "/api/dm/views/order/", Json{{"project", at.house}, {"ids", Json::array({at.view})}}) ==
          404);
    CHECK(status(Method::del, fmt::format("/api/dm/views/reset/?project={}", at.house)) == 404);
    CHECK(status(Method::post, fmt::format("/api/dm/actions/?id=delete_tasks&project={}", at.house),
                 Json{{"selectedItems", Json{{"all", true}, {"excluded", Json::array()}}}}) == 404);
    CHECK(status(Method::post, "/api/annotations/", Json{{"task", at.task}, {"result", Json::array()}}) == 404);
    CHECK(status(Method::post, "/api/predictions/", Json{{"task", at.task}, {"result", Json::array()}}) == 400);
    const std::string own = fmt::format("/api/projects/{}", at.own_project);
    CHECK(status(Method::post, own + "/import/predictions",
                 Json::array({Json{{"task", at.task}, {"result", Json::array()}}})) == 400);
    CHECK(status(Method::post, own + "/reimport", Json{{"file_upload_ids", Json::array({at.file_upload})}}) == 404);
    CHECK(status(Method::get, fmt::format("{}/exports/{}", own, at.snapshot)) == 404);
    CHECK(status(Method::post, own + "/exports/", Json{{"task_filter_options", Json{{"view", at.view}}}}) == 404);
    const std::string own_task = fmt::format("/api/tasks/{}", at.own_task);
    const auto annotate = [&](Json more) {
        more["result"] = Json::array();
        return status(Method::post, own_task + "/annotations/", more);
    };
    CHECK(annotate(Json{{"completed_by", at.admin.id}}) == 400);
    CHECK(annotate(Json{{"parent_annotation", at.annotation}}) == 400);
    CHECK(annotate(Json{{"parent_prediction", at.prediction}}) == 400);
    CHECK(annotate(Json{{"task", at.task}}) == 400);
    CHECK(annotate(Json{{"project", at.house}}) == 400);
    CHECK(annotate(Json{{"draft_id", at.draft}}) == 201); // as one that is not there
    CHECK(at.status(at.admin, Method::get, fmt::format("/api/drafts/{}/", at.draft)) == 200);
    CHECK(status(Method::post, fmt::format("{}/annotations/{}/drafts", own_task, at.annotation),
                 Json{{"result", Json::array()}}) == 404);
    CHECK(status(Method::patch, own_task + "/", Json{{"project", at.house}}) == 400);
    CHECK(status(Method::post, fmt::format("/api/dm/actions/?id=propagate_annotations&project={}", at.own_project),
                 Json{{"selectedItems", Json{{"all", true}, {"excluded", Json::array()}}},
                      {"source_annotation_id", at.annotation}}) == 404);

    // Lists over everything hold what is one's own.
    const auto listed = [&](const std::string& target) { return at.call_as(at.stranger, 200, Method::get, target); };
    CHECK(listed("/api/projects/")["count"] == 1);
    CHECK(listed("/api/projects/counts/")["count"] == 1);
    CHECK(listed("/api/dm/views/").empty());
    CHECK(listed("/api/predictions/").empty());
    CHECK(listed(fmt::format("/api/predictions/?task={}", at.task)).empty());
    CHECK(listed(fmt::format("/api/annotations/?task={}", at.task)).empty());
    CHECK(listed(fmt::format("{}/annotations/{}/drafts", own_task, at.annotation)).empty());
    CHECK(listed(fmt::format("/api/annotations/?project={}", at.house)).empty());
    CHECK(listed("/api/tagwright/projects")["projects"].size() == 1);
    CHECK(listed(fmt::format("/api/tagwright/projects/{}/mirrored?ids={}", at.own_project, at.task))["tasks"].empty());
    CHECK(at.call(200, Method::get, fmt::format("/api/tasks/?project={}", at.house))["total"] == 1);
}

TEST_CASE("another's draft is read by colleagues and changed by its author only") {
    Neighbours at;
    const UserRow colleague = at.add("colleague@example.com");
    const std::string draft = fmt::format("/api/drafts/{}/", at.draft);
    CHECK(at.status(colleague, Method::get, draft) == 200);
    CHECK(at.status(colleague, Method::patch, draft, Json{{"result", Json::array()}}) == 403);
    CHECK(at.status(colleague, Method::post, fmt::format("/api/tasks/{}/annotations/", at.task),
                    Json{{"result", Json::array()}, {"draft_id", at.draft}}) == 403);
    CHECK(at.status(at.admin, Method::patch, draft, Json{{"result", Json::array()}}) == 200);
    const std::int64_t other = at.texts(at.house, 1)[0];
    CHECK(at.status(at.admin, Method::post, fmt::format("/api/tasks/{}/annotations/", other),
                    Json{{"result", Json::array()}, {"draft_id", at.draft}}) == 403); // it is of another task
}
