"""Runs the benchmarks, native (build/tagwright_bench), in the browser (tests/bench/*.bench.mjs) and of the companion server
(tests/bench/*.bench.py), and prints a table.

python3 tests/bench/run_bench.py [FILTER]     FILTER is a part of a name (native) or of a file's name (browser)

Without a filter it ends with what the site weighs, raw and as a server with brotli sends it.
Each benchmark prints JSON lines {"name", "median_ms", "p95_ms", "runs", "limit_ms"}; others of a line's keys are shown as
they are. A figure over its limit is marked; the exit status speaks of benchmarks that could not run, not of limits,
because a busy machine is no regression.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def measure(command):
    process = subprocess.Popen([str(c) for c in command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.startswith("{"):
            show(json.loads(line))
        else:
            print(line, end="", flush=True)
    return process.wait()


def show(result):
    figure = {key: result.pop(key, None) for key in ("name", "median_ms", "p95_ms", "runs", "limit_ms")}
    cells = [f"{figure[key]:.3f}" if figure[key] is not None else "" for key in ("median_ms", "p95_ms")]
    limit = figure["limit_ms"]
    over = bool(limit) and figure["median_ms"] is not None and figure["median_ms"] > limit
    note = " ".join(f"{key}={value}" for key, value in result.items())
    print(f"{figure['name']:<64} {cells[0]:>10} {cells[1]:>10} {figure['runs'] or '':>6} {limit or '':>8} "
          f"{'OVER ' if over else ''}{note}".rstrip(), flush=True)


def weigh(site):
    """Sizes of the program's two files and of all the rest, in KB; a first open loads less than all of it."""
    groups = {"tagwright.wasm": [], "tagwright.js": [], "all other files": []}
    for file in sorted(site.rglob("*")):
        if file.is_file() and file.suffix != ".br":
            groups.get(file.name, groups["all other files"]).append(file)
    for name, files in groups.items():
        raw = sum(f.stat().st_size for f in files)
        packed = sum(len(subprocess.run(["brotli", "-c", "-q", "11", str(f)], capture_output=True, check=True).stdout) for f in files)
        print(f"size: {name:<58} {raw / 1024:>10.1f} KB raw {packed / 1024:>8.1f} KB brotli", flush=True)


def main():
    name_filter = sys.argv[1] if len(sys.argv) > 1 else ""
    print(f"{'benchmark':<64} {'median ms':>10} {'p95 ms':>10} {'runs':>6} {'limit':>8}", flush=True)
    broken = []
    commands = [[ROOT / "build/native/tagwright_bench", *([name_filter] if name_filter else [])]]
    commands += [["node", file] for file in sorted((ROOT / "tests/bench").glob("*.bench.mjs")) if name_filter in file.name]
    commands += [[sys.executable, file] for file in sorted((ROOT / "tests/bench").glob("*.bench.py")) if name_filter in file.name]
    for command in commands:
        if measure(command):
            broken.append(str(command[-1]))
    if not name_filter:
        weigh(ROOT / "build/site")
    for name in broken:
        print(f"could not finish: {name}")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
