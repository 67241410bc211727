"""Runs every test of every kind that has been built, and ends with the plain line `N passed, N failed[, N skipped]`.

python3 tests/run_all.py [FILTER]    (./dev test builds first and then calls this)

FILTER is the name of a suite (lint, unit, fuzz, e2e, ... ), or else a part of a test's name or file: each suite then runs
what matches. Suites: the lint with its self-test, the native doctest binary, the replay of the kept fuzz inputs, outside
clients against our server (tests/contract, one process a file), rude ones against it (tests/server), and each folder
tests/<name> that holds *.test.mjs files (one Node process a file). They are cut into jobs, of which as many run at once as the
machine has cores, but at most four; what took longest the last time begins first. The whole output of a job goes to build/test-logs; what failed is repeated here.
A job that dies without totals counts as one failure.
"""

import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / "build/test-logs"
TIMES = LOGS / "seconds.json"
TESTS = ROOT / "build/asan/tagwright_tests"
TIMEOUT_S = 420


@dataclass
class Outcome:
    passed: int = 0
    failed: list = field(default_factory=list)  # names
    skipped: list = field(default_factory=list)  # names with reasons
    text: str = ""  # what there is to read about the failures

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.text += other.text

    def totals(self):
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        return f"{self.passed} passed, {len(self.failed)} failed{skipped}"


@dataclass
class Job:
    suite: str
    name: str
    work: Callable[[dict], Outcome]  # given the environment of its place


running = set()  # processes that must not outlive us


def stop_all(signal_number, _frame):
    for process in list(running):
        try:
            os.killpg(process.pid, signal.SIGTERM)  # each leads a group of its own
        except ProcessLookupError:
            pass
    os._exit(128 + signal_number)


def run(command, log_name, environment):
    """Status and output of a command; the output is kept in the log folder too. A timeout is status -1."""
    log = LOGS / f"{log_name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen([str(c) for c in command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        running.add(process)
        try:
            status = process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            status = -1
            out.write(f"\nstopped after {TIMEOUT_S} s\n".encode())
        running.discard(process)
    return status, log.read_text(errors="replace")


def lint_jobs(name_filter):
    def job(name, script):
        def work(environment):
            status, text = run([sys.executable, script], name.replace(" ", "-"), environment)
            outcome = Outcome(passed=len(re.findall(r"^ok ", text, re.M)))
            if status == 0:
                outcome.passed = outcome.passed or int(re.search(r"^Ran (\d+) test", text, re.M)[1])
            else:
                outcome.failed = re.findall(r"^FAILED (.*)", text, re.M) or [name]
                outcome.text = text
            return outcome
        return Job("lint", name, work)

    return [] if name_filter else [job("lint", "cmake/lint/lint.py"),
                                   job("include lint self-test", "cmake/lint/include_lint_test.py"),
                                   job("test runner self-test", "tests/run_all_test.py")]


def unit_jobs(name_filter):
    def work(environment):
        outcome = Outcome()
        command = [TESTS, "--no-colors=true"] + ([f"--test-case=*{name_filter}*"] if name_filter else [])
        status, text = run(command, "unit", environment)
        totals = re.search(r"test cases:\s*(\d+) \|\s*(\d+) passed \|\s*(\d+) failed \|\s*(\d+) skipped", text)
        if not totals:
            return Outcome(failed=[f"unit tests ended with status {status} before the end"], text=text[-6000:])
        outcome.passed = int(totals[2])
        outcome.failed = re.findall(r"^FAILED (.*)", text, re.M)
        if int(totals[4]) and not name_filter:
            everything = run([TESTS, "--list-test-cases", "--no-skip", "--no-colors=true"], "unit-list", environment)[1]
            run_here = set(run([TESTS, "--list-test-cases", "--no-colors=true"], "unit-list", environment)[1].splitlines())
            outcome.skipped = [f"{line} (marked skip in the source)" for line in everything.splitlines()
                               if line not in run_here and not line.startswith(("[doctest]", "==="))]
        if outcome.failed or status:
            outcome.text = text[-12000:]
            outcome.failed = outcome.failed or [f"unit tests ended with status {status}"]
        return outcome

    return [Job("unit", "unit", work)]


def fuzz_jobs(name_filter):
    def job(name, inputs):
        def work(environment):
            status, text = run([ROOT / "build/asan" / f"{name}_replay", *inputs], name, environment)
            return Outcome(passed=1) if status == 0 else Outcome(failed=[f"{name}: a kept input fails"], text=text[-4000:])
        return Job("fuzz", name, work)

    found = {source.stem: sorted((ROOT / "tests/fuzz/corpus" / source.stem).glob("*"))
             for source in sorted((ROOT / "tests/fuzz").glob("*_fuzz.cpp"))}
    return [job(name, inputs) for name, inputs in found.items() if name_filter in name and inputs]


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


def node_jobs(folder):
    def job(path, name_filter):
        options = [] if name_filter in path else [f"--test-name-pattern={name_filter}"]

        def work(environment):
            status, text = run(["node", "--test-reporter=tap", *options, path],
                               path.removeprefix("tests/").removesuffix(".mjs").replace("/", "-"), environment)
            outcome = read_tap(text)
            if status and not outcome.failed:
                outcome.failed.append(f"ended with status {status}")
            outcome.failed = [f"{path}: {name}" for name in outcome.failed]
            if outcome.failed:
                outcome.text = text[-8000:]
            return outcome
        return Job(folder.name, path, work)

    return lambda name_filter: [job(file.relative_to(ROOT).as_posix(), name_filter) for file in sorted(folder.glob("*.test.mjs"))]


def python_jobs(suite):
    """A folder of test_*.py files with a run.py, which speaks in lines; a job a file."""
    folder = ROOT / "tests" / suite

    def job(file, name_filter):
        def work(environment):
            command = [sys.executable, folder / "run.py", "--file", file.name, *([name_filter] if name_filter else [])]
            status, text = run(command, f"{suite}-{file.stem}", environment)
            outcome = Outcome(passed=len(re.findall(r"^ok ", text, re.M)), failed=re.findall(r"^FAILED (.*)", text, re.M),
                              skipped=re.findall(r"^skipped (.*)", text, re.M))
            if status and not outcome.failed:
                outcome.failed.append(f"{file.name} ended with status {status}")
            if outcome.failed:
                outcome.text = text[-12000:]
            return outcome
        return Job(suite, f"{suite} {file.stem}", work)

    return lambda name_filter: [job(file, name_filter) for file in sorted(folder.glob("test_*.py"))
                                if name_filter in file.stem + file.read_text(encoding="utf-8")]


def suites():
    found = {"lint": lint_jobs, "unit": unit_jobs, "fuzz": fuzz_jobs, "contract": python_jobs("contract"), "server": python_jobs("server")}
    for folder in sorted({f.parent for f in (ROOT / "tests").glob("*/*.test.mjs")}):
        found[folder.name] = node_jobs(folder)
    return found


def in_good_order(jobs, seconds):
    """Long ones first, so that the end is not one of them alone; what was never timed counts as long."""
    return sorted(jobs, key=lambda job: -seconds.get(job.name, 60))


def work_through(jobs, places, environment_of, report):
    """Runs the jobs in order, at most `places` at a time; report(job, outcome, seconds) is called by one thread at a time."""
    waiting = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    reporting = threading.Lock()

    def stand(place):
        environment = environment_of(place)
        while True:
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            begin = time.monotonic()
            try:
                outcome = job.work(environment)
            except Exception as error:  # a job that cannot even start must not vanish
                outcome = Outcome(failed=[f"{job.name}: {error}"])
            with reporting:
                report(job, outcome, time.monotonic() - begin)

    threads = [threading.Thread(target=stand, args=(place,)) for place in range(places)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main():
    name_filter = sys.argv[1] if len(sys.argv) > 1 else ""
    todo = suites()
    if name_filter in todo:
        todo = {name_filter: todo[name_filter]}
        name_filter = ""
    LOGS.mkdir(parents=True, exist_ok=True)
    seconds = json.loads(TIMES.read_text()) if TIMES.is_file() else {}
    jobs = in_good_order([job for make in todo.values() for job in make(name_filter)], seconds)
    places = min(4, os.cpu_count() or 1, max(1, len(jobs)))

    # One static server for all browser tests, and a browser profile for each place: what the browser compiled once serves
    # every file that comes after (tests/e2e/support/suite.mjs empties the rest).
    server = subprocess.Popen([sys.executable, "cmake/serve.py", "build/site", "tests/e2e/pages", "--port", "0"], cwd=ROOT,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True)
    running.add(server)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop_all)
    address = server.stdout.readline().strip()
    profiles = Path(tempfile.mkdtemp(prefix="tagwright-profiles-"))

    def environment_of(place):
        return os.environ | {
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "detect_leaks=1:strict_string_checks=1"),
            "UBSAN_OPTIONS": os.environ.get("UBSAN_OPTIONS", "print_stacktrace=1"),
            "TAGWRIGHT_PROGRAM": str(ROOT / "build/asan/tagwright"),
            "TAGWRIGHT_SERVER": address,
            "TAGWRIGHT_PROFILE": str(profiles / str(place)),
        }

    total = {name: Outcome() for name in todo}

    def report(job, outcome, took):
        if outcome.text:
            print(outcome.text.rstrip())
        if outcome.passed or outcome.failed:
            print(f"   {'FAILED' if outcome.failed else 'ok'} {job.name}: {outcome.totals()} ({took:.1f} s)", flush=True)
        total[job.suite].add(outcome)
        if not name_filter:
            seconds[job.name] = round(took, 1)

    begin = time.monotonic()
    try:
        work_through(jobs, places, environment_of, report)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(profiles, ignore_errors=True)
    TIMES.write_text(json.dumps(seconds, indent=1))
    print(f"   {', '.join(f'{name}: {outcome.passed}' for name, outcome in total.items())} passed in {time.monotonic() - begin:.1f} s")
    print()
    every = Outcome()
    for outcome in total.values():
        every.add(outcome)
    for name in every.skipped:
        print(f"skipped: {name}")
    for name in every.failed:
        print(f"FAILED: {name}")
    if not every.passed and not every.failed:
        print(f"no test matches '{name_filter}'" if name_filter else "no test was found")
    print(every.totals())
    sys.exit(0 if every.passed and not every.failed else 1)


if __name__ == "__main__":
    main()
