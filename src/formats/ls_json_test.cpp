#include "formats/ls_json.hpp"

#include "support/random_results.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

struct Imported {
    std::vector<Task> tasks;
    Diagnostics diagnostics;
};

Imported imported(std::string_view text) {
    Imported out;
    auto tasks = import_tasks(text, "t.json", out.diagnostics);
    REQUIRE_MESSAGE(tasks.has_value(), text);
    out.tasks = std::move(*tasks);
    return out;
}

Error refused(std::string_view text) {
    Diagnostics diagnostics;
    auto tasks = import_tasks(text, "t.json", diagnostics);
    REQUIRE_MESSAGE(!tasks.has_value(), text);
    return tasks.error();
}

Json json(std::string_view text) {
    return *parse_json(text);
}

} // namespace

TEST_CASE("one object is one task, a list is many, bare data is wrapped") {
    CHECK(imported(R"({"data":{"image":"a.png"}})").tasks[0].data == json(R"({"image":"a.png"})"));
    CHECK(imported(R"({"image":"a.png"})").tasks[0].data == json(R"({"image":"a.png"})"));
    CHECK(imported(R"([{"data":{"a":1}},{"text":"b"}])").tasks[1].data == json(R"({"text":"b"})"));
    CHECK(imported(R"({"tasks":[{"data":{"a":1}},{"data":{"a":2}}]})").tasks.size() == 2);
    CHECK(imported(R"({"tasks":"no list"})").tasks[0].data == json(R"({"tasks":"no list"})"));
    CHECK(imported("[]").tasks.empty());
    const Imported bare = imported(R"({"text":"x","annotations":[5]})"); // without data everything is data
    CHECK(bare.tasks[0].data.contains("annotations"));
    CHECK(bare.diagnostics.empty());
}

TEST_CASE("what an import keeps of a task") {
    const Imported in = imported(R"([{"id":101,"inner_id":3,"data":{"img":"x"},"meta":{"k":1},"my":{"own":[1]},
      "total_annotations":9,"drafts":[{"id":1}],
      "annotations":[{"id":7,"unique_id":"0190-u","completed_by":1,"was_cancelled":true,"ground_truth":false,
        "lead_time":12.5,"created_at":"2026-01-02T03:04:05.000000Z","result":[{"id":"r"}],"import_id":4},
        {"result":null}],
      "predictions":[{"model_version":"m1","score":0.8,"result":[],"cluster":null}, 12]}])");
    CHECK(in.diagnostics.empty());
    const Task& task = in.tasks[0];
    CHECK(task.id == 101);
    CHECK(task.inner_id == 3);
    CHECK(task.meta == json(R"({"k":1})"));
    CHECK(task.extra == json(R"({"my":{"own":[1]}})"));
    REQUIRE(task.annotations.size() == 2);
    const Annotation& first = task.annotations[0];
    CHECK(first.uid == "0190-u");
    CHECK(first.was_cancelled);
    CHECK_FALSE(first.ground_truth);
    CHECK(first.lead_time_s == 12.5);
    CHECK(first.extra == json(R"({"completed_by":1,"import_id":4})"));
    CHECK(task.annotations[1].ground_truth); // an import that does not say so is taken as ground truth
    CHECK(task.annotations[1].result == Json::array());
    REQUIRE(task.predictions.size() == 2);
    CHECK(task.predictions[0].model_version == "m1");
    CHECK(task.predictions[0].score == 0.8);
    CHECK(task.predictions[1].id == 12);
}

TEST_CASE("a bad item is named and left out, the rest goes on") {
    const Imported in = imported(R"([1, {"data":5}, {"data":{},"annotations":[3,{"result":[]},{"result":"x"}],
      "predictions":{"a":1}}, {"data":{"ok":1},"predictions":["p"],"completions":[]}])");
    REQUIRE(in.tasks.size() == 2);
    CHECK(in.tasks[0].annotations.size() == 2);
    CHECK(in.tasks[1].data == json(R"({"ok":1})"));
    std::vector<std::string> told;
    for (const Diagnostic& diagnostic : in.diagnostics.items())
        told.push_back(diagnostic.error.code + " " + diagnostic.error.where.pointer);
    CHECK(told == std::vector<std::string>{"task-shape /0", "task-data /1/data", "annotation-shape /2/annotations/0",
                                           "annotation-shape /2/annotations/2/result", "task-shape /2/predictions",
                                           "task-completions /3/completions", "prediction-shape /3/predictions/0"});
    CHECK(imported(R"({"tasks":[{"data":5}]})").diagnostics.items()[0].error.where.pointer == "/tasks/0/data");
}

TEST_CASE("what holds no task is refused") {
    CHECK(refused("5").code == "tasks-shape");
    CHECK(refused("\"text\"").code == "tasks-shape");
    CHECK(refused("").code == "json-syntax");
    CHECK(refused("{\"data\":").code == "json-syntax");
    CHECK(refused("[{\"data\":{}").where.line == 1);
    CHECK(refused("[\"\xff\"]").code == "json-encoding");
}

TEST_CASE("of a text that breaks off, what stands before the break is read") {
    const std::string whole = "[{\"data\":{\"a\":\"]},{\"}},\n {\"data\":{\"a\":\"\\\"2\"}},\n {\"data\":{\"a\":3}}]";
    for (std::size_t length = 1; length < whole.size(); ++length) {
        Diagnostics diagnostics;
        const auto tasks = import_tasks(whole.substr(0, length), "t.json", diagnostics);
        const std::size_t complete = length < 22 ? 0 : length < 45 ? 1 : length < whole.size() - 1 ? 2 : 3;
        CAPTURE(length);
        CHECK(tasks.has_value() == (complete > 0));
        if (!tasks)
            continue;
        CHECK(tasks->size() == complete);
        REQUIRE(diagnostics.has_errors());
        CHECK(diagnostics.items()[0].error.code == "json-syntax");
        CHECK(diagnostics.items()[0].error.where.line >= 1);
    }
    const Imported wrapped = imported("\xef\xbb\xbf {\"tasks\" : [ {\"data\":{\"a\":1}} , {\"data\":{\"a\":2}} oops ");
    CHECK(wrapped.tasks.size() == 2);
    CHECK(imported("[{\"data\":{\"a\":1}}, nonsense, {\"data\":{\"a\":2}}]").tasks.size() == 1);
}

TEST_CASE("an export has the keys of Label Studio's") {
    const Imported in = imported(R"([{"id":101,"data":{"img":"x"},"created_at":"c","my":1,"annotations":[
      {"id":7,"unique_id":"u","result":[{"id":"r"},{"id":"r"},{"id":"s"}],"completed_by":2},
      {"result":[],"was_cancelled":true,"ground_truth":false}],"predictions":[{"id":3,"result":[],"model_version":"m"}]}])");
    const Json out = export_tasks(in.tasks, {.project_id = 5});
    CHECK(out == json(R"([{"id":101,"annotations":[
      {"id":7,"completed_by":2,"result":[{"id":"r"},{"id":"r"},{"id":"s"}],"was_cancelled":false,"ground_truth":true,
       "draft_created_at":null,"lead_time":null,"prediction":{},"result_count":2,"unique_id":"u","import_id":null,
       "last_action":null,"bulk_created":false,"task":101,"project":5,"updated_by":null,"parent_prediction":null,
       "parent_annotation":null,"last_created_by":null},
      {"completed_by":null,"result":[],"was_cancelled":true,"ground_truth":false,
       "draft_created_at":null,"lead_time":null,"prediction":{},"result_count":0,"import_id":null,
       "last_action":null,"bulk_created":false,"task":101,"project":5,"updated_by":null,"parent_prediction":null,
       "parent_annotation":null,"last_created_by":null}],
      "drafts":[],"predictions":[{"id":3,"result":[],"model_version":"m","score":null,"task":101,"project":5}],
      "data":{"img":"x"},"meta":{},"created_at":"c","allow_skip":true,"total_annotations":1,"cancelled_annotations":1,
      "total_predictions":1,"comment_count":0,"unresolved_comment_count":0,"last_comment_updated_at":null,"project":5,
      "updated_by":null,"comment_authors":[],"my":1}])"));
    CHECK(export_tasks(in.tasks, {.prediction_ids_only = true})[0]["predictions"] == json("[3]"));
}

TEST_CASE("a known key of an unexpected kind comes back as it came in") {
    const Json out =
        export_tasks(imported(R"([{"id":"abc","data":{},"meta":3,"drafts":"x","inner_id":18446744073709551615,
      "annotations":[{"id":null,"was_cancelled":"yes","lead_time":"long","unique_id":5,"result":[]}]}])")
                         .tasks);
    CHECK(out[0]["id"] == "abc");
    CHECK(out[0]["meta"] == 3);
    CHECK(out[0]["drafts"] == "x");
    CHECK(out[0]["inner_id"] == 18446744073709551615ULL);
    CHECK(out[0]["annotations"][0]["id"].is_null());
    CHECK(out[0]["annotations"][0]["was_cancelled"] == "yes");
    CHECK(out[0]["annotations"][0]["lead_time"] == "long");
    CHECK(out[0]["annotations"][0]["unique_id"] == 5);
}

TEST_CASE("what is exported is imported again to the same export") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        test::SeededRandom random(seed);
        Json tasks = Json::array();
        for (std::size_t n = random.below(4); n > 0; --n) {
            Json task = {{"id", n}, {"data", {{"image", "a.png"}}}, {"unheard", n}};
            for (std::size_t k = random.below(3); k > 0; --k) {
                task["annotations"].push_back(
                    {{"id", k}, {"result", test::random_result(random, 6, true)}, {"of", "me"}});
                task["predictions"].push_back({{"score", 0.5}, {"result", test::random_result(random, 3, true)}});
            }
            tasks.push_back(std::move(task));
        }
        const Json once = export_tasks(imported(dump_json(tasks)).tasks);
        const Json twice = export_tasks(imported(dump_json(once)).tasks);
        REQUIRE(once == twice);
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            REQUIRE(once[i]["unheard"] == tasks[i]["unheard"]);
            for (std::size_t k = 0; tasks[i].contains("annotations") && k < tasks[i]["annotations"].size(); ++k)
                REQUIRE(once[i]["annotations"][k]["result"] == tasks[i]["annotations"][k]["result"]);
        }
    }
}
