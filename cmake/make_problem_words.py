#!/usr/bin/env python3
"""make_problem_words.py EN_JSON OUT_CPP: the words of problems ("problem.<key>" of en.json) as a table, sorted by key.

Written only when it changed, so that another string of en.json compiles nothing again. Standard library only.
"""
import json
import sys
from pathlib import Path


def main():
    words = {key.removeprefix("problem."): text for key, text in json.loads(Path(sys.argv[1]).read_text()).items()
             if key.startswith("problem.")}
    lines = [f"    {{{json.dumps(key)}, {json.dumps(words[key])}}},\n" for key in sorted(words)]
    source = ("// Written by cmake/make_problem_words.py from assets/strings/en.json.\n#include \"base/message.hpp\"\n\n"
              "static constexpr tw::ProblemWords all[] = {\n" + "".join(lines) +
              "};\nstd::span<const tw::ProblemWords> tw::problem_words() {\n    return all;\n}\n")
    out = Path(sys.argv[2])
    if not out.exists() or out.read_text() != source:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(source)


main()
