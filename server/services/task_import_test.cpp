#include "services/import_spool.hpp"
#include "support/labeling_server.hpp"

using namespace tw;
using namespace tw::server;

namespace {

struct Importing : test::LabelingServer {
    Importing()
        : id(project(R"(<View><Image name="img" value="$image"/>
                <Choices name="c" toName="img"><Choice value="A"/></Choices></View>)")) {}
    Response import(const std::string& body) {
        return send_as(admin, Method::post, fmt::format("/api/projects/{}/import", id), body);
    }
    std::int64_t tasks() {
        return call(200, Method::get, fmt::format("/api/projects/{}/", id))["task_number"].get<std::int64_t>();
    }
    bool nothing_left_behind() { return std::filesystem::is_empty(dir.path() / "tmp"); }
    std::int64_t id;
};

} // namespace

TEST_CASE("import: a list, or one behind \"tasks\", becomes tasks, and nothing of it stays on disk") {
    Importing importing;
    const Response list = importing.import(
        R"([{"image":"a.jpg"},{"data":{"image":"b.jpg","n":1},"annotations":[{"result":[],"was_cancelled":true},{"result":[]}],)"
        R"("predictions":[{"result":[],"score":0.5,"model_version":"m"}]}])");
    CHECK(list.status == 201);
    const Json said = Importing::json(list);
    CHECK(said["task_count"] == 2);
    CHECK(said["annotation_count"] == 2);
    CHECK(said["prediction_count"] == 1);
    CHECK(said["data_columns"] == Json::array({"image"}));
    CHECK(importing.import("\xef\xbb\xbf{\"tasks\": [{\"image\":\"c.jpg\"}] , \"more\": {}}").status == 201);
    CHECK(importing.tasks() == 3);
    CHECK(importing.nothing_left_behind());
    const Json second = importing.call(200, Method::get, "/api/tasks/2/");
    CHECK(second["data"] == Json::parse(R"({"image":"b.jpg","n":1})"));
    CHECK(second["total_annotations"] == 1);
    CHECK(second["cancelled_annotations"] == 1);
    CHECK(second["predictions"][0]["score"] == 0.5);
}

TEST_CASE("import: one bad item, and nothing is imported; the answer says which and where") {
    Importing importing;
    const auto refused = [&](const std::string& body) {
        const Response response = importing.import(body);
        CHECK(response.status == 400);
        CHECK(importing.tasks() == 0);
        CHECK(importing.nothing_left_behind());
        return response.body;
    };
    const auto says = [](const std::string& text, const char* what) { return text.find(what) != std::string::npos; };
    CHECK(says(refused(R"([{"image":"a"},{"image":"b"},{"picture":"c"}])"), "Error at item 2"));
    CHECK(says(refused(R"([{"image":"a"},{"data":{"image":"b"},"annotations":[{}]}])"), "Error at item 1"));
    CHECK(says(refused("[{\"image\":\"a\"},\n  {\"image\":}]"), "(line 2 column 12, /1)"));
    CHECK(says(refused("[{\"image\":\"a\"} {\"image\":\"b\"}]"), "A comma is missing here. (line 1 column 16)"));
    CHECK(says(refused("[{\"image\":\"a\"},]"), "A value is missing here."));
    CHECK(says(refused("[{\"image\":\"a\"}] []"), "There is more text behind the end."));
    CHECK(says(refused("[{\"image\":\"a\"}"), "The list breaks off"));
    CHECK(says(refused("{\"tasks\":[{\"image\":\"a\"}]"), "The object breaks off."));
    CHECK(says(refused(R"([{"image":"a"},{"data":{"image":"b"},"annotations":[{"result":[],"completed_by":77}]}])"),
               "completed_by=77"));
    CHECK(says(refused("[]"), "No tasks added"));
}

TEST_CASE("import: what waits in the spool comes back as it was") {
    const test::ScratchDir dir;
    {
        ImportSpool spool(dir.path() / "spool");
        ImportItem first;
        first.data = R"({"text":"a\nb"})";
        first.upload = 7;
        first.annotations.push_back({.author = 3, .author_email = {}, .result = "[1]", .result_count = 1});
        first.annotations.push_back({.author = {},
                                     .author_email = "b@c.d",
                                     .result = "[]",
                                     .result_count = 0,
                                     .was_cancelled = true,
                                     .ground_truth = false,
                                     .lead_time = 1.5,
                                     .import_id = -1});
        first.predictions.push_back({"[2]", "m", {}});
        REQUIRE(spool.add(first).has_value());
        REQUIRE(spool.add({}).has_value());
        REQUIRE(spool.finish().has_value());
        std::vector<ImportItem> items;
        const auto read = spool.read([&](ImportItem& item) -> Result<void> {
            items.push_back(std::move(item));
            return {};
        });
        REQUIRE(read.has_value());
        REQUIRE(items.size() == 2);
        CHECK(items[0].data == first.data);
        CHECK(items[0].upload == 7);
        REQUIRE(items[0].annotations.size() == 2);
        CHECK(items[0].annotations[0].author == 3);
        CHECK_FALSE(items[0].annotations[0].lead_time.has_value());
        CHECK(items[0].annotations[1].author_email == "b@c.d");
        CHECK(items[0].annotations[1].was_cancelled);
        CHECK(items[0].annotations[1].lead_time == 1.5);
        CHECK(items[0].annotations[1].import_id == -1);
        REQUIRE(items[0].predictions.size() == 1);
        CHECK(items[0].predictions[0].model_version == "m");
        CHECK(items[1].annotations.empty());
        // Cut short, as by a disk that is full.
        std::filesystem::resize_file(dir.path() / "spool", 40);
        CHECK(spool.read([](ImportItem&) -> Result<void> { return {}; }).error().code == "storage-failed");
    }
    CHECK(std::filesystem::is_empty(dir.path()));
}
