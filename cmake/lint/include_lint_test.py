"""The include lint proved on tiny trees: each wrong include is found, at its line, in words; right ones pass."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import include_lint


def findings(files):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        return include_lint.check(root)


class IncludeLint(unittest.TestCase):
    def assert_one(self, found, *words):
        self.assertEqual(len(found), 1, found)
        for word in words:
            self.assertIn(word, found[0])

    def test_downward_and_own_includes_pass(self):
        self.assertEqual(findings({
            "src/base/error.hpp": "#include <string>\n",
            "src/edit/op.hpp": '#include "base/error.hpp"\n',
            "src/edit/op.cpp": '#include "edit/op.hpp"\n#include "op.hpp"\n',
            "src/tags/choices/choices_view.cpp": '#include <imgui.h>\n#include "tags/choices/choices.hpp"\n#include "ui/theme.hpp"\n',
            "src/tags/choices/choices.hpp": "",
            "src/ui/theme.hpp": '#include "imgui.h"\n',
        }), [])

    def test_back_edge(self):
        self.assert_one(findings({"src/model/task.cpp": '\n\n#include "edit/op.hpp"\n', "src/edit/op.hpp": ""}),
                        "src/model/task.cpp:3:", "src/model (L1)", "src/edit (L2)", "upwards")

    def test_sideways_between_folders_of_one_level(self):
        self.assert_one(findings({"src/scene/a.cpp": '#include "edit/op.hpp"\n', "src/edit/op.hpp": ""}),
                        "src/scene/a.cpp:1:", "sideways")

    def test_sideways_that_the_table_allows(self):
        files = {"src/layout/boxes.hpp": '#include "config/tree.hpp"\n', "src/config/tree.hpp": ""}
        self.assertEqual(findings(files), [])
        self.assert_one(findings({"src/config/tree.hpp": '#include "layout/boxes.hpp"\n', "src/layout/boxes.hpp": ""}),
                        "src/config/tree.hpp:1:", "sideways")

    def test_tag_into_tag(self):
        self.assert_one(findings({"src/tags/text/text_tag.cpp": '// one\n#include "tags/image/image.hpp"\n', "src/tags/image/image.hpp": ""}),
                        "src/tags/text/text_tag.cpp:2:", "nobody includes into a tag's folder")

    def test_nobody_includes_into_a_tag_from_above(self):
        self.assert_one(findings({"src/app/page.cpp": '#include "tags/image/image.hpp"\n', "src/tags/image/image.hpp": ""}),
                        "src/app/page.cpp:1:", "nobody includes into a tag's folder")

    def test_imgui_in_core(self):
        self.assert_one(findings({"src/layout/box.cpp": "#include <yoga/Yoga.h>\n#include <imgui.h>\n"}),
                        "src/layout/box.cpp:2:", "src/layout (L5)", "only src/ui", "imgui")

    def test_imgui_in_a_tag_is_for_its_view_only(self):
        self.assert_one(findings({"src/tags/image/image_shape.cpp": "#include <imgui.h>\n", "src/tags/image/image_view.cpp": "#include <imgui.h>\n"}),
                        "src/tags/image/image_shape.cpp:1:", "imgui")

    def test_the_core_part_of_a_tag_does_not_see_ui(self):
        self.assert_one(findings({"src/tags/image/image_tool.cpp": '#include "ui/theme.hpp"\n', "src/ui/theme.hpp": ""}),
                        "src/tags/image/image_tool.cpp:1:", "src/ui (L8)", "upwards")

    def test_platform_headers_stay_in_the_platform(self):
        self.assert_one(findings({"src/app/app.cpp": "#include <SDL.h>\n", "src/platform/web/main.cpp": "#include <SDL.h>\n#include <emscripten.h>\n"}),
                        "src/app/app.cpp:1:", "sdl")

    def test_server_links_core_only(self):
        self.assert_one(findings({"server/cli/main.cpp": '#include "editor/session.hpp"\n#include "ui/theme.hpp"\n',
                                  "src/editor/session.hpp": "", "src/ui/theme.hpp": ""}),
                        "server/cli/main.cpp:2:", "src/ui (L8)")

    def test_only_unit_tests_see_the_test_support(self):
        files = {"tests/support/seed.hpp": "", "src/sync/merge_test.cpp": '#include "support/seed.hpp"\n'}
        self.assertEqual(findings(files), [])
        self.assert_one(findings(files | {"src/sync/merge.cpp": '#include "support/seed.hpp"\n'}), "src/sync/merge.cpp:1:")

    def test_climbing_and_unknown_folders(self):
        self.assert_one(findings({"src/edit/op.cpp": '#include "../base/error.hpp"\n', "src/base/error.hpp": ""}), "climbs")
        self.assert_one(findings({"src/misc/util.cpp": ""}), "src/misc/util.cpp:1:", "no level")


if __name__ == "__main__":
    unittest.main()
