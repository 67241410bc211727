"""Checks every #include of our C++ against the levels in levels.txt, and says in words what is wrong.

python3 cmake/lint/include_lint.py [REPOSITORY]   prints `file:line: why` for each finding; status 1 when there is any

It reads lines that begin with #include and resolves them against src/, server/, tests/ and the including file's own
folder; what is found nowhere is a system header and only looked at for the fenced libraries.
"""

import fnmatch
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

# Libraries that only the folders which say "uses" may include.
FENCED = {
    "imgui": ["imgui*"],
    "sdl": ["SDL*", "SDL2/*"],
    "gl": ["GL/*", "GLES*", "EGL/*"],
    "emscripten": ["emscripten*"],
    "pugixml": ["pugixml*"],
    "yoga": ["yoga/*"],
    "beast": ["boost/asio*", "boost/beast*"],
    "soci": ["soci/*"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclass
class Floor:
    level: int
    pattern: str  # a folder, or a pattern of folders or files, from the repository's root
    also: list = field(default_factory=list)
    uses: set = field(default_factory=set)
    closed: bool = False


def read_levels(file):
    floors = []
    for line in file.read_text().splitlines():
        if not line.startswith("L"):
            continue
        words = line.split()
        floor = Floor(int(words[0][1:]), words[1])
        rest = words[2:]
        while rest:
            if rest[0] == "+":
                floor.also.append(rest[1])
                rest = rest[2:]
            elif rest[0] == "closed":
                floor.closed = True
                rest = rest[1:]
            elif rest[0] == "uses":
                rest = rest[1:]
                while rest and rest[0] in FENCED:
                    floor.uses.add(rest[0])
                    rest = rest[1:]
            else:
                break
        floors.append(floor)
    return floors


def place_of(path, floors):
    """The floor of a file (path from the root) and the folder it counts as, e.g. src/tags/choices; or (None, None)."""
    parts = path.split("/")
    for floor in floors:  # a pattern for files is the most particular one
        if floor.pattern.endswith(".cpp") and fnmatch.fnmatch(path, floor.pattern):
            return floor, "/".join(parts[:-1])
    for floor in floors:
        depth = floor.pattern.count("/") + 1
        folder = "/".join(parts[:depth])
        if len(parts) > depth and not floor.pattern.endswith(".cpp") and fnmatch.fnmatch(folder, floor.pattern):
            return floor, folder
    return None, None


def resolve(root, including, name):
    for base in (root / "src", root / "server", root / "tests", (root / including).parent):
        found = base / name
        if found.is_file():
            return found.resolve().relative_to(root.resolve()).as_posix()
    return None


def why_not(root, path, name, floors):
    """Why `path` may not include `name`, or None when it may."""
    floor, folder = place_of(path, floors)
    here = f"{folder} (L{floor.level})"
    is_test = path.endswith("_test.cpp")
    target = resolve(root, path, name)
    if target is None:
        for library, patterns in FENCED.items():
            if library not in floor.uses and any(fnmatch.fnmatch(name, p) for p in patterns):
                users = ", ".join(f.pattern for f in floors if library in f.uses)
                return f"{here} includes <{name}>: only {users} may include {library}"
        return None
    if ".." in name.split("/"):
        return f'"{name}" climbs with "..": include paths start from src/'
    if target.startswith("tests/"):
        if is_test and target.startswith("tests/support/"):
            return None
        return f'{here} includes "{name}" of tests: only unit tests may, and only tests/support'
    target_floor, target_folder = place_of(target, floors)
    if target_floor is None:
        return f'"{name}" is {target}, which is on no level of levels.txt'
    if target_folder == folder:
        return None
    there = f'"{name}" of {target_folder} (L{target_floor.level})'
    if target_floor.closed:
        return f"{here} includes {there}: nobody includes into a tag's folder; what two share moves down"
    if target_floor.level < floor.level or target_folder in floor.also:
        return None
    direction = "sideways" if target_floor.level == floor.level else "upwards"
    return f"{here} includes {there}, {direction}: a file may include its own folder and lower levels"


def check(root, levels_file=None):
    root = Path(root)
    floors = read_levels(levels_file or Path(__file__).with_name("levels.txt"))
    findings = []
    for top in ("src", "server"):
        for file in sorted((root / top).rglob("*.[ch]pp")):
            path = file.relative_to(root).as_posix()
            if place_of(path, floors)[0] is None:
                findings.append(f"{path}:1: {path} is on no level of levels.txt")
                continue
            for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
                match = INCLUDE.match(line)
                reason = match and why_not(root, path, match[2], floors)
                if reason:
                    findings.append(f"{path}:{number}: {reason}")
    return findings


if __name__ == "__main__":
    found = check(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2])
    print("\n".join(found) or "every include goes downwards")
    sys.exit(1 if found else 0)
