#include "app/server/kept_files.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("the server's own files are found wherever a task's data names them, and nothing else") {
    const Json data = {{"image", "/data/upload/3/a b.jpg"},
                       {"pages", Json::array({"/data/upload/3/1.png", Json{{"url", "/data/upload/3/2.png"}}})},
                       {"elsewhere", "https://pictures.example/data/upload/3/x.jpg"},
                       {"words", "see /data/upload/3/a b.jpg"},
                       {"stars", 5}};
    std::vector<std::string> found = server_files_in(data);
    CHECK(found == std::vector<std::string>{"/data/upload/3/a b.jpg", "/data/upload/3/1.png", "/data/upload/3/2.png"});
    CHECK(server_files_in("/data/upload/3/one.jpg").size() == 1);
    CHECK(server_files_in(Json()).empty());
}
