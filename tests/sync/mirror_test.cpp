// What the server writes of a project for devices, read by the studio that keeps it there.
#include "app/server/remote_json.hpp"
#include "support/sync_device.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

TEST_CASE("a studio reads the mirror of a project as the server writes it") {
    LabelingServer server;
    const server::UserRow bob = server.add("bob@example.com");
    const std::int64_t id =
        server.project(choices_config, Json{{"description", "Short"}, {"expert_instruction", "Be kind."}});
    const auto tasks = server.texts(id, 3);
    server.annotate(bob, tasks[0], "A");
    server.skip(bob, tasks[1]);
    const auto answer_to = [&](const std::string& what) {
        return LabelingServer::json(
            server.send_as(bob, server::Method::get, fmt::format("/api/tagwright/projects{}", what)));
    };

    const auto projects = read_mirrored_projects(answer_to(""));
    REQUIRE(projects->size() == 1);
    CHECK(projects->front().project.title == "Texts");
    CHECK(projects->front().project.description == "Short");
    CHECK(projects->front().project.guidelines == "Be kind.");
    CHECK(projects->front().project.label_config == choices_config);
    CHECK(projects->front().task_count == 3);

    const auto page = read_mirror_page(answer_to(fmt::format("/{}/mirror?limit=2", id)));
    REQUIRE(page->tasks.size() == 2);
    CHECK(page->next == tasks[1]);
    CHECK(page->tasks[0].summary.state == TaskState::done);
    CHECK(page->tasks[1].summary.state == TaskState::skipped);
    CHECK(parse_json(page->tasks[0].data) == Json{{"text", "text 1"}});

    auto whole = read_mirrored_tasks(answer_to(fmt::format("/{}/mirrored?ids={},{}", id, tasks[0], tasks[2])));
    REQUIRE(whole->size() == 2);
    const StoredTask& done = (*whole)[0].stored;
    REQUIRE(done.task.annotations.size() == 1);
    CHECK(done.task.annotations[0].uid == done.document_uid);
    CHECK(done.base_result == LabelingServer::choice("A"));
    CHECK((*whole)[1].stored.document_uid == home_document((*whole)[1].stored.task.uid, bob.id));
    CHECK((*whole)[1].stored.state == TaskState::fresh);
}

TEST_CASE("a deleted annotation does not come back as a draft") {
    LabelingServer server;
    const server::UserRow bob = server.add("bob@example.com");
    const std::int64_t id = server.project();
    const std::int64_t task = server.texts(id, 1)[0];
    SyncDevice device(server, bob, id, "00000000000000b1");
    const std::string uid = "0199b1c0-0000-7000-8000-00000000000a";
    device.open(uid, task);
    device.write(uid, {RegisterKind::control, "", "c"}, LabelingServer::choice("A")[0]);
    device.push();
    const auto read = [&] { return std::move(read_mirrored_tasks(device.mirrored(task))->front().stored); };
    StoredTask stored = read();
    REQUIRE(stored.task.drafts.size() == 1);
    CHECK(stored.task.drafts[0]["unique_id"] == uid);
    CHECK(stored.task.drafts[0]["result"] == LabelingServer::choice("A"));
    device.write(uid, {RegisterKind::annotation, "", "deleted"}, true);
    device.push();
    stored = read();
    REQUIRE(stored.task.drafts.size() == 1);
    CHECK(stored.task.drafts[0]["deleted"] == true);
}

TEST_CASE("what is no mirror is said to be none") {
    CHECK(read_mirror_page(Json()).error().code == "feed-shape");
    CHECK(read_mirror_page(Json{{"tasks", Json::array()}}).error().where.pointer == "/project");
    CHECK(read_mirrored_tasks(Json{{"tasks", 3}}).error().code == "feed-shape");
    CHECK(read_mirrored_projects(Json::array()).error().code == "feed-shape");
    // A task that cannot be read is left out, the rest goes on.
    const auto page = read_mirror_page(*parse_json(
        R"({"position":4,"project":{},"tasks":[{"id":1},{"id":2,"inner_id":2,"uid":"u","data":{"a":1}}]})"));
    REQUIRE(page->tasks.size() == 1);
    CHECK(page->tasks[0].meta == "{}");
}
