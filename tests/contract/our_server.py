"""Our server for a test file: a process of its own, a data directory of its own, an administrator whose token is known."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
EMAIL = "admin@example.com"
PASSWORD = "contract tests"
TOKEN = "0123456789abcdef0123456789abcdef01234567"

CHOICES = """<View><Text name="text" value="$text"/>
<Choices name="sentiment" toName="text"><Choice value="Positive"/><Choice value="Negative"/></Choices></View>"""
BOXES = """<View><Image name="image" value="$image"/><RectangleLabels name="label" toName="image">
<Label value="Cat"/><Label value="Dog"/></RectangleLabels></View>"""


def choice(value):
    return {"from_name": "sentiment", "to_name": "text", "type": "choices", "value": {"choices": [value]}}


class OurServer:
    def __init__(self, *arguments, data=None, first_admin=True, **variables):
        self.folder = Path(data or tempfile.mkdtemp(prefix="tagwright-contract-"))
        program = os.environ.get("TAGWRIGHT_PROGRAM", ROOT / "build/asan/tagwright")
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(("LABEL_STUDIO_", "HEARTEX_", "TAGWRIGHT_")) and "proxy" not in name.lower()}
        if first_admin:
            environment |= {"LABEL_STUDIO_USERNAME": EMAIL, "LABEL_STUDIO_PASSWORD": PASSWORD, "LABEL_STUDIO_USER_TOKEN": TOKEN}
        self.log_file = open(self.folder.with_suffix(".log"), "ab+")
        self.process = subprocess.Popen([program, "serve", "--port", "0", "--data", self.folder, *arguments], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=self.log_file, env=environment | variables, text=True)
        self.url = self.process.stdout.readline().strip().rstrip("/")
        if not self.url.startswith("http"):
            self.process.wait(10)
            raise RuntimeError(f"the server did not start: {self.log()}")

    def log(self):
        self.log_file.flush()
        return Path(self.log_file.name).read_text(errors="replace")

    def stop(self):
        """Asks it to end as a supervisor does; answers its exit status."""
        self.process.terminate()
        status = self.process.wait(30)
        self.process.stdout.close()
        return status

    def remove(self):
        if self.process.poll() is None:
            self.stop()
        self.log_file.close()
        Path(self.log_file.name).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def call(self, method, path, token=TOKEN, **options):
        headers = {"Authorization": f"Token {token}"} if token else {}
        return requests.request(method, self.url + path, headers=headers | options.pop("headers", {}), timeout=60,
                                allow_redirects=options.pop("allow_redirects", False), **options)
