#include "edit/recovery.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

const Json base = Json::parse(R"([{"id":"r","from_name":"f","to_name":"t","type":"ellipse","value":{"x":1}}])");

Op set_x(std::uint64_t sequence, int x) {
    return {"doc",
            "client",
            sequence,
            sequence,
            "history.move",
            {sequence, 0, "client"},
            {RegisterKind::region_geometry, "r", ""},
            {{"to_name", "t"}, {"value", {{"x", x}}}}};
}

DocumentRecords records_of(std::vector<Op> ops) {
    DocumentRecords records;
    for (const Op& op : ops) {
        records.ops.push_back(to_record(op));
        records.ops.back().position = records.ops.size();
    }
    return records;
}

} // namespace

TEST_CASE("a document is its snapshot, or what it began with, and the ops after") {
    Diagnostics diagnostics;
    const auto from_base = restore("doc", records_of({set_x(1, 5), set_x(2, 6)}), base, diagnostics);
    REQUIRE(from_base.has_value());
    CHECK(from_base->region("r")->shape()["x"] == 6);

    DocumentRecords records = records_of({set_x(2, 6)});
    Document earlier = Document::from_result("doc", base, diagnostics);
    earlier.apply(set_x(1, 5));
    records.snapshot = {"doc", 1, dump_json(earlier.to_snapshot())};
    const auto from_snapshot = restore("doc", records, Json::array(), diagnostics);
    REQUIRE(from_snapshot.has_value());
    CHECK(from_snapshot->to_snapshot() == from_base->to_snapshot());
    CHECK(diagnostics.empty());
}

TEST_CASE("damaged records cost themselves only") {
    DocumentRecords records = records_of({set_x(1, 5), set_x(2, 6), set_x(3, 7), set_x(4, 8)});
    records.ops[1].json = R"({"document":"doc","client":)";
    records.ops[2].json = R"({"document":"doc"})";
    Op foreign = set_x(4, 8);
    foreign.document_uid = "other";
    records.ops[3] = to_record(foreign);
    Diagnostics diagnostics;
    const auto document = restore("doc", records, base, diagnostics);
    REQUIRE(document.has_value());
    CHECK(document->region("r")->shape()["x"] == 5);
    REQUIRE(diagnostics.items().size() == 3);
    CHECK(diagnostics.items()[0].error.code == "json-syntax");
    CHECK(diagnostics.items()[0].error.where.file == "record 2");
    CHECK(diagnostics.items()[1].error.code == "op-shape");
    CHECK(diagnostics.items()[1].error.where.pointer == "/client");
    CHECK(diagnostics.items()[2].error.code == "document-mismatch");
}

TEST_CASE("a damaged snapshot is told and the document begins where it began") {
    for (const char* text : {"{", "{}", "[1,2"}) {
        DocumentRecords records = records_of({set_x(2, 6)});
        records.snapshot = {"doc", 1, text};
        Diagnostics diagnostics;
        const auto document = restore("doc", records, base, diagnostics);
        REQUIRE(document.has_value());
        CHECK(document->region("r")->shape()["x"] == 6);
        CHECK(diagnostics.has_errors());
    }
    DocumentRecords records;
    records.snapshot = {"doc", 1, dump_json(Document("other").to_snapshot())};
    Diagnostics diagnostics;
    CHECK(restore("doc", records, base, diagnostics).error().code == "document-mismatch");
}
