#include "sync/wire.hpp"

#include "edit/recovery.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("a person's document of a task is one UUID, and nobody else's") {
    const std::string uid = home_document("0199b1c0-0000-7000-8000-000000000001", 7);
    CHECK(uid == home_document("0199b1c0-0000-7000-8000-000000000001", 7));
    CHECK(uid != home_document("0199b1c0-0000-7000-8000-000000000001", 8));
    CHECK(uid != home_document("0199b1c0-0000-7000-8000-000000000002", 7));
    REQUIRE(uid.size() == 36);
    CHECK(uid[14] == '8');
    CHECK(std::string("89ab").find(uid[19]) != std::string::npos);
}

TEST_CASE("a push is read as it was written, and a bad op is named alone") {
    const Op op{"doc", "0123456789abcdef", 4, 4, "history.draw", {99, 1, "0123456789abcdef"}, {}, "value"};
    OpRecord good = to_record(op), bad = good;
    good.task_id = bad.task_id = 12;
    bad.json = R"({"client":"0123456789abcdef","sequence":5})";
    const auto sent = read_push(*parse_json(push_body({good, bad})));
    REQUIRE(sent.has_value());
    REQUIRE(sent->size() == 2);
    CHECK((*sent)[0].task_id == 12);
    CHECK(to_json(*(*sent)[0].op) == to_json(op));
    CHECK((*sent)[1].op.error().where.pointer == "/ops/1/op/document");
    CHECK((*sent)[1].name == OpName{"0123456789abcdef", 5});
    CHECK(read_push(Json::object()).error().where.pointer == "/ops");

    const auto refused = read_push_answer(push_answer({{{"a", 3}, "forbidden", "No."}}));
    REQUIRE(refused->size() == 1);
    CHECK((*refused)[0].name == OpName{"a", 3});
    CHECK((*refused)[0].message == "No.");
    CHECK(read_push_answer(Json()).error().code == "feed-shape");
}

TEST_CASE("a page of the feed is read as it was written") {
    FeedPage page;
    page.position = 17;
    page.more = true;
    page.entries = {{15, FeedKind::ops, 3, "doc \"1\"", {R"({"a":1})", R"({"b":2})"}}, {17, FeedKind::task, 4, "", {}}};
    const auto read = read_feed_page(*parse_json(to_text(page)));
    REQUIRE(read.has_value());
    CHECK(read->position == 17);
    CHECK(read->more);
    CHECK_FALSE(read->reset);
    REQUIRE(read->entries.size() == 2);
    CHECK(read->entries[0].document_uid == "doc \"1\"");
    CHECK(read->entries[0].ops == page.entries[0].ops);
    CHECK(read->entries[1].kind == FeedKind::task);
    CHECK(read->entries[1].task_id == 4);
    CHECK(read_feed_page(*parse_json(R"({"entries":[{"kind":"soup"}]})")).error().where.pointer == "/entries/0/kind");
}
