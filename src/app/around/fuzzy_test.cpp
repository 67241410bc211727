#include "app/around/fuzzy.hpp"

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("fuzzy: every word must be found, in any order") {
    CHECK(fuzzy_score("", "Undo"));
    CHECK(fuzzy_score("next task", "Next task"));
    CHECK(fuzzy_score("task next", "Next task"));
    CHECK(fuzzy_score("NT", "Next task"));
    CHECK_FALSE(fuzzy_score("next page", "Next task"));
    CHECK_FALSE(fuzzy_score("xyz", "Next task"));
    CHECK_FALSE(fuzzy_score("eas", "Next task")); // letters strewn about fit nearly everything
}

TEST_CASE("fuzzy: Chinese is found inside, characters are not torn apart") {
    CHECK(fuzzy_score("任务", "下一个任务"));
    CHECK(fuzzy_score("下一 任务", "下一个任务"));
    CHECK_FALSE(fuzzy_score("任下", "下一个任务"));
    CHECK_FALSE(fuzzy_score("丌", "下一个任务"));
}

TEST_CASE("fuzzy: the start of the title is better than the start of a word, that than its middle, that than letters") {
    CHECK(*fuzzy_score("task", "Task list") > *fuzzy_score("task", "Next task"));
    CHECK(*fuzzy_score("task", "Next task") > *fuzzy_score("task", "Multitasking"));
    CHECK(*fuzzy_score("asking", "Multitasking") > *fuzzy_score("nt", "Next task"));
    CHECK(*fuzzy_score("undo", "Undo") > *fuzzy_score("undo", "Undo everything of this session"));
}
