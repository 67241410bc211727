// The tables of spec/datamanager.md, sections 3 and 4, row by row, but for its accidents (null is empty, case folds in every
// alphabet, bad input is 400).
#include "support/labeling_server.hpp"

using namespace tw;
using namespace tw::server;
using tw::test::LabelingServer;

namespace {

/// The test set of the spec: five rows, annotations on 1 and 2, a skip on 3, predictions on 1 and 4.
struct TestSet : LabelingServer {
    TestSet() {
        id = project(
            R"(<View><Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="A"/><Choice value="B"/></Choices></View>)");
        const Json rows = *parse_json(R"([
            {"data": {"text": "Apple pie", "n": 10, "s": "10", "f": true, "l": ["x", "y"], "d": "2024-01-02"}},
            {"data": {"text": "apple", "n": 9, "s": "9", "f": false, "l": ["y"], "d": "2024-03-01"}},
            {"data": {"text": "", "n": null, "s": null, "f": null, "l": [], "d": ""}},
            {"data": {"text": "Banana 50%", "n": 2.5, "s": "abc", "o": {"k": "v"}}},
            {"data": {"text": "ÄPFEL", "n": 100, "s": "A b"}}])");
        ids = import(id, rows);
        annotate(admin, ids[0], "A", Json{{"lead_time", 4}});
        annotate(admin, ids[1], "B", Json{{"lead_time", 6}});
        skip(admin, ids[2]);
        predict(0, "m1", 0.2, "B");
        predict(0, "m2", 0.4, "B");
        predict(3, "Mod", 0.9, "A");
    }
    void predict(std::size_t row, const std::string& version, double score, const std::string& label) {
        call(201, Method::post, "/api/predictions/",
             Json{{"task", ids[row]}, {"model_version", version}, {"score", score}, {"result", choice(label)}});
    }
    /// Numbers of the rows found, 1..5; "400" when refused.
    std::string rows(const Json& query) {
        const Response response =
            send_as(admin, Method::get,
                    fmt::format("/api/tasks/?project={}&fields=all&query={}", id, url_encode(dump_json(query))));
        if (response.status != 200)
            return std::to_string(response.status);
        const Json page = json(response);
        std::string text;
        for (const Json& task : page["tasks"])
            text += (text.empty() ? "" : ",") +
                    std::to_string(std::ranges::find(ids, task["id"].get<std::int64_t>()) - ids.begin() + 1);
        CHECK(page["total"] == page["tasks"].size());
        return text;
    }
    std::string filter(const std::string& column, const std::string& op, const Json& value,
                       const std::string& type = "String") {
        return rows(Json{
            {"filters",
             {{"conjunction", "and"},
              {"items",
               Json::array({Json{
                   {"filter", "filter:tasks:" + column}, {"operator", op}, {"type", type}, {"value", value}}})}}}});
    }
    std::string order(const std::string& by, Json more = Json::object()) {
        more["ordering"] = Json::array({by});
        return rows(more);
    }
    std::int64_t id = 0;
    std::vector<std::int64_t> ids;
};

} // namespace

TEST_CASE("filters on text answer as the data manager does") {
    TestSet set;
    CHECK(set.filter("data.text", "contains", "apple") == "1,2");
    CHECK(set.filter("data.text", "contains", "APPLE") == "1,2");
    CHECK(set.filter("data.text", "contains", "ä") == "5");
    CHECK(set.filter("data.text", "contains", "50%") == "4");
    CHECK(set.filter("data.text", "not_contains", "apple") == "3,4,5");
    CHECK(set.filter("data.text", "equal", "apple") == "2");
    CHECK(set.filter("data.text", "equal", "Apple") == "");
    CHECK(set.filter("data.text", "not_equal", "apple") == "1,3,4,5");
    CHECK(set.filter("data.text", "empty", true) == "3");
    CHECK(set.filter("data.text", "empty", "false") == "1,2,4,5");
    CHECK(set.filter("data.text", "regex", "^A") == "1");
    CHECK(set.filter("data.text", "regex", "(?i)^a") == "1,2");
    CHECK(set.filter("data.text", "regex", "[") == "");
    CHECK(set.filter("data.text", "in_list", Json::array({"apple", "x"})) == "2");
    CHECK(set.filter("data.text", "not_in_list", Json::array({"apple"})) == "1,3,4,5");
    CHECK(set.filter("data.d", "empty", true) == "3,4,5");
    CHECK(set.filter("data.d", "contains", "2024") == "1,2");
    CHECK(set.filter("data.o", "contains", "v") == "4");
    CHECK(set.filter("data.o.k", "equal", "v") == "");
    CHECK(set.filter("data.l", "contains", "x", "List") == "1");
}

TEST_CASE("filters on numbers, flags and times answer as the data manager does") {
    TestSet set;
    CHECK(set.filter("data.n", "equal", 10, "Number") == "1");
    CHECK(set.filter("data.n", "equal", "10", "Number") == "1");
    CHECK(set.filter("data.n", "not_equal", 10, "Number") == "2,3,4,5");
    CHECK(set.filter("data.n", "less", 10, "Number") == "2,4");
    CHECK(set.filter("data.n", "greater", 9, "Number") == "1,5");
    CHECK(set.filter("data.n", "greater_or_equal", 9, "Number") == "1,2,5");
    CHECK(set.filter("data.n", "less_or_equal", 9, "Number") == "2,4");
    CHECK(set.filter("data.n", "in", Json{{"min", 3}, {"max", 10}}, "Number") == "1,2");
    CHECK(set.filter("data.n", "not_in", Json{{"min", 3}, {"max", 10}}, "Number") == "3,4,5");
    CHECK(set.filter("data.n", "in_list", Json::array({9, 10}), "Number") == "1,2");
    CHECK(set.filter("data.n", "empty", true, "Number") == "3");
    CHECK(set.filter("data.f", "equal", true, "Boolean") == "1");
    CHECK(set.filter("data.f", "equal", "true", "Boolean") == "1");
    CHECK(set.filter("data.f", "equal", false, "Boolean") == "2");
    CHECK(set.filter("id", "equal", set.ids[1], "Number") == "2");
    CHECK(set.filter("total_annotations", "equal", 1, "Number") == "1,2");
    CHECK(set.filter("total_annotations", "empty", true, "Number") == "3,4,5");
    CHECK(set.filter("cancelled_annotations", "greater", 0, "Number") == "3");
    CHECK(set.filter("total_predictions", "not_equal", 1, "Number") == "1,2,3,5");
    CHECK(set.filter("avg_lead_time", "greater", 5, "Number") == "2");
    CHECK(set.filter("avg_lead_time", "empty", true, "Number") == "3,4,5");
    CHECK(set.filter("completed_at", "greater", "2020-01-01T00:00:00.000Z", "Datetime") == "1,2");
    CHECK(set.filter("completed_at", "empty", true, "Datetime") == "3,4,5");
    CHECK(set.filter("completed_at", "empty", false, "Datetime") == "1,2");
}

TEST_CASE("filters on annotations and predictions answer as the data manager does") {
    TestSet set;
    const auto me = set.admin.id;
    CHECK(set.filter("annotators", "contains", me, "List") == "1,2,3");
    CHECK(set.filter("annotators", "contains", std::to_string(me), "List") == "1,2,3");
    CHECK(set.filter("annotators", "not_contains", me, "List") == "4,5");
    CHECK(set.filter("annotators", "not_contains", 5555, "List") == "1,2,3,4,5");
    CHECK(set.filter("annotators", "empty", true, "List") == "4,5");
    CHECK(set.filter("annotations_results", "contains", "\"A\"") == "1");
    CHECK(set.filter("annotations_results", "not_contains", "\"A\"") == "2,3,4,5");
    CHECK(set.filter("annotations_results", "equal", dump_json(LabelingServer::choice("A"))) == "1");
    CHECK(set.filter("annotations_results", "empty", true) == "3,4,5");
    CHECK(set.filter("predictions_results", "contains", "\"A\"") == "4");
    CHECK(set.filter("predictions_model_versions", "contains", Json::array({"m1"}), "List") == "1");
    CHECK(set.filter("predictions_model_versions", "not_contains", Json::array({"m1"}), "List") == "2,3,4,5");
    CHECK(set.filter("predictions_model_versions", "empty", true, "List") == "2,3,5");
    CHECK(set.filter("predictions_score", "less", 0.5, "Number") == "");
    set.call(200, Method::patch, fmt::format("/api/projects/{}/", set.id), Json{{"model_version", "m1"}});
    CHECK(set.filter("predictions_score", "less", 0.3, "Number") == "1");
}

TEST_CASE("filters are joined by and, or, and a child") {
    TestSet set;
    const Json n = {{"filter", "filter:tasks:data.n"}, {"operator", "greater"}, {"type", "Number"}, {"value", 9}};
    const auto text = [](const char* part) {
        return Json{
            {"filter", "filter:tasks:data.text"}, {"operator", "contains"}, {"type", "String"}, {"value", part}};
    };
    CHECK(set.rows(Json{{"filters", {{"conjunction", "and"}, {"items", Json::array({n, text("pie")})}}}}) == "1");
    CHECK(set.rows(Json{{"filters", {{"conjunction", "or"}, {"items", Json::array({n, text("banana")})}}}}) == "1,4,5");
    Json parent = {{"filter", "filter:tasks:total_annotations"},
                   {"operator", "equal"},
                   {"type", "Number"},
                   {"value", 1},
                   {"child_filter", text("pie")}};
    CHECK(set.rows(Json{{"filters", {{"conjunction", "and"}, {"items", Json::array({parent})}}}}) == "1");
    CHECK(set.rows(Json{{"selectedItems", {{"all", false}, {"included", Json::array({set.ids[2]})}}}}) == "3");
    CHECK(set.rows(Json{{"selectedItems", {{"all", true}, {"excluded", Json::array({set.ids[2]})}}}}) == "1,2,4,5");
}

TEST_CASE("what cannot be meant is refused in words") {
    TestSet set;
    CHECK(set.filter("nonsense", "equal", 1) == "400");
    CHECK(set.filter("data.n", "greater", "abc", "Number") == "400");
    CHECK(set.filter("completed_at", "greater", "yesterday", "Datetime") == "400");
    CHECK(set.filter("data.text", "equal", nullptr) == "400");
    CHECK(set.rows(Json{{"filters", {{"conjunction", "xor"}, {"items", Json::array({1})}}}}) == "400");
    CHECK(set.rows(Json{{"selectedItems", "no"}}) == "400");
}

TEST_CASE("ordering: numbers as numbers, text by code point, nothing last") {
    TestSet set;
    CHECK(set.order("tasks:data.n") == "4,2,1,5,3");
    CHECK(set.order("-tasks:data.n") == "5,1,2,4,3");
    CHECK(set.order("tasks:-data.n") == "5,1,2,4,3");
    CHECK(set.order("tasks:data.text") == "3,1,4,2,5");
    CHECK(set.order("tasks:completed_at").starts_with("1,2"));
    CHECK(set.order("-id") == "5,4,3,2,1");
    CHECK(set.order("total_annotations") == "3,4,5,1,2");
    CHECK(set.order("nonsense") == "400");
}
