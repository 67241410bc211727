#include "storage/documents.hpp"
#include "support/sync_device.hpp"

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::server;
using namespace tw::test;

namespace {

RegisterAddress choice_register(const std::string& name = "c") {
    return {RegisterKind::control, "", name};
}
Json choice_result(const std::string& label) {
    return LabelingServer::choice(label)[0];
}

struct OneTask {
    LabelingServer server;
    UserRow bob = server.add("bob@example.com");
    std::int64_t project = server.project(), task = server.texts(project, 1)[0];
    std::string task_uid =
        server.call(200, Method::get, server_address("mirror"))["tasks"][0]["uid"].get<std::string>();

    [[nodiscard]] std::string server_address(const std::string& what) const {
        return fmt::format("/api/tagwright/projects/{}/{}", project, what);
    }
    [[nodiscard]] std::string home(const UserRow& user) const { return home_document(task_uid, user.id); }
    /// Of the task's only annotation, as Label Studio's list does not tell it.
    std::string annotation_uid() {
        const Json answer = server.call(200, Method::get, server_address("mirrored?ids=" + std::to_string(task)));
        return answer["tasks"][0]["annotations"][0]["unique_id"].get<std::string>();
    }
    Json annotations() { return server.call(200, Method::get, fmt::format("/api/tasks/{}/annotations/", task)); }
};

/// Bob has the task open and chose A; nothing of it is sent.
struct BobLabels : OneTask {
    SyncDevice device{server, bob, project, "00000000000000b1"};
    std::string uid = home(bob);
    BobLabels() {
        device.open(uid, task);
        device.write(uid, choice_register(), choice_result("A"));
    }
};

} // namespace

TEST_CASE("ops become a draft, a submission an annotation, and a second one changes it") {
    BobLabels at;
    SyncDevice& device = at.device;
    const std::string& uid = at.uid;
    CHECK(device.push().empty());
    CHECK(at.annotations().empty());
    const Json drafts = at.server.call_as(at.bob, 200, Method::get, fmt::format("/api/tasks/{}/drafts", at.task));
    REQUIRE(drafts.size() == 1);
    CHECK(drafts[0]["result"][0]["value"]["choices"][0] == "A");

    device.submit(uid);
    CHECK(device.push().empty());
    Json annotations = at.annotations();
    REQUIRE(annotations.size() == 1);
    CHECK(at.annotation_uid() == uid);
    CHECK(annotations[0]["completed_by"] == at.bob.id);
    CHECK(annotations[0]["lead_time"] == 4.5);
    CHECK(at.server.call_as(at.bob, 200, Method::get, fmt::format("/api/tasks/{}/drafts", at.task)).empty());
    CHECK(at.server.call(200, Method::get, fmt::format("/api/tasks/{}", at.task))["is_labeled"] == true);

    device.write(uid, choice_register(), choice_result("B"));
    device.push();
    CHECK(at.annotations()[0]["result"][0]["value"]["choices"][0] == "A"); // ahead, not submitted
    device.submit(uid);
    device.push();
    annotations = at.annotations();
    REQUIRE(annotations.size() == 1);
    CHECK(annotations[0]["result"][0]["value"]["choices"][0] == "B");
}

TEST_CASE("ops that come twice change nothing the second time") {
    BobLabels at;
    SyncDevice& device = at.device;
    const std::string& uid = at.uid;
    device.submit(uid);
    device.push(1000, false); // the answer was lost
    device.push();
    CHECK(at.annotations().size() == 1);
    CHECK(device.unsent().empty());
    CHECK(device.mirrored(at.task)["tasks"][0]["documents"][0]["document"] == uid);
}

TEST_CASE("an edit by REST is an op that those who have the annotation open receive") {
    OneTask at;
    const Json made = at.server.annotate(at.bob, at.task, "A");
    const std::string uid = at.annotation_uid();
    SyncDevice device(at.server, at.bob, at.project, "00000000000000b1");
    device.pull();
    Diagnostics diagnostics;
    Document& open = device.open(uid, at.task);
    open.merge(Document::from_result(uid, made["result"], diagnostics)); // as a studio opens what has no document yet
    at.server.call(200, Method::patch, fmt::format("/api/annotations/{}/", made["id"].get<std::int64_t>()),
                   Json{{"result", LabelingServer::choice("B")}});
    const auto entries = device.pull();
    CHECK(std::ranges::count(entries, FeedKind::ops, &FeedEntry::kind) == 1);
    CHECK(std::ranges::count(entries, FeedKind::task, &FeedEntry::kind) == 1);
    CHECK(device.document(uid).to_result()[0]["value"]["choices"][0] == "B");
    // And one that opens it now has it from the server's document.
    SyncDevice other(at.server, at.server.admin, at.project, "00000000000000a1");
    CHECK(other.open(uid, at.task).to_result()[0]["value"]["choices"][0] == "B");
}

TEST_CASE("what is deleted here is deleted there, and comes back when it is submitted again") {
    BobLabels at;
    SyncDevice& device = at.device;
    const std::string& uid = at.uid;
    device.submit(uid);
    device.push();
    device.write(uid, {RegisterKind::annotation, "", "deleted"}, true);
    device.push();
    CHECK(at.annotations().empty());
    CHECK(at.server.call(200, Method::get, fmt::format("/api/tasks/{}", at.task))["total_annotations"] == 0);
    device.write(uid, {RegisterKind::annotation, "", "deleted"}, nullptr);
    device.submit(uid);
    device.push();
    REQUIRE(at.annotations().size() == 1);
    CHECK(at.annotation_uid() == uid);

    // By REST: the device hears of it.
    device.pull();
    at.server.call(204, Method::del,
                   fmt::format("/api/annotations/{}/", at.annotations()[0]["id"].get<std::int64_t>()));
    device.pull();
    CHECK(device.document(uid).fields().at("deleted").value == true);
    CHECK(device.document(uid).submitted().value.is_null());
}

TEST_CASE("a page is believed nothing") {
    BobLabels at;
    SyncDevice& bob = at.device;
    const std::string& uid = at.uid;
    bob.push();

    const auto refusal = [&](SyncDevice& device) {
        const std::vector<Refusal> refused = device.push();
        REQUIRE(refused.size() == 1);
        return refused[0].code;
    };
    SUBCASE("another's draft is not there") {
        SyncDevice ann(at.server, at.server.admin, at.project, "00000000000000a1");
        CHECK(ann.mirrored(at.task)["tasks"][0]["documents"].empty());
        CHECK(std::ranges::none_of(ann.pull(), [](const FeedEntry& e) { return e.kind == FeedKind::ops; }));
        ann.open(uid, at.task);
        ann.write(uid, choice_register(), choice_result("B"));
        CHECK(refusal(ann) == "not-found");
        bob.restart();
        CHECK(bob.open(uid, at.task).to_result()[0]["value"]["choices"][0] == "A");
    }
    SUBCASE("a document stays with its task") {
        const std::int64_t second = at.server.texts(at.project, 1)[0];
        SyncDevice again(at.server, at.bob, at.project, "00000000000000b2");
        again.open(uid, second);
        again.write(uid, choice_register(), choice_result("B"));
        CHECK(refusal(again) == "document-mismatch");
    }
    SUBCASE("another organization's project is not there") {
        const Response response =
            at.server.send_as(at.bob, Method::post, "/api/tagwright/projects/999/ops", R"({"ops":[]})");
        CHECK(response.status == 404);
    }
    SUBCASE("a clock that is far ahead") {
        bob.clock.advance(120'000);
        bob.write(uid, choice_register(), choice_result("B"));
        CHECK(refusal(bob) == "stamp-ahead");
    }
    SUBCASE("documents are named by UUIDs") {
        bob.open("../../etc/passwd", at.task);
        bob.write("../../etc/passwd", choice_register(), choice_result("B"));
        CHECK(refusal(bob) == "op-shape");
    }
    SUBCASE("an op under a wrong task stops no right one of the same document") {
        const std::int64_t second = at.server.texts(at.project, 1)[0];
        SyncDevice again(at.server, at.bob, at.project, "00000000000000b2");
        const std::string fresh = "0199b1c0-0000-7000-8000-00000000000a";
        again.open(fresh, second);
        again.write(fresh, choice_register(), choice_result("A"));
        again.write(fresh, choice_register(), choice_result("B"));
        std::vector<OpRecord> records = again.unsent();
        REQUIRE(records.size() == 2);
        records[0].task_id = 999'999;
        const Json answer =
            at.server.call_as(at.bob, 200, Method::post, again.address("ops"), *parse_json(push_body(records)));
        REQUIRE(answer["refused"].size() == 1);
        CHECK(answer["refused"][0]["sequence"] == records[0].sequence);
        CHECK(again.mirrored(second)["tasks"][0]["documents"].size() == 1);
    }
    SUBCASE("a bad op stops no other") {
        bob.write(uid, choice_register(), choice_result("B"));
        std::vector<OpRecord> records = bob.unsent();
        records.insert(records.begin(), records[0]);
        records[0].json = R"({"client":"00000000000000b1","sequence":77})";
        const Json answer =
            at.server.call_as(at.bob, 200, Method::post, bob.address("ops"), *parse_json(push_body(records)));
        REQUIRE(answer["refused"].size() == 1);
        CHECK(answer["refused"][0]["sequence"] == 77);
        bob.restart();
        CHECK(bob.open(uid, at.task).to_result()[0]["value"]["choices"][0] == "B");
    }
}

TEST_CASE("the mirror's list says how one stands to each task") {
    LabelingServer server;
    const UserRow bob = server.add("bob@example.com");
    const std::int64_t project = server.project();
    const auto tasks = server.texts(project, 5);
    server.annotate(bob, tasks[0], "A");
    server.skip(bob, tasks[1]);
    server.call_as(bob, 201, Method::post, fmt::format("/api/tasks/{}/drafts", tasks[2]),
                   Json{{"result", LabelingServer::choice("A")}});
    server.annotate(server.admin, tasks[3], "A");
    SyncDevice device(server, bob, project, "00000000000000b1");
    const Json page = server.call_as(bob, 200, Method::get, device.address("mirror?limit=4"));
    std::vector<std::string> states;
    for (const Json& task : page["tasks"])
        states.push_back(task["state"].get<std::string>());
    CHECK(states == std::vector<std::string>{"done", "skipped", "started", "done"});
    CHECK(page["project"]["title"] == "Texts");
    const Json rest = server.call_as(
        bob, 200, Method::get, device.address("mirror?after=" + std::to_string(page["next"].get<std::int64_t>())));
    REQUIRE(rest["tasks"].size() == 1);
    CHECK(rest["tasks"][0]["state"] == "fresh");
    CHECK(rest["next"].is_null());
    const Json whole = server.call_as(bob, 200, Method::get,
                                      device.address(fmt::format("mirrored?ids={},{},999", tasks[0], tasks[4])));
    REQUIRE(whole["tasks"].size() == 2);
    CHECK(whole["tasks"][0]["annotations"][0]["result"] == LabelingServer::choice("A"));
    CHECK(
        server.call_as(bob, 400, Method::get, device.address("mirrored?ids=1,x"))["validation_errors"].contains("ids"));
}

TEST_CASE("a cursor from before the server was put back is told to begin anew") {
    OneTask at;
    const Json page = at.server.call(200, Method::get, at.server_address("feed?after=100000"));
    CHECK(page["reset"] == true);
    CHECK(at.server.call(400, Method::get, at.server_address("feed"))["validation_errors"].contains("after"));
}

TEST_CASE("the feed names a task once, however often it changed") {
    OneTask at;
    const Json before = at.server.call(200, Method::get, at.server_address("feed?after=0"));
    const Json made = at.server.annotate(at.bob, at.task, "A");
    for (int n = 0; n < 5; ++n)
        at.server.call(200, Method::patch, fmt::format("/api/annotations/{}/", made["id"].get<std::int64_t>()),
                       Json{{"lead_time", n}});
    const Json page = at.server.call(200, Method::get,
                                     at.server_address(fmt::format("feed?after={}", before["position"].get<int>())));
    REQUIRE(page["entries"].size() == 1);
    CHECK(page["entries"][0]["task"] == at.task);
}

TEST_CASE("the ops of a deleted task go with it") {
    BobLabels at;
    SyncDevice& device = at.device;
    const std::string& uid = at.uid;
    device.push();
    const auto kept = [&] {
        return *at.server.database->read(
            [&](server::Transaction& t) -> Result<std::size_t> { return ops_of_document(t, uid, 0).size(); });
    };
    CHECK(kept() == 1);
    at.server.call(204, Method::del, fmt::format("/api/tasks/{}/", at.task));
    CHECK(kept() == 0);
}
