#include "edit/op.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {
const Op sample{"doc-1",
                "client-1",
                7,
                5,
                "history.draw",
                {1234, 2, "client-1"},
                {RegisterKind::region_control, "r1", "box"},
                {{"type", "rectangle"}}};
}

TEST_CASE("an op survives its JSON") {
    const Json json = to_json(sample);
    const auto read = op_from_json(*parse_json(dump_json(json)));
    REQUIRE(read.has_value());
    CHECK(to_json(*read) == json);
    CHECK(read->stamp == sample.stamp);
    CHECK(read->address == sample.address);
}

TEST_CASE("every register kind has a name that reads back") {
    for (int i = 0; i <= static_cast<int>(RegisterKind::submitted); ++i) {
        const auto kind = static_cast<RegisterKind>(i);
        CHECK(register_kind_from(to_string(kind)) == kind);
    }
    CHECK_FALSE(register_kind_from("something").has_value());
}

TEST_CASE("a malformed op names what is wrong") {
    const auto refused = [](const char* patch) {
        Json json = to_json(sample);
        json.merge_patch(*parse_json(patch));
        const auto read = op_from_json(json);
        REQUIRE_MESSAGE(!read.has_value(), patch);
        CHECK(read.error().code == "op-shape");
        return read.error().where.pointer;
    };
    CHECK(refused(R"({"document":null})") == "/document");
    CHECK(refused(R"({"client":""})") == "/client");
    CHECK(refused(R"({"sequence":0})") == "/sequence");
    CHECK(refused(R"({"sequence":-3})") == "/sequence");
    CHECK(refused(R"({"sequence":9007199254740992})") == "/sequence");
    CHECK(refused(R"({"transaction":"x"})") == "/transaction");
    CHECK(refused(R"({"stamp":5})") == "/stamp/ms");
    CHECK(refused(R"({"stamp":{"ms":0}})") == "/stamp/ms");
    CHECK(refused(R"({"stamp":{"counter":4294967296}})") == "/stamp/counter");
    CHECK(refused(R"({"register":{"kind":"nothing"}})") == "/register/kind");
    CHECK(refused(R"({"register":{"id":1}})") == "/register/id");
    CHECK(refused(R"({"register":{"name":null}})") == "/register/name");
    CHECK(refused(R"({"value":null})") == "/value"); // merge_patch takes the key away
    CHECK(op_from_json(Json(3)).error().where.pointer == "/document");
}
