"""The companion server against its bars, server and client on one machine.

python3 tests/bench/server.bench.py [PROGRAM]     PROGRAM is build/tagwright unless told otherwise

Prints JSON lines as the other benchmarks do: name, median_ms, p95_ms, runs, limit_ms. Clients are plain sockets of one
thread, so that what is measured is the server.
"""

import base64
import http.client
import json
import os
import random
import resource
import selectors
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from server_process import ROOT, TOKEN, ServerProcess

CONFIG = ('<View><Image name="img" value="$image"/><RectangleLabels name="box" toName="img">'
          '<Label value="Cat"/><Label value="Dog"/></RectangleLabels></View>')


def show(name, times_ms, limit_ms, **more):
    times = sorted(times_ms)
    print(json.dumps({"name": name, "median_ms": statistics.median(times), "p95_ms": times[int(len(times) * 0.95)] if len(times) > 1 else None,
                      "runs": len(times), "limit_ms": limit_ms, **more}), flush=True)


class Server(ServerProcess):
    def __init__(self, program):
        begin = time.perf_counter()
        super().__init__("--log-level", "warn", program=program)
        self.start_ms = (time.perf_counter() - begin) * 1000
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)

    def call(self, method, path, body=None, token=TOKEN):
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        self.connection.request(method, path, data, {"Authorization": f"Token {token}", "Content-Type": "application/json"})
        response = self.connection.getresponse()
        text = response.read()
        if response.status >= 400:
            raise SystemExit(f"{method} {path}: {response.status} {text[:300]}")
        return text

    def json(self, *call, **more):
        return json.loads(self.call(*call, **more) or b"null")

    def timed(self, *call, **more):
        begin = time.perf_counter()
        self.call(*call, **more)
        return (time.perf_counter() - begin) * 1000


def boxes(count, rng):
    return [{"id": f"r{i}", "from_name": "box", "to_name": "img", "type": "rectanglelabels", "original_width": 800, "original_height": 600,
             "image_rotation": 0, "value": {"x": rng.random() * 90, "y": rng.random() * 90, "width": 5, "height": 5, "rotation": 0,
                                            "rectanglelabels": [rng.choice(["Cat", "Dog"])]}} for i in range(count)]


class Annotator:
    """Takes the next task and submits it every two seconds, over one connection, while it holds a WebSocket."""

    def __init__(self, server, project, token, begin_s):
        self.server, self.project, self.token = server, project, token
        self.due_s, self.state, self.task, self.buffer = begin_s, "idle", 0, b""
        self.socket = socket.create_connection(("127.0.0.1", server.port))
        self.socket.setblocking(False)
        self.live = None

    def open_live(self):
        live = socket.create_connection(("127.0.0.1", self.server.port))
        key = base64.b64encode(os.urandom(16)).decode()
        live.sendall((f"GET /api/tagwright/live HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                      f"Sec-WebSocket-Version: 13\r\nAuthorization: Token {self.token}\r\n\r\n").encode())
        answer = live.recv(4096)
        if b" 101 " not in answer.split(b"\r\n", 1)[0]:
            live.close()
            return False
        self.live = live
        return True

    def request(self, method, path, body=b""):
        head = (f"{method} {path} HTTP/1.1\r\nHost: h\r\nAuthorization: Token {self.token}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        self.sent_s = time.perf_counter()
        self.socket.sendall(head + body)

    def begin(self):
        self.state = "next"
        self.request("GET", f"/api/projects/{self.project}/next/")

    def received(self, times, body):
        """The whole answer if it has come, else None."""
        self.buffer += self.socket.recv(1 << 16)
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
        if len(rest) < length:
            return
        status = int(head.split(b" ", 2)[1])
        times.append((self.state, status, (time.perf_counter() - self.sent_s) * 1000))
        self.buffer = b""
        if self.state == "next" and status == 200:
            self.task = json.loads(rest[:length])["id"]
            self.state = "submit"
            self.request("POST", f"/api/tasks/{self.task}/annotations/", body)
        else:
            self.state = "idle"
            self.due_s += 2.0


def many_annotators(server, project, count=200, seconds=20):
    tokens = [server.json("POST", "/api/users/", {"username": f"u{i}", "email": f"u{i}@example.com", "password": "password"}) for i in range(count)]
    keys = []
    for user in tokens:
        line = subprocess.run([sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/tagwright"), "user", "token", user["email"], "--data", server.folder],
                              capture_output=True, text=True).stdout.split()
        keys.append(line[-1])
    begin = time.perf_counter()
    people = [Annotator(server, project, key, begin + 2.0 * i / count) for i, key in enumerate(keys)]
    live = sum(person.open_live() for person in people)
    body = json.dumps({"result": boxes(5, random.Random(1)), "lead_time": 1.5}).encode()
    selector = selectors.DefaultSelector()
    for person in people:
        selector.register(person.socket, selectors.EVENT_READ, person)
    times = []
    while time.perf_counter() < begin + seconds:
        now = time.perf_counter()
        for person in people:
            if person.state == "idle" and person.due_s <= now:
                person.begin()
        for key, _ in selector.select(0.005):
            key.data.received(times, body)
    errors = sum(1 for _, status, _ in times if status >= 400)
    every = sorted(ms for _, _, ms in times)
    print(json.dumps({"name": f"server: {count} annotators, next and submit every 2 s", "median_ms": statistics.median(every), "p95_ms": every[int(len(every) * 0.95)],
                      "runs": len(every), "limit_ms": 100, "p99_ms": round(every[int(len(every) * 0.99)], 1), "errors": errors, "websockets": live,
                      "server_mb": round(server.memory_mb())}), flush=True)


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/tagwright")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    server = Server(program)
    rng = random.Random(7)
    try:
        show("server: start until it answers", [server.start_ms], 500)
        time.sleep(0.5)
        print(json.dumps({"name": "server: memory when idle", "median_ms": None, "p95_ms": None, "runs": 1, "limit_ms": None, "mb": round(server.memory_mb(), 1), "limit_mb": 40}))
        show("server: whoami", [server.timed("GET", "/api/current-user/whoami") for _ in range(300)], 2)
        text_project = server.json("POST", "/api/projects/", {"title": "Texts", "label_config": '<View><Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="A"/></Choices></View>'})["id"]
        tasks = json.dumps([{"data": {"text": f"row {i} " + "words and more " * 8}} for i in range(100_000)]).encode()
        server.forget_peak()
        show("server: import 100,000 tasks in one body", [server.timed("POST", f"/api/projects/{text_project}/import", tasks)], 5000,
             body_mb=round(len(tasks) / 1e6, 1), peak_mb=round(server.memory_mb("VmHWM")))
        pages = [rng.randrange(1, 1000) for _ in range(60)]
        show("server: a page of 100 tasks out of 100,000", [server.timed("GET", f"/api/tasks/?project={text_project}&page={page}&page_size=100") for page in pages], 15)
        show("server: the same with fields=all", [server.timed("GET", f"/api/tasks/?project={text_project}&page={page}&page_size=100&fields=all") for page in pages], 15)
        image_project = server.json("POST", "/api/projects/", {"title": "Images", "label_config": CONFIG})["id"]
        annotated = json.dumps([{"data": {"image": f"https://example.com/{i}.jpg"}, "annotations": [{"result": boxes(10, rng)}]} for i in range(5_000)]).encode()
        show("server: import 5,000 tasks with 50,000 boxes", [server.timed("POST", f"/api/projects/{image_project}/import", annotated)], 2000)
        show("server: export them as JSON", [server.timed("GET", f"/api/projects/{image_project}/export?exportType=JSON") for _ in range(3)], 1000)
        next_ms, submit_ms = [], []
        body = {"result": [{"from_name": "c", "to_name": "t", "type": "choices", "value": {"choices": ["A"]}}], "lead_time": 2.5}
        for _ in range(200):
            begin = time.perf_counter()
            task = server.json("GET", f"/api/projects/{text_project}/next/")["id"]
            next_ms.append((time.perf_counter() - begin) * 1000)
            submit_ms.append(server.timed("POST", f"/api/tasks/{task}/annotations/", body))
        show("server: next task of 100,000", next_ms, 5)
        show("server: submit an annotation", submit_ms, 5)
        many_annotators(server, text_project)
    finally:
        server.remove()


if __name__ == "__main__":
    main()
