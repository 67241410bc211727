#include "app/projects/templates.hpp"

#include "config/config_tree.hpp"
#include "support/repo_dir.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

using namespace tw;

TEST_CASE("templates: pairs of texts, and what only looks like one") {
    CHECK(localized("a [[b|c]] d [[e|f]]", false) == "a b d e");
    CHECK(localized("a [[b|c]] d [[e|f]]", true) == "a c d f");
    for (const char* plain : {"", "[[1, 2], [3]]", "[[", "[[a|b", "x]] [[", "[[a]]", "[[[|"})
        CHECK(localized(plain, true) == plain);
    CHECK(localized(R"(["[[a|b]]"])", true) == R"(["b"])");
}

TEST_CASE("templates: every one of the gallery is a config without a problem, and shows its data") {
    std::ifstream file(test::repo_dir() / "assets/templates/templates.xml", std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    const TagRegistry registry(all_tags());
    for (const bool chinese : {false, true}) {
        const auto groups = parse_templates(text.str(), chinese);
        REQUIRE_MESSAGE(groups.has_value(), to_string(groups.error()));
        std::set<std::string> ids;
        std::size_t usable = 0, coming = 0;
        for (const TemplateGroup& group : *groups)
            for (const Template& one : group.templates) {
                CAPTURE(one.title);
                CHECK(!one.title.empty());
                CHECK(one.title.find("[[") == std::string::npos);
                if (one.config.empty()) {
                    CHECK(!one.needs.empty());
                    ++coming;
                    continue;
                }
                ++usable;
                CHECK(ids.insert(one.id).second);
                Diagnostics diagnostics;
                const auto tree = ConfigTree::parse(one.config, registry, diagnostics);
                CHECK_MESSAGE(diagnostics.empty(), to_text(diagnostics));
                CHECK(!tree->objects().empty());
                CHECK(!tree->controls().empty());
                for (const std::string& field : tree->data_fields())
                    CHECK_MESSAGE(find(one.data, field), field);
                for (const Json& item : one.result) {
                    const TagNode* control = tree->by_name(string_or(item, "from_name", ""));
                    REQUIRE(control);
                    const std::string type = string_or(item, "type", "");
                    CHECK(control->type->result_type == type);
                    const auto labels = tree->descendants(control->id, TagKind::child);
                    for (const Json& label : item["value"][type])
                        CHECK(std::ranges::any_of(labels,
                                                  [&](const TagNode* node) { return written_value(*node) == label; }));
                }
            }
        CHECK(usable >= 20);
        CHECK(coming >= 10);
    }
}
