"""The server as a process of its own for the tests of this folder, spoken to over plain sockets and http.client: what is
tested here is what the server does to clients that are rude, so no client library stands between.

TAGWRIGHT_PROGRAM is the program, else build/asan/tagwright. TAGWRIGHT_FULL=1 asks for the full sizes of every test.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EMAIL, PASSWORD = "admin@example.com", "server tests, long"
TOKEN = "0123456789abcdef0123456789abcdef01234567"
FULL = os.environ.get("TAGWRIGHT_FULL") == "1"
CHOICES = ('<View><Text name="text" value="$text"/><Choices name="mark" toName="text"><Choice value="Yes"/><Choice value="No"/></Choices></View>')


class Server:
    def __init__(self, *arguments, data=None):
        self.folder = Path(data or tempfile.mkdtemp(prefix="tagwright-server-test-"))
        self.arguments = arguments
        self.log_path = self.folder.with_suffix(".log")
        self.start()

    def start(self):
        program = os.environ.get("TAGWRIGHT_PROGRAM", ROOT / "build/asan/tagwright")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("LABEL_STUDIO_", "HEARTEX_", "TAGWRIGHT_"))}
        environment |= {"LABEL_STUDIO_USERNAME": EMAIL, "LABEL_STUDIO_PASSWORD": PASSWORD, "LABEL_STUDIO_USER_TOKEN": TOKEN}
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen([program, "serve", "--port", "0", "--data", self.folder, *self.arguments], env=environment,
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
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
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def connect(self):
        """A plain socket."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def client(self, token=TOKEN):
        return Client(self.port, token)

    def call(self, method, path, body=None, token=TOKEN, **headers):
        """Status and answer, JSON where it is that."""
        client = self.client(token)
        try:
            return client.call(method, path, body, **headers)
        finally:
            client.close()

    def project(self, title="Kept safe"):
        status, project = self.call("POST", "/api/projects/", {"title": title, "label_config": CHOICES})
        assert status == 201, project
        return project["id"]


class Client:
    """One connection that is kept."""

    def __init__(self, port, token=TOKEN, tls=False):
        if tls:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=context)
        else:
            self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.token = token

    def send(self, method, path, body=None, **headers):
        """The response, which is read by the caller. A header's name is written with _ for -."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            headers["Authorization"] = f"Token {self.token}"
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        self.connection.request(method, path, body.encode() if isinstance(body, str) else body, headers)
        return self.connection.getresponse()

    def call(self, method, path, body=None, **headers):
        response = self.send(method, path, body, **headers)
        text = response.read()
        is_json = "json" in (response.getheader("Content-Type") or "")
        return response.status, json.loads(text) if is_json and text else text

    def close(self):
        self.connection.close()


def answer_to(raw, sent, wait_s=60):
    """Sends bytes over a plain socket and reads to the end of the first answer's head and body; (status, head, body)."""
    raw.settimeout(wait_s)
    try:
        raw.sendall(sent)
    except (BrokenPipeError, ConnectionResetError):
        pass  # it may have answered before it had everything
    return read_answer(raw)


def read_answer(raw):
    got = b""
    while b"\r\n\r\n" not in got:
        piece = raw.recv(1 << 16)
        if not piece:
            return 0, got.decode(errors="replace"), b""
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        piece = raw.recv(1 << 16)
        if not piece:
            break
        body += piece
    return int(head.split(b" ", 2)[1]), head.decode(errors="replace"), body
