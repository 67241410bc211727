#include "formats/media_paths.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("media paths: what a value of task data names") {
    CHECK(media_path("images/a/b.jpg") == "images/a/b.jpg");
    CHECK(media_path("./images\\b.JPG") == "images/b.JPG");
    CHECK(media_path("/data/upload/12/0123abcd-b.jpg") == "0123abcd-b.jpg");
    CHECK(media_path("/data/local-files/?d=a%20b/%E5%9B%BE.png") == "a b/图.png");
    CHECK(media_path("http://x/data/local-files/?d=a/b.jpg").empty());
    CHECK(media_path("https://example.org/a.jpg").empty());
    CHECK(media_path("tagwright-blob:00/a.jpg").empty());
    CHECK(media_path("data:image/png;base64,AA").empty());
    CHECK(media_path("A sentence. Another one.").empty());
    CHECK(media_path("no ending").empty());
    CHECK(media_path("50%.png") == "50%.png");
}

TEST_CASE("media paths: the longest common tail wins, a tie is no match") {
    MediaIndex index;
    index.add("folder/images/a/b.jpg", "1");
    index.add("folder/images/c/b.jpg", "2");
    index.add("other/c.png", "3");
    const auto find = [&](std::string_view value) {
        const std::string* found = index.find(media_path(value));
        return found ? *found : std::string("none");
    };
    CHECK(find("images/a/b.jpg") == "1");
    CHECK(find("somewhere/else/images/c/B.JPG") == "2");
    CHECK(find("b.jpg") == "none");
    CHECK(find("x/b.jpg") == "none");
    CHECK(find("/data/upload/1/0123abcd-c.png") == "3");
    CHECK(find("/data/local-files/?d=other/c.png") == "3");
    CHECK(find("missing.png") == "none");
    index.add("b.jpg", "4"); // nearer than both
    CHECK(find("b.jpg") == "4");
    CHECK(find("images/a/b.jpg") == "1");
    index.add("other/c.png", "5");
    CHECK(find("c.png") == "5");
}
