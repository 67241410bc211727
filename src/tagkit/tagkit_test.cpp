#include "tagkit/registry.hpp"

#include <doctest/doctest.h>

using namespace tw;

namespace {

const TagType box_type{.name = "RectangleLabels",
                       .aliases = {"BoxLabels"},
                       .kind = TagKind::control,
                       .attributes =
                           attributes({label_container_attributes(),
                                       per_region_attributes(),
                                       {{.name = "strokeWidth", .type = AttributeType::number, .fallback = "1"}}}),
                       .result_type = "rectanglelabels"};
const TagType view_type{.name = "View"};
const TagType impostor{.name = "Impostor", .aliases = {"View"}};

TagNode node_with(std::map<std::string, std::string> written) {
    TagNode node;
    node.type = &box_type;
    for (auto& [name, text] : written)
        node.attributes[name] = {.text = text, .written = name, .where = {}};
    return node;
}

} // namespace

TEST_CASE("tags are found without regard to case, by name before alias") {
    const TagRegistry registry({&impostor, &box_type, &view_type});
    CHECK(registry.find("rectanglelabels") == &box_type);
    CHECK(registry.find("BOXLABELS") == &box_type);
    CHECK(registry.find("view") == &view_type);
    CHECK(registry.find("Viev") == nullptr);
    CHECK(registry.by_result_type("rectanglelabels") == &box_type);
    CHECK(registry.by_result_type("") == nullptr);
}

TEST_CASE("a misspelt tag has a near one suggested, a foreign one has none") {
    const TagRegistry registry({&box_type, &view_type});
    CHECK(registry.suggest("RectangelLabels") == "RectangleLabels");
    CHECK(registry.suggest("Veiw") == "");
    CHECK(registry.suggest("Viw") == "View");
    CHECK(registry.suggest("Marquee") == "");
    CHECK(registry.suggest(std::string(10'000, 'x')) == "");
}

TEST_CASE("planned tags have a kind") {
    CHECK(planned_tag_kind("Timeseries") == TagKind::object);
    CHECK(planned_tag_kind("PolygonLabels") == TagKind::control);
    CHECK(planned_tag_kind("filter") == TagKind::visual);
    CHECK(is_planned_tag("shortcut"));
    CHECK_FALSE(is_planned_tag("Marquee"));
}

TEST_CASE("attributes read as their type, with the default when they do not") {
    const TagNode plain = node_with({});
    CHECK(plain.get("choice") == "single");
    CHECK(plain.flag("showinline"));
    CHECK_FALSE(plain.flag("perregion"));
    CHECK(plain.number("strokewidth") == 1);
    CHECK(plain.get("nowhere") == "");
    CHECK_FALSE(plain.flag("nowhere"));
    CHECK(plain.number("nowhere") == 0);

    const TagNode written = node_with({{"showinline", " False "}, {"perregion", "yes"}, {"strokewidth", "2.5"}});
    CHECK_FALSE(written.flag("showinline"));
    CHECK_FALSE(written.flag("perregion"));
    CHECK(written.number("strokewidth") == 2.5);
    CHECK(node_with({{"strokewidth", "thick"}}).number("strokewidth") == 1);
    CHECK(box_type.attribute("strokewidth")->name == "strokeWidth");
    CHECK(box_type.attribute("stroke") == nullptr);
}
