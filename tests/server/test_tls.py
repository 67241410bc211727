"""TLS by certificate and key, with no proxy before it."""

import shutil
import subprocess
import tempfile
import unittest
import urllib.parse
from pathlib import Path

from our_server import EMAIL, PASSWORD, Client, Server, answer_to


@unittest.skipUnless(shutil.which("openssl"), "there is no openssl to make a certificate with")
class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="tagwright-tls-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-keyout", cls.folder / "key.pem", "-out", cls.folder / "chain.pem"], check=True, capture_output=True)
        cls.server = Server("--cert", str(cls.folder / "chain.pem"), "--key", str(cls.folder / "key.pem"))
        cls.addClassCleanup(cls.server.remove)

    def test_https_serves_and_its_cookies_stay_on_https(self):
        self.assertTrue(self.server.url.startswith("https://"))
        client = Client(self.server.port, token=None, tls=True)
        page = client.send("GET", "/user/login/")
        page.read()
        cookies = page.msg.get_all("Set-Cookie")
        token = next(cookie.split(";")[0].split("=")[1] for cookie in cookies if cookie.startswith("csrftoken="))
        form = urllib.parse.urlencode({"email": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": token})
        answer = client.send("POST", "/user/login/", form, Content_Type="application/x-www-form-urlencoded", Cookie=f"csrftoken={token}")
        answer.read()
        self.assertEqual(answer.status, 302)
        cookies += answer.msg.get_all("Set-Cookie")
        session = next(cookie for cookie in cookies if cookie.startswith("sessionid="))
        for cookie in cookies:
            self.assertIn("; Secure", cookie)
        status, me = client.call("GET", "/api/current-user/whoami", Cookie=session.split(";")[0])
        self.assertEqual((status, me["email"]), (200, EMAIL))
        page = client.send("GET", "/api/projects/?page_size=1", Cookie=session.split(";")[0])
        page.read()
        self.assertEqual(page.status, 200)

    def test_plain_http_is_told_where_to_go(self):
        with self.server.connect() as raw:
            status, head, body = answer_to(raw, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        self.assertEqual(status, 400, head)
        self.assertIn(b"https://", body)
        with self.server.connect() as raw:
            self.assertNotIn(answer_to(raw, b"\0" * 64)[0], range(200, 400))
        self.assertEqual(Client(self.server.port, tls=True).call("GET", "/api/current-user/whoami")[0], 200)

    def test_old_protocols_are_refused(self):
        command = ["openssl", "s_client", "-connect", f"127.0.0.1:{self.server.port}", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        self.assertNotEqual(done.returncode, 0)

    def test_a_key_that_does_not_fit_is_told_at_the_start(self):
        for key in ("chain.pem", "missing.pem"):
            with self.assertRaisesRegex(RuntimeError, "certificate or its key"):
                server = Server("--cert", str(self.folder / "chain.pem"), "--key", str(self.folder / key))
                server.remove()
