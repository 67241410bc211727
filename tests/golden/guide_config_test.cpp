// Every labeling config of the user's guide: it parses, says what it must say, and has a place for everything on a
// desktop and on a phone.
#include "layout/layout.hpp"
#include "support/golden.hpp"
#include "support/laid_out.hpp"
#include "support/repo_dir.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>

using namespace tw;

namespace {

const Json task_data = {{"image", "photo.jpg"},       {"document", "scan.png"},
                        {"dicom_image", "slice.png"}, {"text", "床前明月光，疑是地上霜。\nA second line of text."},
                        {"audio", "a.wav"},           {"video", "v.mp4"}};

std::string report(const std::string& name, const std::string& xml, const TagRegistry& registry) {
    Diagnostics diagnostics;
    const auto tree = ConfigTree::parse(xml, registry, diagnostics, name + ".xml");
    check_styles(*tree, diagnostics);
    const auto bound = tree->bind(task_data, registry, diagnostics);
    std::string out = "# diagnostics\n" + to_text(diagnostics) + "\n# tree\n" + dump(*bound);
    for (const Size viewport_px : {Size{1024, 768}, Size{360, 640}}) {
        const test::LaidOut page(*bound, task_data, viewport_px);
        out += "\n# layout " + std::to_string(int(viewport_px.w)) + "x" + std::to_string(int(viewport_px.h)) + "\n" +
               dump(*bound, page.layout);
    }
    return out;
}

/// The configs of the guide, by file name without its suffix.
std::set<std::string> guide_configs() {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(test::repo_dir() / "tests/golden/guide")) {
        if (entry.path().extension() == ".xml")
            names.insert(entry.path().stem().string());
    }
    return names;
}

} // namespace

TEST_CASE("the guide's configs parse, with a diagnostic for each tag that is not built") {
    const TagRegistry registry(all_tags());
    const std::set<std::string> names = guide_configs();
    CHECK(names.size() == 15);
    for (const std::string& name : names) {
        CAPTURE(name);
        const std::string xml = test::read_repo_file("tests/golden/guide/" + name + ".xml");
        Diagnostics diagnostics;
        const auto tree = ConfigTree::parse(xml, registry, diagnostics);
        std::size_t not_built = 0, said = 0;
        for (const TagNode& node : tree->nodes())
            not_built += node.type == nullptr ? 1 : 0;
        for (const Diagnostic& item : diagnostics.items())
            said += item.error.code == "tag-not-built" ? 1 : 0;
        CHECK(said == not_built);
        test::check_golden("tests/golden/guide/" + name + ".txt", report(name, xml, registry));
    }
}

TEST_CASE("a phone has nothing beside its edge") {
    const TagRegistry registry(all_tags());
    for (const std::string& name : guide_configs()) {
        CAPTURE(name);
        Diagnostics ignored;
        const auto tree =
            ConfigTree::parse(test::read_repo_file("tests/golden/guide/" + name + ".xml"), registry, ignored);
        const test::LaidOut page(*tree, task_data, {360, 640});
        CHECK(page.layout.content_px.w == 360);
        for (const Rect& frame : page.layout.frames_px) {
            CHECK(frame.x >= 0);
            CHECK(frame.right() <= 360);
        }
    }
}
