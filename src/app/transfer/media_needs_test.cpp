#include "app/transfer/media_needs.hpp"

#include "support/fixed.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("media needs: what tasks name by path and is not here, once each, with how many name it") {
    auto table = std::make_shared<TaskTable>("p");
    table->add_chunk("p/1", "[1,1,\"u\",\"d\",\"t\",0,{},{\"image\":\"a/One.png\",\"note\":\"b.png\"}]\n"
                            "[2,2,\"u\",\"d\",\"t\",0,{},{\"image\":\"/data/upload/3/0123abcd-two.jpg\"}]\n"
                            "[3,3,\"u\",\"d\",\"t\",0,{},{\"image\":\"a/One.png\"}]\n"
                            "[4,4,\"u\",\"d\",\"t\",0,{},{\"image\":\"https://example.org/c.png\"}]\n"
                            "[5,5,\"u\",\"d\",\"t\",0,{},{\"image\":\"tagwright-blob:00/d.png\"}]\n");
    const test::ManualClock clock;
    MediaIndex media;
    MediaNeeds needs(table, {{"image", "image"}, {"note", "text"}});
    REQUIRE(needs.step(1000, clock, media));
    REQUIRE(needs.missing().size() == 2);
    CHECK(needs.missing()[0].path == "a/One.png");
    CHECK(needs.missing()[0].tasks == 2);
    CHECK(needs.missing_tasks() == 3);
    CHECK(needs.names("one.png"));
    CHECK(needs.names("two.jpg")); // the prefix of an upload is nobody's name for a file
    CHECK_FALSE(needs.names("b.png"));

    media.add("photos/one.png", "tagwright-blob:11/one.png");
    needs.look_again();
    REQUIRE(needs.step(1000, clock, media));
    REQUIRE(needs.missing().size() == 1);
    CHECK(needs.missing()[0].path == "0123abcd-two.jpg");
    CHECK(needs.is_of(*table));
    table->add_chunk("p/6", "[6,6,\"u\",\"d\",\"t\",0,{},{}]\n");
    CHECK_FALSE(needs.is_of(*table));
}
