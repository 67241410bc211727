"""The reading of test output, proved: a test that fails must be counted, whatever it is nested in."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from run_all import read_tap


class ReadTap(unittest.TestCase):
    def counts(self, text):
        outcome = read_tap(text)
        return outcome.passed, outcome.failed, outcome.skipped

    def test_flat(self):
        self.assertEqual(self.counts("ok 1 - a\nnot ok 2 - b\n1..2\n"), (1, ["b"], []))

    def test_a_parent_is_not_counted_beside_its_children(self):
        text = "    ok 1 - a\n    not ok 2 - b\n    1..2\nnot ok 1 - both\n    ok 1 - c\n    1..1\nok 2 - one\n"
        self.assertEqual(self.counts(text), (2, ["b"], []))

    def test_a_parent_that_fails_by_itself_is_counted(self):
        self.assertEqual(self.counts("    ok 1 - a\n    1..1\nnot ok 1 - clean up\n"), (1, ["clean up"], []))

    def test_two_levels(self):
        text = "        not ok 1 - deep\n    not ok 1 - middle\nnot ok 1 - top\nok 2 - other\n"
        self.assertEqual(self.counts(text), (1, ["deep"], []))

    def test_skipped_are_listed_with_their_reason_and_filtered_ones_are_not(self):
        text = "ok 1 - a # SKIP no Firefox here\nok 2 - b # SKIP test name does not match pattern\nok 3 - c # SKIP\n"
        self.assertEqual(self.counts(text), (0, [], ["a (no Firefox here)", "c (skip)"]))

    def test_diagnostics_are_not_tests(self):
        self.assertEqual(self.counts("TAP version 13\n# ok 1 - x\nok 1 - a\n  ---\n  duration_ms: 3\n  ...\n"), (1, [], []))


if __name__ == "__main__":
    unittest.main()
