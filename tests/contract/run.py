"""Outside clients against our server: label-studio-sdk as it is published, its old client, and the guide's own scripts.

python3 tests/contract/run.py [--file test_sdk.py] [FILTER]     FILTER is a part of a test's name

The clients live in a virtual environment in the cache folder, made from requirements.txt (every version pinned) when it is
missing or the list changed. Each test file starts its own server (TAGWRIGHT_PROGRAM, else build/asan/tagwright) on a free
port with a new data directory. Prints `ok NAME`, `FAILED NAME` or `skipped NAME (why)` for each test.
"""

import argparse
import fcntl
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from test_lines import run_tests

REQUIREMENTS = HERE / "requirements.txt"


def environment():
    """The python of the virtual environment, which is made first if need be."""
    cache = Path(os.environ.get("TAGWRIGHT_CACHE", Path.home() / ".cache/tagwright"))
    folder = cache / f"contract-{sys.version_info.major}.{sys.version_info.minor}"
    python = folder / "bin/python"
    stamp = folder / "installed-requirements.txt"
    wanted = REQUIREMENTS.read_text()
    cache.mkdir(parents=True, exist_ok=True)
    lock = open(cache / "contract.lock", "w")  # given back when this ends
    fcntl.flock(lock, fcntl.LOCK_EX)
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    print(f"installing the clients into {folder} ...", file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-deps", "-r", REQUIREMENTS],
                   check=True, stdout=sys.stderr)
    stamp.write_text(wanted)
    return python


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", default="test_*.py")
    parser.add_argument("filter", nargs="?", default="")
    arguments = parser.parse_args()
    if os.environ.get("TAGWRIGHT_CONTRACT_INSIDE"):
        sys.exit(run_tests(HERE, arguments.file, arguments.filter))
    python = environment()
    sys.exit(subprocess.run([python, __file__, *sys.argv[1:]], env=os.environ | {"TAGWRIGHT_CONTRACT_INSIDE": "1"}).returncode)


if __name__ == "__main__":
    main()
