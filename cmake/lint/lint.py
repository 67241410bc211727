"""Everything ./dev lint checks: one `ok name` or `FAILED name` line for each, with findings as `file:line: why` above it.

levels     every include goes downwards (include_lint.py), and CONTRIBUTING.md names the file with the table
format     clang-format would change nothing
paths      no tracked file names a package registry's host or a path of one machine
leftovers  no note to a later self in our code
strings    every language has the same keys with the same {placeholders}; no error of the studio is said in one language only
"""

import json
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import include_lint

ROOT = Path(__file__).resolve().parents[2]


def tracked(*patterns):
    # safe.directory: a build machine may run this as another user than the one who cloned.
    listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z", "--", *patterns],
                            cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [name for name in listed if name and (ROOT / name).is_file()]


def lines_of(name):
    data = (ROOT / name).read_bytes()
    if b"\0" in data[:8000]:
        return []
    return enumerate(data.decode(errors="replace").splitlines(), 1)


def levels():
    return include_lint.check(ROOT)


def format_():
    files = tracked("src/*.[ch]pp", "server/*.[ch]pp", "tests/*.[ch]pp")
    if not files:
        return []
    result = subprocess.run(["clang-format-19", "--dry-run", *files], cwd=ROOT, capture_output=True, text=True)
    places = re.findall(r"^(\S+?:\d+):\d+: warning", result.stderr, re.M)
    by_file = {}
    for place in places:
        by_file.setdefault(place.split(":")[0], place)
    findings = [f"{place}: clang-format would change this file; ./dev fmt does it" for place in by_file.values()]
    return findings or ([result.stderr] if result.returncode else [])


def paths():
    # Words of registries' host names, and folders of build machines; written so that this file does not match itself.
    host = re.compile(r"https?://(registry|deb|ftp|mirrors?|pypi|snapshot|security|files)\.[a-z][\w.-]*\.[a-z]")
    folder = re.compile(r"(?<![\w.])/(?:wor[k]/(?:main|wt|shared|\.)|roo[t]/\.|hom[e]/[a-z])")
    findings = []
    for name in tracked():
        for number, line in lines_of(name):
            if found := host.search(line):
                findings.append(f"{name}:{number}: names a registry's host ({found[0]}...)")
            if found := folder.search(line):
                findings.append(f"{name}:{number}: names a path of one machine ({found[0]}...)")
    return findings


def leftovers():
    note = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X)\b")
    return [f"{name}:{number}: {line.strip()}"
            for name in tracked("src", "server", "shell", "tests/*.cpp", "tests/*.hpp", "tests/*.mjs", "cmake", "dev")
            for number, line in lines_of(name) if note.search(line)]


def flat(value, prefix=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{prefix}{key}.")
    else:
        yield prefix[:-1], value


def call_at(text, begin):
    """The arguments of a call whose opening parenthesis is at `begin`, cut at its own commas."""
    arguments, depth, at, quoted = [""], 0, begin, False
    while at < len(text):
        c = text[at]
        if quoted or c == '"':
            quoted = c != '"' if quoted else True
            if quoted and c == "\\":
                arguments[-1] += c
                at += 1
                c = text[at]
        elif c in "([{":
            depth += 1
            if depth == 1:
                at += 1
                continue
        elif c in ")]}":
            depth -= 1
            if depth == 0:
                break
        elif c == "," and depth == 1:
            arguments.append("")
            at += 1
            continue
        arguments[-1] += c
        at += 1
    return [argument.strip() for argument in arguments]


def said_in(name, text, english):
    """What a source says to people, held to the words and arguments of en.json."""
    findings = []
    for found in re.finditer(r'\b(?:fail\(|Error\{)\s*"', text):
        findings.append(f"{name}:{text.count(chr(10), 0, found.start()) + 1}: an error with words of its own: give it words in "
                        "assets/strings and say() them")
    for found in re.finditer(r'\bsay(\(\s*")', text):
        key, *arguments = call_at(text, found.start(1))
        words = english.get("problem." + key.strip('"'))
        # An argument is named in place, or is a variable that was named before.
        named = [re.match(r'"(\w+)"_is\(', one) or re.search(rf'\b{re.escape(one)} = "(\w+)"_is\(', text) for one in arguments]
        given = {one.group(1) if one else "?" for one in named}
        if words is None or given != set(re.findall(r"\{(\w+)\}", words)):
            findings.append(f"{name}:{text.count(chr(10), 0, found.start()) + 1}: say({key}, {sorted(given)}) is not what en.json "
                            f"words: {words}")
    return findings


def strings():
    files = tracked("assets/strings/*.json")
    if not files:
        return []
    findings, tables = [], {}
    for name in files:
        try:
            tables[name] = dict(flat(json.loads((ROOT / name).read_text())))
        except ValueError as error:
            findings.append(f"{name}:1: {error}")
    reference = next((n for n in tables if n.endswith("/en.json")), None)
    if reference is None:
        return findings + ["assets/strings/en.json is missing"]
    for name, table in tables.items():
        # What is said of one is a matter of each language; it stands in for the words of many.
        many = {key: key.removesuffix(".one") for key in table if key.removesuffix(".one") in tables[reference]}
        findings += [f"{name}:1: has no '{key}', which en.json has" for key in tables[reference]
                     if key not in table and not key.endswith(".one")]
        findings += [f"{name}:1: has '{key}', which en.json has not" for key in table if key not in many]
        findings += [f"{name}:1: '{key}' says nothing" for key, words in table.items() if not words]
        for key in many:
            here, there = (sorted(re.findall(r"\{(\w*)\}", str(words))) for words in (table[key], tables[reference][many[key]]))
            if here != there and not (key != many[key] and set(here) <= set(there)):
                findings.append(f"{name}:1: '{key}' has the placeholders {here}, en.json {there}")
    for name in tracked("src/*.cpp", "src/*.hpp"):
        if not name.endswith("_test.cpp"):
            findings += said_in(name, (ROOT / name).read_text(), tables[reference])
    return findings


def main():
    status = 0
    for name, check in (("levels", levels), ("format", format_), ("paths", paths), ("leftovers", leftovers), ("strings", strings)):
        findings = check()
        for finding in findings:
            print(finding)
        print(f"FAILED lint: {name} ({len(findings)} found)" if findings else f"ok {name}", flush=True)
        status = status or bool(findings)
    sys.exit(int(status))


if __name__ == "__main__":
    main()
