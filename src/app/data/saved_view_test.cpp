#include "app/data/data_view.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("saved view: what is kept comes back, and rubbish is a plain view") {
    SavedView view;
    view.name = "未完成";
    view.query.sort = "data.text";
    view.query.descending = true;
    view.query.conditions = {{TaskCondition::Subject::state, TaskCondition::Test::is_not, "", "done"},
                             {TaskCondition::Subject::field, TaskCondition::Test::greater, "n", "3"}};
    view.columns = {{"data.text", 222.4, true, false}, {"id", 72, false, false}};
    view.grid = true;
    const SavedView again = saved_view_from(*parse_json(dump_json(to_json(view))));
    CHECK(again.name == view.name);
    CHECK(again.query == view.query);
    CHECK(again.grid);
    REQUIRE(again.columns.size() == 2);
    CHECK(again.columns[0].width_px == 222);
    CHECK_FALSE(again.columns[1].shown);

    const SavedView plain = saved_view_from(*parse_json(R"({"conditions":3,"columns":[{"key":1}],"sort":{}})"));
    CHECK(plain.query == TaskQuery{});
    CHECK(plain.columns.size() == 1);
}
