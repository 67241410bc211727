"""`tagwright serve` as a process of its own, for the tests and benchmarks that speak to it from outside: a data directory
of its own, an administrator whose token is known, nothing of the caller's own settings or proxies in its environment.
What clients say to it is the caller's.

TAGWRIGHT_PROGRAM is the program, else build/asan/tagwright.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EMAIL, PASSWORD = "admin@example.com", "a password of tests"
TOKEN = "0123456789abcdef0123456789abcdef01234567"


class ServerProcess:
    """Stopped and removed at the end of a `with`. Given `data`, it goes on with what a server before it left there."""

    def __init__(self, *arguments, data=None, program=None, first_admin=True, **variables):
        self.folder = Path(data or tempfile.mkdtemp(prefix="tagwright-server-"))
        self.log_path = self.folder.with_suffix(".log")
        self.program = program or os.environ.get("TAGWRIGHT_PROGRAM", ROOT / "build/asan/tagwright")
        self.arguments = arguments
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("LABEL_STUDIO_", "HEARTEX_", "TAGWRIGHT_")) and "proxy" not in name.lower()}
        if first_admin:
            self.environment |= {"LABEL_STUDIO_USERNAME": EMAIL, "LABEL_STUDIO_PASSWORD": PASSWORD, "LABEL_STUDIO_USER_TOKEN": TOKEN}
        self.environment |= variables
        self.start()

    def start(self):
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen([self.program, "serve", "--port", "0", "--data", self.folder, *self.arguments],
                                            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        self.url = self.process.stdout.readline().strip().rstrip("/")
        self.process.stdout.close()
        if not self.url.startswith("http"):
            self.process.wait(10)
            raise RuntimeError(f"the server did not start: {self.log()}")
        self.port = int(self.url.rsplit(":", 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def stop(self):
        """Asks it to end as a supervisor does; answers its exit status."""
        self.process.terminate()
        return self.process.wait(30)

    def remove(self):
        if self.process.poll() is None:
            self.stop()
        self.log_path.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def log(self):
        return self.log_path.read_text(errors="replace")

    def memory_mb(self, field="VmRSS"):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1]) / 1024
        return 0

    def forget_peak(self):
        """The peak so far is Argon2's, of the first administrator's password."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
