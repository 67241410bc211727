#include "app/projects/project_setup.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

PickedFile large_file(std::string name, std::string_view head) {
    PickedFile file;
    file.name = std::move(name);
    file.bytes.assign(head.begin(), head.end());
    file.handle = 1;
    file.size = 5'000'000;
    return file;
}

} // namespace

TEST_CASE("a large file is not read, but its beginning proposes the config") {
    Dropped dropped;
    std::vector<PickedFile> files(1, large_file("photos.csv", "n,photo,who\n1,a/b.jpg,Ann\n2,c.jpg,\"Be"));
    take_files(dropped, std::move(files));
    CHECK(dropped.items.empty());
    REQUIRE(dropped.large.size() == 1);
    CHECK(dropped.large[0].bytes.empty());
    REQUIRE(dropped.samples.size() == 1); // the second row is cut off
    CHECK(dropped.samples[0].data["photo"] == "a/b.jpg");
    CHECK(propose_config(dropped).find("value=\"$photo\"") != std::string::npos);
}

TEST_CASE("a large export brings the config of its results") {
    Dropped dropped;
    std::vector<PickedFile> files(
        1, large_file("export.json",
                      R"([{"data":{"body":"one two"},"annotations":[{"result":[{"from_name":"kind","to_name":"text",)"
                      R"("type":"choices","value":{"choices":["Spam"]}}]}]},{"data":{"bo)"));
    take_files(dropped, std::move(files));
    const std::string config = propose_config(dropped);
    CHECK(config.find("Spam") != std::string::npos);
    CHECK(config.find("$body") != std::string::npos);
}

TEST_CASE("a small file of rows is read whole, and its longest text is what is shown") {
    Dropped dropped;
    std::vector<PickedFile> files(1);
    constexpr std::string_view rows = "id,comment\n7,quite a long comment\n";
    files[0].name = "rows.csv";
    files[0].bytes.assign(rows.begin(), rows.end());
    files[0].handle = 1;
    files[0].size = rows.size();
    take_files(dropped, std::move(files));
    CHECK(dropped.items.size() == 1);
    CHECK(dropped.large.empty());
    CHECK(propose_config(dropped).find("value=\"$comment\"") != std::string::npos);
}
