// A TestServer with every route, an admin, and a project of texts with choices: what most tests of the API begin with.
#pragma once

#include "api/unused_api.hpp"
#include "services/task_import.hpp"
#include "support/test_server.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

namespace tw::test {

inline constexpr const char* choices_config =
    R"(<View><Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="A"/><Choice value="B"/></Choices></View>)";

class LabelingServer : public TestServer {
public:
    LabelingServer() : admin(add("ann@example.com", server::Role::admin)) {
        server::add_project_routes(api);
        server::add_task_routes(api);
        server::add_annotation_routes(api);
        server::add_prediction_routes(api);
        server::add_import_routes(api);
        server::add_export_routes(api);
        server::add_data_manager_routes(api);
        server::add_sync_routes(api);
        server::add_unused_routes(api);
    }
    /// The answer as JSON, after checking its status.
    Json call(int status, server::Method method, const std::string& target, const Json& body = nullptr) {
        return call_as(admin, status, method, target, body);
    }
    Json call_as(const server::UserRow& user, int status, server::Method method, const std::string& target,
                 const Json& body = nullptr) {
        server::Response response = send_as(user, method, target, body.is_null() ? std::string() : dump_json(body));
        INFO(target, " ", response.body);
        CHECK(response.status == status);
        std::string text = std::move(response.body);
        if (response.chunk)
            while (response.chunk(text)) {
            }
        return parse_json(text).value_or(Json(nullptr));
    }
    std::int64_t project(const std::string& config = choices_config, Json more = Json::object()) {
        more["title"] = "Texts";
        more["label_config"] = config;
        return call(201, server::Method::post, "/api/projects/", more)["id"].get<std::int64_t>();
    }
    std::vector<std::int64_t> import(std::int64_t project_id, const Json& tasks) {
        const Json answer = call(201, server::Method::post,
                                 fmt::format("/api/projects/{}/import?return_task_ids=true", project_id), tasks);
        return answer["task_ids"].get<std::vector<std::int64_t>>();
    }
    std::vector<std::int64_t> texts(std::int64_t project_id, int count) {
        Json tasks = Json::array();
        for (int i = 0; i < count; ++i)
            tasks.push_back(Json{{"data", {{"text", "text " + std::to_string(i + 1)}}}});
        return import(project_id, tasks);
    }
    static Json choice(const std::string& label) {
        return Json::array({Json{{"id", "r" + label},
                                 {"from_name", "c"},
                                 {"to_name", "t"},
                                 {"type", "choices"},
                                 {"value", {{"choices", Json::array({label})}}}}});
    }
    Json annotate(const server::UserRow& user, std::int64_t task, const std::string& label,
                  Json more = Json::object()) {
        more["result"] = choice(label);
        return call_as(user, 201, server::Method::post, fmt::format("/api/tasks/{}/annotations/", task), more);
    }
    void skip(const server::UserRow& user, std::int64_t task) {
        call_as(user, 201, server::Method::post, fmt::format("/api/tasks/{}/annotations/", task),
                Json{{"result", Json::array()}, {"was_cancelled", true}});
    }

    server::UserRow admin;
};

} // namespace tw::test
