"""Clients that send nonsense, too much, too slowly or nothing at all: each is told so or dropped, the others go on."""

import base64
import os
import resource
import select
import socket
import struct
import threading
import time
import unittest

from our_server import FULL, TOKEN, Server, answer_to, read_answer

AUTHORIZATION = f"Authorization: Token {TOKEN}\r\n"
MB = 1 << 20


def setUpModule():
    global server, project
    server = Server("--idle-timeout", "4", "--slow-timeout", "2", "--log-level", "warning")
    project = server.project()


def tearDownModule():
    log = server.log()
    status = server.stop()
    server.remove()
    assert status == 0 and "AddressSanitizer" not in log and "runtime error" not in log, log[-4000:]


def request(line, headers="", body=b""):
    return f"{line} HTTP/1.1\r\nHost: h\r\n{AUTHORIZATION}{headers}\r\n".encode() + body


def multipart(path, boundary, body):
    """Status and answer of a body sent as multipart, whatever it is."""
    return server.call("POST", path, body, Content_Type=f"multipart/form-data; boundary={boundary}")


def part(name, content, boundary="b", filename=None):
    file = f'; filename="{filename}"' if filename is not None else ""
    return f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"


class Refused(unittest.TestCase):
    def answered(self):
        """Others are served meanwhile."""
        self.assertEqual(server.call("GET", "/api/current-user/whoami")[0], 200)

    def test_malformed_json_is_told_with_its_place(self):
        for path in ("/api/projects/", f"/api/projects/{project}/import", "/api/users/", "/api/predictions/"):
            status, answer = server.call("POST", path, '{"title": "a",\n "b": }', Content_Type="application/json")
            self.assertEqual(status, 400, path)
            self.assertIn("line 2 column 7", answer["detail"], path)
        for text in ("[" * 100_000, '{"a":' * 100_000, '"\xff', "nul", "[1,]", '{"a":1}}', "\x00"):
            for path in ("/api/projects/", f"/api/projects/{project}/import"):
                body = text.encode("latin-1")
                status, answer = server.call("POST", path, body, Content_Type="application/json")
                self.assertEqual((status, answer["status_code"]), (400, 400), (text[:20], path))
        self.assertEqual(server.call("GET", f"/api/projects/{project}/")[1]["task_number"], 0)

    def test_a_body_over_the_limit_is_refused_before_it_is_read(self):
        server.forget_peak()
        before = server.memory_mb()
        with server.connect() as raw:  # announced: the answer comes before a byte of it was sent
            raw.sendall(request(f"POST /api/projects/{project}/import", "Content-Type: application/json\r\nContent-Length: 1073741824\r\n"))
            status, head, body = read_answer(raw)
            self.assertEqual(status, 413, head)
            self.assertIn(b"250 MB", body)
        with server.connect() as raw:
            raw.sendall(request(f"POST /api/projects/{project}/import", "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 1073741824\r\n"))
            self.assertEqual(read_answer(raw)[0], 413)
        for headers in ("Content-Length: 2000000\r\n", "Expect: 100-continue\r\nContent-Length: 2000000\r\n", "Transfer-Encoding: chunked\r\n"):
            with server.connect() as raw:  # who is not known sends nothing large
                sent = b"1e8480\r\n" + b"x" * 2_000_000 + b"\r\n" if "chunked" in headers else b""
                status, head, _ = answer_to(raw, f"POST /api/projects/{project}/import HTTP/1.1\r\nHost: h\r\n{headers}\r\n".encode() + sent)
                self.assertEqual(status, 401, head)
        size = 1024 if FULL else 280
        with server.connect() as raw:  # streamed without saying how much it will be
            raw.sendall(request(f"POST /api/projects/{project}/import", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"))
            chunk = b"100000\r\n" + b"[" * MB + b"\r\n"
            sent = 0
            try:
                for sent in range(size):
                    raw.sendall(chunk)
            except OSError:
                pass
            self.assertEqual(read_answer(raw)[0], 413)
        peak = server.memory_mb("VmHWM")
        print(f"1 GB announced, {sent + 1} MB streamed: {before:.0f} MB before, {peak:.0f} MB at the most", flush=True)
        self.assertLess(peak, before + 32)
        self.assertEqual(list((server.folder / "tmp").iterdir()), [])
        self.answered()

    def test_header_bombs_answer_431(self):
        many = "".join(f"X-{n}: {n}\r\n" for n in range(500))
        for headers in ("X: " + "h" * 100_000 + "\r\n", many, "Cookie: " + "a=b; " * 20_000 + "\r\n", "X:\r\n" * 10_000):
            with server.connect() as raw:
                status, head, _ = answer_to(raw, request("GET /api/version", headers))
                self.assertEqual(status, 431, head)
        with server.connect() as raw:
            self.assertEqual(answer_to(raw, request("GET /" + "a" * 100_000))[0], 431)
        self.answered()

    def test_what_is_no_http_is_refused(self):
        for sent in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 3 + b"X\x00Y / HTTP/1.1\r\n\r\n",
                     b"GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                     b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n", b"GET / HTTP/1.1\r\nX y: z\r\n\r\n"):
            with server.connect() as raw:
                self.assertIn(answer_to(raw, sent)[0], (400, 431, 505), sent)
        with server.connect() as raw:  # a length beside chunks is how requests are smuggled: one answer at the most
            raw.sendall(request("POST /api/version", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\nGET /health HTTP/1.1\r\nHost: h\r\n\r\n"))
            raw.settimeout(20)
            got = b""
            while piece := raw.recv(1 << 16):
                got += piece
            self.assertEqual(got.count(b"HTTP/1.1 "), 1, got)
            self.assertIn(b"HTTP/1.1 400", got)
        self.answered()

    def test_a_path_leads_nowhere_else(self):
        for path in ("/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..\\..\\etc\\passwd", "/static/../../secret", "//etc/passwd",
                     "/data/upload/1/../../../secret", "/data/upload/1/..%2f..%2f..%2fsecret", "/data/upload/..%2f..%2fsecret/x", "/data/upload/1/%2e%2e",
                     "/index.html%00.png", "/.git/config", "/data/avatars/../../secret", "/data/avatars/..%2f..%2fsecret"):
            with server.connect() as raw:
                status, head, body = answer_to(raw, request(f"GET {path}"))
                self.assertIn(status, (301, 302, 400, 404), f"{path}: {head}")
                self.assertNotIn(b"root:", body)
        secret = (server.folder / "secret").read_bytes()
        names = ["../../../secret", "..\\..\\secret.txt", "/etc/passwd.txt", "a\x00b.txt", ".htaccess.txt", "x" * 4000 + ".txt", "\u202etxt.exe.txt", "..txt", "a/../../b.txt"]
        for name in names:
            body = part("file", b"a line", filename=name.replace('"', "%22")) + b"--b--\r\n"
            status, answer = multipart(f"/api/projects/{project}/import?commit_to_project=false", "b", body)
            self.assertIn(status, (201, 400), f"{name!r}: {answer}")
        self.assertEqual((server.folder / "secret").read_bytes(), secret)
        kept = sorted(path.relative_to(server.folder / "media").as_posix() for path in (server.folder / "media").rglob("*") if path.is_file())
        for name in kept:
            self.assertRegex(name, r"^upload/\d+/[0-9a-f]{8}-[^/\\\x00]{1,160}$")
        self.assertFalse((server.folder.parent / "secret").exists())

    def test_malformed_multipart_is_told(self):
        path = f"/api/projects/{project}/import"
        whole = part("file", b"text\nrow\n", filename="a.csv")
        for boundary, body in (("b", b""), ("b", b"nothing"), ("b", whole), ("b", whole[:40]), ("b", b"--b\r\n\r\n"), ("x" * 300, whole), ("", whole), ("b", b"--b" * 100_000),
                               ("b", b"--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"" + b"q" * 20_000),
                               ("b", b"--b\r\n" + b"H: v\r\n" * 5_000), ("b", part("a", b"x" * (17 * MB)) + b"--b--"),
                               ("b", part("a", b"x" * (9 * MB)) * 2 + b"--b--"), ("b", part("a", b"") * 2_000 + b"--b--"), ("b", b"--b" + b"x" * (30 * MB))):
            status, answer = multipart(path, boundary, body)
            self.assertIn(status, (400, 413), (boundary[:10], body[:40], answer))
        status, answer = multipart(path, "b", b"".join(part("file", b"x", filename=f"{n}.txt") for n in range(200)) + b"--b--\r\n")
        self.assertEqual(status, 413, answer)
        for path in ("/api/projects/", f"/api/projects/{project}/import"):
            self.assertEqual(server.call("POST", path, b"a=1&" * 100_000, Content_Type="application/x-www-form-urlencoded")[0], 413)
        self.assertEqual(list((server.folder / "tmp").iterdir()), [])
        self.answered()


class Slow(unittest.TestCase):
    def test_who_dawdles_is_dropped_and_the_others_are_served(self):
        slow = {"nothing": b"", "half a head": b"GET /api/version HTTP/1.1\r\nHos", "half a body": request("POST /api/projects/", "Content-Length: 1000\r\n", b"{"),
                "a head, drop by drop": b"GET /api/version HTTP/1.1\r\n"}
        raws = {name: server.connect() for name in slow}
        begin = time.monotonic()
        for name, raw in raws.items():
            raw.sendall(slow[name])
        waits, ended = [], {}
        while len(ended) < len(raws):
            self.assertLess(time.monotonic(), begin + 30, f"still there: {set(raws) - set(ended)}")
            asked = time.monotonic()
            self.assertEqual(server.call("GET", "/api/current-user/whoami")[0], 200)
            waits.append(time.monotonic() - asked)
            try:
                raws["a head, drop by drop"].sendall(b"X: y\r\n")
            except OSError:
                pass
            readable, _, _ = select.select([raw for name, raw in raws.items() if name not in ended], [], [], 0.25)
            for name, raw in raws.items():
                if raw in readable:
                    try:
                        if not raw.recv(4096):
                            ended[name] = time.monotonic() - begin
                    except ConnectionResetError:
                        ended[name] = time.monotonic() - begin
        for raw in raws.values():
            raw.close()
        print("dropped after " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in ended.items()) + f"; others waited {max(waits) * 1000:.0f} ms at the most", flush=True)
        self.assertLess(max(waits), 2)

    def test_thousands_of_idle_connections_are_held(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        wanted = min(10_000, (hard if hard > 0 else 1 << 20) - 200)
        with Server("--log-level", "warning") as held:
            client = held.client()
            client.call("GET", "/api/current-user/whoami")
            before, idle = held.memory_mb(), []
            try:
                for _ in range(wanted):
                    idle.append(held.connect())
                while held.memory_mb() and len(os.listdir(f"/proc/{held.process.pid}/fd")) < len(idle):
                    self.assertEqual(client.call("GET", "/api/current-user/whoami")[0], 200)
                times = []
                for _ in range(50):
                    begin = time.monotonic()
                    self.assertEqual(client.call("GET", "/api/current-user/whoami")[0], 200)
                    times.append(time.monotonic() - begin)
                median = sorted(times)[len(times) // 2]
                print(f"{len(idle)} idle connections: whoami {median * 1000:.1f} ms, at most {max(times) * 1000:.1f} ms; memory {before:.0f} -> {held.memory_mb():.0f} MB", flush=True)
                self.assertLess(median, 0.05)
                self.assertEqual(idle[-1].fileno() > 0 and answer_to(idle[-1], b"GET /health HTTP/1.1\r\nHost: h\r\n\r\n")[0], 200)
            finally:
                for raw in idle:
                    raw.close()
                client.close()
        if wanted < 10_000:
            self.skipTest(f"only {wanted}: the limit of open files is {hard}")


class Sockets(unittest.TestCase):
    def open(self):
        raw = server.connect()
        status, head, _ = answer_to(raw, request("GET /api/tagwright/live", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                                 f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n"))
        self.assertEqual(status, 101, head)
        return raw

    @staticmethod
    def frame(first, length, payload=b""):
        """A masked frame with that first byte that says it is that long."""
        size = bytes([0x80 | length]) if length < 126 else bytes([0xFE]) + struct.pack(">H", length) if length < 1 << 16 else bytes([0xFF]) + struct.pack(">Q", length)
        return bytes([first]) + size + b"\0\0\0\0" + payload

    def closing(self, raw, sent):
        """The code that the server closes with; 0 when it hangs up."""
        raw.settimeout(30)
        try:
            raw.sendall(sent)
        except OSError:
            pass
        got = b""
        try:
            while piece := raw.recv(4096):
                got += piece
        except ConnectionResetError:
            pass
        at = got.rfind(b"\x88")
        return struct.unpack(">H", got[at + 2:at + 4])[0] if at >= 0 and len(got) >= at + 4 else 0

    def test_frames_that_are_too_large_or_none_end_the_connection(self):
        server.forget_peak()
        before = server.memory_mb()
        for sent, codes in ((self.frame(0x81, 1 << 40), (1009,)), (self.frame(0x81, (1 << 63) - 1), (1009, 1002)), (self.frame(0x83, 5, b"hello"), (1002,)),
                            (self.frame(0x89, 200, b"p" * 200), (1002,)), (b"\x81\x05hello", (1002,)), (self.frame(0xF1, 5, b"hello"), (1002,)),
                            (self.frame(0x81, 2, b"\xff\xfe"), (1007,)), (self.frame(0x80, 2, b"ab"), (1002,))):
            with self.open() as raw:
                self.assertIn(self.closing(raw, sent), codes, sent[:16])
        with self.open() as raw:  # many small pieces of one message that has no end
            piece = self.frame(0x00, MB, b"a" * MB)
            sent = threading.Thread(target=lambda: self.flood(raw, self.frame(0x01, MB, b"a" * MB), piece))
            sent.start()
            self.assertIn(self.closing(raw, b""), (1009, 0))
            sent.join(30)
        self.assertLess(server.memory_mb("VmHWM"), before + 80)
        with self.open() as raw:  # nonsense inside a good frame is answered in words
            text = b'{"follow": "x"}'
            raw.sendall(self.frame(0x81, len(text), text))
            self.assertIn(b"error", raw.recv(4096))
        self.assertEqual(server.call("GET", "/api/current-user/whoami")[0], 200)

    @staticmethod
    def flood(raw, first, piece):
        try:
            raw.sendall(first)
            for _ in range(64):
                raw.sendall(piece)
        except OSError:
            pass
