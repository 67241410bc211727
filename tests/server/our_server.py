"""The server for the tests of this folder, spoken to over plain sockets and http.client: what is tested here is what the
server does to clients that are rude, so no client library stands between.

TAGWRIGHT_FULL=1 asks for the full sizes of every test.
"""

import http.client
import json
import os
import socket
import ssl
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from server_process import EMAIL, PASSWORD, TOKEN, ServerProcess  # EMAIL and PASSWORD are for the tests

FULL = os.environ.get("TAGWRIGHT_FULL") == "1"
CHOICES = ('<View><Text name="text" value="$text"/><Choices name="mark" toName="text"><Choice value="Yes"/><Choice value="No"/></Choices></View>')


class Server(ServerProcess):
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
