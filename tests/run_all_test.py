"""The runner, proved: a test that fails is counted whatever it is nested in, and no job is lost, run twice or run long after
all others for want of a better order."""

import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from run_all import Job, Outcome, in_good_order, read_tap, work_through


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


class WorkThrough(unittest.TestCase):
    def through(self, jobs, places=2):
        reported = []
        work_through(jobs, places, lambda place: {"place": place}, lambda job, outcome, took: reported.append((job.name, outcome)))
        return dict(reported), len(reported)

    def test_each_job_is_run_once_and_reported_once(self):
        jobs = [Job("s", str(n), lambda environment, n=n: Outcome(passed=n)) for n in range(20)]
        by_name, count = self.through(jobs)
        self.assertEqual(count, 20)
        self.assertEqual({name: outcome.passed for name, outcome in by_name.items()}, {str(n): n for n in range(20)})

    def test_two_run_at_once_each_in_its_place(self):
        both = threading.Barrier(2, timeout=20)
        places = []

        def work(environment):
            both.wait()  # would break were the other not running too
            places.append(environment["place"])
            return Outcome(passed=1)

        by_name, _ = self.through([Job("s", "a", work), Job("s", "b", work)])
        self.assertEqual([outcome.failed for outcome in by_name.values()], [[], []])
        self.assertEqual(sorted(places), [0, 1])

    def test_a_job_that_cannot_start_is_a_failure(self):
        def work(environment):
            raise OSError("no such program")

        by_name, _ = self.through([Job("s", "a", work)])
        self.assertEqual(by_name["a"].failed, ["a: no such program"])

    def test_long_and_unknown_jobs_begin_first(self):
        jobs = [Job("s", name, None) for name in ("short", "new", "long", "middle")]
        self.assertEqual([job.name for job in in_good_order(jobs, {"short": 1, "long": 90, "middle": 20})],
                         ["long", "new", "middle", "short"])


if __name__ == "__main__":
    unittest.main()
