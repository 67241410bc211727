// Devices of several people against a real server's routes and its SQLite: edits, submissions, pushes whose answers are
// lost, pushes that come twice, restarts, clocks that are wrong. When everything has been sent and read, every device and
// the server hold equal documents, and the annotation is what was submitted last. A failure prints its seed; TW_SEED=<seed>
// runs that one alone, TW_SYNC_RUNS=<n> sets how many.
#include "services/documents.hpp"
#include "support/sync_device.hpp"

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace tw;
using namespace tw::test;

namespace {

std::uint64_t number_from(const char* name, std::uint64_t fallback) {
    const char* const text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : fallback;
}

Json box(SeededRandom& random) {
    return {{"to_name", "t"}, {"value", {{"x", random.below(100)}, {"y", random.below(100)}}}};
}

void edit(SyncDevice& device, const std::string& uid, SeededRandom& random) {
    device.clock.advance(random.below(3));
    const std::string region = "region" + std::to_string(random.below(4));
    switch (random.below(5)) {
    case 0:
        return device.write(uid, {RegisterKind::region_deleted, region, {}}, random.one_in(2) ? Json(true) : Json());
    case 1:
        return device.write(uid, {RegisterKind::control, "", "c"},
                            LabelingServer::choice(random.one_in(2) ? "A" : "B")[0]);
    default:
        return device.write(uid, {RegisterKind::region_geometry, region, {}}, box(random));
    }
}

Json server_snapshot(LabelingServer& server, const std::string& uid) {
    return *server.database->read([&](server::Transaction& t) -> Result<Json> {
        const auto row = server::find_document(t, uid);
        REQUIRE(row.has_value());
        auto head = server::head_of(t, *row);
        REQUIRE(head.has_value());
        return head->to_snapshot();
    });
}

/// One task of a project of its own, worked on by some devices of one person (a draft is nobody else's).
void run(LabelingServer& server, const server::UserRow& bob, std::uint64_t seed) {
    CAPTURE(seed);
    INFO("run again alone with TW_SEED=", seed);
    SeededRandom random(seed);
    const std::int64_t project = server.project();
    const std::int64_t task = server.texts(project, 1)[0];
    const std::string task_uid =
        server
            .call(200, server::Method::get,
                  fmt::format("/api/tagwright/projects/{}/mirrored?ids={}", project, task))["tasks"][0]["uid"]
            .get<std::string>();
    const std::string uid = home_document(task_uid, bob.id);
    std::vector<std::unique_ptr<SyncDevice>> devices;
    const std::size_t count = 2 + random.below(2);
    for (std::size_t n = 0; n < count; ++n) {
        devices.push_back(
            std::make_unique<SyncDevice>(server, bob, project, fmt::format("{:08x}{:08x}", seed & 0xffffffffU, n)));
        devices.back()->clock.advance(random.below(40'000)); // within the minute that a server bears with
        devices.back()->pull();
        devices.back()->open(uid, task);
    }
    bool submitted = false;
    for (std::size_t steps = 10 + random.below(20); steps > 0; --steps) {
        SyncDevice& device = *devices[random.below(devices.size())];
        switch (random.below(8)) {
        case 0:
        case 1:
        case 2:
            edit(device, uid, random);
            break;
        case 3:
            device.submit(uid);
            submitted = true;
            break;
        case 4:
            CHECK(device.push(1 + random.below(5), !random.one_in(3)).empty());
            break;
        case 5:
            CHECK(device.push().empty());
            break;
        case 6:
            device.pull();
            break;
        default:
            if (random.one_in(3)) {
                device.restart();
                device.open(uid, task);
            }
        }
    }
    edit(*devices[0], uid, random);
    for (const auto& device : devices)
        CHECK(device->push().empty());
    const Json wanted = server_snapshot(server, uid);
    for (const auto& device : devices) {
        device->pull();
        CHECK(device->document(uid).to_snapshot()["registers"] == wanted["registers"]);
        CHECK(device->unsent().empty());
    }
    if (!submitted)
        return;
    devices[0]->submit(uid);
    devices[0]->push();
    const Json annotations = server.call(200, server::Method::get, fmt::format("/api/tasks/{}/annotations/", task));
    REQUIRE(annotations.size() == 1);
    CHECK(annotations[0]["result"] == devices[0]->document(uid).to_result());
}

} // namespace

TEST_CASE("devices and a server converge whatever the network does") {
    const std::uint64_t only = number_from("TW_SEED", 0), runs = number_from("TW_SYNC_RUNS", 60);
    const std::uint64_t last = only != 0 ? only : runs;
    for (std::uint64_t seed = only != 0 ? only : 1; seed <= last;) {
        LabelingServer server; // a new one every now and then: what earlier runs left behind proves nothing more
        const server::UserRow bob = server.add("bob@example.com");
        for (int n = 0; n < 100 && seed <= last; ++n, ++seed)
            run(server, bob, seed);
    }
}
