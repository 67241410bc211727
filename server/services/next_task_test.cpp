// The label stream by the cases of spec/datamanager.md, section 6.
#include "support/labeling_server.hpp"

using namespace tw;
using namespace tw::server;
using tw::test::LabelingServer;

namespace {

struct Stream : LabelingServer {
    Stream(int count, Json project_settings = Json::object())
        : a(admin), b(add("b@example.com")), c(add("c@example.com")) {
        id = project(test::choices_config, std::move(project_settings));
        ids = texts(id, count);
    }
    /// The number of the next task, 1.., 0 for none.
    int next(const UserRow& user) {
        const Response response = send_as(user, Method::get, fmt::format("/api/projects/{}/next/", id));
        if (response.status != 200) {
            CHECK(response.status == 404);
            return 0;
        }
        const Json task = json(response);
        queue = task["queue"].get<std::string>();
        return static_cast<int>(std::ranges::find(ids, task["id"].get<std::int64_t>()) - ids.begin()) + 1;
    }
    void label(const UserRow& user, int number) { annotate(user, ids[static_cast<std::size_t>(number) - 1], "A"); }
    void pass(const UserRow& user, int number) { skip(user, ids[static_cast<std::size_t>(number) - 1]); }
    bool labeled(int number) {
        return call(200, Method::get,
                    fmt::format("/api/tasks/{}/", ids[static_cast<std::size_t>(number) - 1]))["is_labeled"]
            .get<bool>();
    }
    UserRow a, b, c;
    std::int64_t id = 0;
    std::vector<std::int64_t> ids;
    std::string queue;
};

} // namespace

TEST_CASE("a task that somebody holds is given to nobody else") {
    Stream s(4);
    CHECK(s.next(s.a) == 1);
    CHECK(s.queue == "Sequence queue");
    CHECK(s.next(s.a) == 1);
    CHECK(s.queue == "Task lock");
    CHECK(s.next(s.b) == 2);
    CHECK(s.next(s.c) == 3);
    s.label(s.a, 1);
    CHECK(s.next(s.a) == 4);
    s.label(s.b, 2);
    CHECK(s.next(s.b) == 0);
}

TEST_CASE("an overlap of two gives each task to two people") {
    Stream s(3, Json{{"maximum_annotations", 2}});
    CHECK(s.next(s.a) == 1);
    CHECK(s.next(s.b) == 1);
    CHECK(s.next(s.c) == 2);
    s.label(s.a, 1);
    CHECK(s.next(s.a) == 2);
    s.label(s.b, 1);
    CHECK(s.labeled(1));
    CHECK(s.next(s.b) == 3);
}

TEST_CASE("skipped tasks go to others") {
    Stream s(2);
    CHECK(s.next(s.a) == 1);
    s.pass(s.a, 1);
    CHECK_FALSE(s.labeled(1));
    CHECK(s.next(s.a) == 2);
    s.label(s.a, 2);
    CHECK(s.next(s.a) == 0);
    CHECK(s.next(s.b) == 1);
    s.pass(s.b, 1);
    CHECK(s.next(s.c) == 1);
    CHECK_FALSE(s.labeled(1));
}

TEST_CASE("skipped tasks come back to whoever skipped them") {
    Stream s(2, Json{{"skip_queue", "REQUEUE_FOR_ME"}});
    CHECK(s.next(s.a) == 1);
    s.pass(s.a, 1);
    CHECK(s.next(s.a) == 2);
    s.label(s.a, 2);
    CHECK(s.next(s.a) == 1);
    CHECK(s.queue == "Skipped queue");
    CHECK(s.next(s.b) == 0);
    s.label(s.a, 1);
    CHECK(s.labeled(1));
}

TEST_CASE("skipped tasks are done when skips are ignored") {
    Stream s(1, Json{{"skip_queue", "IGNORE_SKIPPED"}});
    CHECK(s.next(s.a) == 1);
    s.pass(s.a, 1);
    CHECK(s.labeled(1));
    CHECK(s.next(s.b) == 0);
}

TEST_CASE("uncertainty sampling begins with the lowest score") {
    Stream s(4, Json{{"sampling", "Uncertainty sampling"}});
    const double scores[] = {.9, .2, .5};
    for (std::size_t i = 0; i < 3; ++i)
        s.call(201, Method::post, "/api/predictions/",
               Json{{"task", s.ids[i]},
                    {"model_version", "m"},
                    {"score", scores[i]},
                    {"result", LabelingServer::choice("A")}});
    s.call(200, Method::patch, fmt::format("/api/projects/{}/", s.id), Json{{"model_version", "m"}});
    for (const int expected : {2, 3, 1, 4}) {
        CHECK(s.next(s.a) == expected);
        s.label(s.a, expected);
    }
}

TEST_CASE("a postponed draft waits until the end") {
    Stream s(2);
    s.call(201, Method::post, fmt::format("/api/tasks/{}/drafts", s.ids[0]),
           Json{{"result", Json::array()}, {"was_postponed", true}});
    CHECK(s.next(s.a) == 2);
    s.label(s.a, 2);
    CHECK(s.next(s.a) == 1);
    CHECK(s.queue == "Postponed draft queue");
}

TEST_CASE("more annotations wanted opens tasks that were done") {
    Stream s(2);
    s.label(s.a, 1);
    CHECK(s.labeled(1));
    s.call(200, Method::patch, fmt::format("/api/projects/{}/", s.id), Json{{"maximum_annotations", 3}});
    CHECK_FALSE(s.labeled(1));
    CHECK(s.call(200, Method::get, fmt::format("/api/tasks/{}/", s.ids[1]))["overlap"] == 3);
    s.call(200, Method::patch, fmt::format("/api/projects/{}/", s.id), Json{{"maximum_annotations", 1}});
    CHECK(s.labeled(1));
}

TEST_CASE("the actions of the data manager follow a query, and history remembers") {
    Stream s(3);
    const Json query = {{"ordering", Json::array({"-tasks:id"})},
                        {"filters", nullptr},
                        {"selectedItems", {{"all", true}, {"excluded", Json::array()}}}};
    const Json task = s.call(200, Method::post, fmt::format("/api/dm/actions/?id=next_task&project={}", s.id), query);
    CHECK(task["id"] == s.ids[2]);
    CHECK(task["queue"] == "Data manager queue");
    s.annotate(s.a, s.ids[2], "A");
    const Json history = s.call(200, Method::get, fmt::format("/api/projects/{}/label-stream-history/", s.id));
    REQUIRE(history.size() == 1);
    CHECK(history[0]["taskId"] == s.ids[2]);
    CHECK(history[0]["annotationId"].is_number());
}
