"""What the server does when it is killed, flooded, starved and lied to: each test starts a program of its own.

python3 tests/server/run.py [--file test_kill.py] [FILTER]     FILTER is a part of a test's name

Prints `ok NAME`, `FAILED NAME` or `skipped NAME (why)` for each test; figures stand between. See our_server.py for
TAGWRIGHT_PROGRAM and TAGWRIGHT_FULL=1, which asks for full sizes.
"""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from test_lines import run_tests

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--file", default="test_*.py")
parser.add_argument("filter", nargs="?", default="")
arguments = parser.parse_args()
sys.exit(run_tests(HERE, arguments.file, arguments.filter))
