"""Runs every test of every kind that has been built, and ends with the plain line `N passed, N failed[, N skipped]`.

python3 tests/run_all.py [FILTER]    (./dev test builds first and then calls this)

FILTER is the name of a suite (lint, unit, fuzz, e2e, ... ), or else a part of a test's name or file: each suite then runs
what matches. Suites: the lint with its self-test, the native doctest binary, the replay of the kept fuzz inputs, and each
folder tests/<name> that holds *.test.mjs files (one Node process a file, one after the other). The whole output of a
suite goes to build/test-logs; what failed is repeated here. A suite that dies without totals counts as one failure.
"""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / "build/test-logs"
TESTS = ROOT / "build/asan/tagwright_tests"
TIMEOUT_S = 1200


@dataclass
class Outcome:
    passed: int = 0
    failed: list = field(default_factory=list)  # names
    skipped: list = field(default_factory=list)  # names with reasons

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


def run(command, log_name, **options):
    """Status and output of a command; the output is kept in the log folder too. A timeout is status -1."""
    environment = os.environ | {
        "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "detect_leaks=1:strict_string_checks=1"),
        "UBSAN_OPTIONS": os.environ.get("UBSAN_OPTIONS", "print_stacktrace=1"),
        "TAGWRIGHT_PROGRAM": str(ROOT / "build/asan/tagwright"),
    }
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{log_name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen([str(c) for c in command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=subprocess.STDOUT, start_new_session=True, **options)
        try:
            status = process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            status = -1
            out.write(f"\nstopped after {TIMEOUT_S} s\n".encode())
    return status, log.read_text(errors="replace")


def lint(name_filter):
    outcome = Outcome()
    if name_filter:
        return outcome
    for name, script in (("lint", "cmake/lint/lint.py"), ("include lint self-test", "cmake/lint/include_lint_test.py"),
                         ("test runner self-test", "tests/run_all_test.py")):
        status, text = run([sys.executable, script], name.replace(" ", "-"))
        if status == 0:
            outcome.passed += len(re.findall(r"^ok ", text, re.M)) or int(re.search(r"^Ran (\d+) test", text, re.M)[1])
        else:
            outcome.passed += len(re.findall(r"^ok ", text, re.M))
            outcome.failed += re.findall(r"^FAILED (.*)", text, re.M) or [name]
            print(text.rstrip())
    return outcome


def unit(name_filter):
    outcome = Outcome()
    command = [TESTS, "--no-colors=true"] + ([f"--test-case=*{name_filter}*"] if name_filter else [])
    status, text = run(command, "unit")
    totals = re.search(r"test cases:\s*(\d+) \|\s*(\d+) passed \|\s*(\d+) failed \|\s*(\d+) skipped", text)
    if not totals:
        print(text[-6000:].rstrip())
        return Outcome(failed=[f"unit tests ended with status {status} before the end"])
    outcome.passed = int(totals[2])
    outcome.failed = re.findall(r"^FAILED (.*)", text, re.M)
    if int(totals[4]) and not name_filter:
        everything = run([TESTS, "--list-test-cases", "--no-skip", "--no-colors=true"], "unit-list")[1]
        run_here = set(run([TESTS, "--list-test-cases", "--no-colors=true"], "unit-list")[1].splitlines())
        outcome.skipped = [f"{line} (marked skip in the source)" for line in everything.splitlines()
                           if line not in run_here and not line.startswith(("[doctest]", "==="))]
    if outcome.failed or status:
        print(text[-12000:].rstrip())
        outcome.failed = outcome.failed or [f"unit tests ended with status {status}"]
    return outcome


def fuzz(name_filter):
    outcome = Outcome()
    for source in sorted((ROOT / "tests/fuzz").glob("*_fuzz.cpp")):
        inputs = sorted((ROOT / "tests/fuzz/corpus" / source.stem).glob("*"))
        if name_filter and name_filter not in source.stem or not inputs:
            continue
        status, text = run([ROOT / "build/asan" / f"{source.stem}_replay", *inputs], source.stem)
        if status == 0:
            outcome.passed += 1
        else:
            print(text[-4000:].rstrip())
            outcome.failed.append(f"{source.stem}: a kept input fails")
    return outcome


def read_tap(text):
    """Counts the leaves of a TAP stream: a test with subtests counts only when it fails by itself."""
    outcome = Outcome()
    children = {}  # indentation -> (has children, one of them failed), since the last test point above it
    for line in text.splitlines():
        match = re.match(r"^( *)(ok|not ok) \d+(?: - )?(.*?)(?: # (SKIP|TODO)\b ?(.*))?$", line)
        if not match:
            continue
        indent, ok, name = len(match[1]), match[2] == "ok", match[3]
        has_children, child_failed = children.pop(indent + 4, (False, False))
        failed = not ok and not match[4]
        children[indent] = (True, children.get(indent, (False, False))[1] or failed)
        if failed and not child_failed:
            outcome.failed.append(name)
        elif match[4] and not has_children:
            if "does not match name pattern" not in match[5] and "does not match pattern" not in match[5]:
                outcome.skipped.append(f"{name} ({match[5] or match[4].lower()})")
        elif ok and not has_children:
            outcome.passed += 1
    return outcome


def node_suite(folder):
    def suite(name_filter):
        outcome = Outcome()
        for file in sorted(folder.glob("*.test.mjs")):
            path = file.relative_to(ROOT).as_posix()
            options = [] if not name_filter or name_filter in path else [f"--test-name-pattern={name_filter}"]
            begin = time.monotonic()
            status, text = run(["node", "--test-reporter=tap", *options, path], f"{folder.name}-{file.stem}")
            one = read_tap(text)
            if status and not one.failed:
                one.failed.append(f"ended with status {status}")
            one.failed = [f"{path}: {name}" for name in one.failed]
            if one.failed:
                print(text[-8000:].rstrip())
            if one.passed or one.failed:
                mark = "FAILED" if one.failed else "ok"
                print(f"   {mark} {path} ({time.monotonic() - begin:.1f} s)", flush=True)
            outcome.add(one)
        return outcome
    return suite


def suites():
    found = {"lint": lint, "unit": unit, "fuzz": fuzz}
    for folder in sorted({f.parent for f in (ROOT / "tests").glob("*/*.test.mjs")}):
        found[folder.name] = node_suite(folder)
    return found


def main():
    name_filter = sys.argv[1] if len(sys.argv) > 1 else ""
    todo = suites()
    if name_filter in todo:
        todo = {name_filter: todo[name_filter]}
        name_filter = ""
    total = Outcome()
    for name, suite in todo.items():
        print(f"== {name}", flush=True)
        begin = time.monotonic()
        outcome = suite(name_filter)
        total.add(outcome)
        summary = f"{outcome.passed} passed, {len(outcome.failed)} failed"
        if outcome.skipped:
            summary += f", {len(outcome.skipped)} skipped"
        print(f"   {summary} in {time.monotonic() - begin:.1f} s", flush=True)
    print()
    for name in total.skipped:
        print(f"skipped: {name}")
    for name in total.failed:
        print(f"FAILED: {name}")
    if not total.passed and not total.failed:
        print(f"no test matches '{name_filter}'" if name_filter else "no test was found")
    skipped = f", {len(total.skipped)} skipped" if total.skipped else ""
    print(f"{total.passed} passed, {len(total.failed)} failed{skipped}")
    sys.exit(0 if total.passed and not total.failed else 1)


if __name__ == "__main__":
    main()
