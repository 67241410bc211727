"""What leaves the server beside the answers asked for: no secret in the log, and headers that keep pages apart."""

import base64
import os
import re
import shutil
import tempfile
import unittest
import urllib.parse
from pathlib import Path

from our_server import EMAIL, PASSWORD, TOKEN, Server, answer_to

FORM = "application/x-www-form-urlencoded"
SITE = "https://portal.example"


def setUpModule():
    global server
    site = Path(tempfile.mkdtemp(prefix="tagwright-site-"))
    unittest.addModuleCleanup(shutil.rmtree, site)
    (site / "index.html").write_text("<!doctype html><title>Studio</title><script>start()</script>")
    server = Server("--log-level", "debug", "--embed-origin", SITE, "--site", str(site))
    unittest.addModuleCleanup(server.remove)


class Browser:
    """Keeps cookies, fills in forms."""

    def __init__(self):
        self.client, self.cookies = server.client(token=None), {}

    def call(self, method, path, form=None, **headers):
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            form = urllib.parse.urlencode(form | {"csrfmiddlewaretoken": self.cookies["csrftoken"]})
            headers["Content_Type"] = FORM
        response = self.client.send(method, path, form, **headers)
        text = response.read().decode()
        for cookie in response.msg.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return response, text


class Log(unittest.TestCase):
    def test_no_secret_is_in_the_log(self):
        secrets = {"password": PASSWORD, "legacy token": TOKEN, "wrong password": "wrong horse battery", "new password": "correct horse battery"}
        ann = Browser()
        ann.call("GET", "/user/login/")
        ann.call("POST", "/user/login/", {"email": EMAIL, "password": secrets["wrong password"]})
        self.assertEqual(ann.call("POST", "/user/login/", {"email": EMAIL, "password": PASSWORD})[0].status, 302)
        secrets |= {"session": ann.cookies["sessionid"], "csrf token": ann.cookies["csrftoken"]}
        refresh = server.call("POST", "/api/token/")[1]["token"]
        access = server.call("POST", "/api/token/refresh/", {"refresh": refresh}, token=None)[1]["access"]
        self.assertEqual(server.call("GET", "/api/current-user/whoami", token=None, Authorization=f"Bearer {access}")[0], 200)
        server.call("GET", "/api/current-user/whoami", token=None, Authorization=f"Bearer {refresh}")
        server.call("GET", "/api/current-user/whoami", token=None, X_Api_Key=TOKEN)
        secrets |= {"refresh token": refresh.split(".")[2], "access token": access.split(".")[2]}
        secrets["invite"] = server.call("GET", "/api/invite")[1]["token"]
        bob = Browser()
        bob.call("GET", f"/user/signup/?token={secrets['invite']}")
        answer, text = bob.call("POST", f"/user/signup/?token={secrets['invite']}", {"email": "bob@example.com", "password": secrets["new password"]})
        self.assertEqual(answer.status, 302, text)
        secrets["second session"] = bob.cookies["sessionid"]
        answer, text = bob.call("POST", "/api/tagwright/ticket")
        self.assertEqual(answer.status, 201, text)
        secrets["ticket"] = re.search(r'"ticket":\s*"([^"]+)"', text)[1]
        key = base64.b64encode(os.urandom(16)).decode()
        with server.connect() as raw:
            status, head, _ = answer_to(raw, (f"GET /api/tagwright/live?ticket={secrets['ticket']} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUpgrade: websocket\r\n"
                                              f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
            self.assertEqual(status, 101, head)
        server.call("GET", f"/api/version?access_token={TOKEN}&password={urllib.parse.quote(PASSWORD)}")
        server.call("POST", "/api/projects/", '{"title": "' + PASSWORD, Content_Type="application/json")
        answer, text = bob.call("POST", "/api/current-user/reset-token/")
        self.assertEqual(answer.status, 201, text)
        secrets["reset token"] = re.search(r'"token":\s*"([^"]+)"', text)[1]
        ann.call("GET", "/logout")
        log = server.log()
        self.assertIn('signed in', log)
        self.assertIn("/api/tagwright/live?ticket=***", log)
        for what, secret in secrets.items():
            for form in {secret, urllib.parse.quote(secret), urllib.parse.quote_plus(secret), base64.b64encode(secret.encode()).decode().rstrip("=")}:
                self.assertNotIn(form, log, f"the {what} is in the log")


class Pages(unittest.TestCase):
    def headers(self, path, **more):
        client = server.client(token=None)
        response = client.send("GET", path, **more)
        response.read()
        client.close()
        return response.status, response.headers

    def test_pages_say_who_may_frame_them_and_what_they_may_run(self):
        for path in ("/", "/user/login/", "/user/signup/", "/health", "/api/version", "/docs/api/", "/nothing/here", "/api/projects/1/", "/data/upload/1/x.html"):
            _, headers = self.headers(path)
            policy = headers["Content-Security-Policy"] or ""
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff", path)
            self.assertIn("Referrer-Policy", headers, path)
            if headers["Content-Type"] and headers["Content-Type"].startswith("text/html"):
                scripts = re.search(r"(script-src|default-src) ([^;]*)", policy)
                self.assertIsNotNone(scripts, f"{path}: {policy}")
                self.assertNotIn("'unsafe-inline'", re.search(r"script-src ([^;]*)|$", policy)[0], path)
                self.assertNotIn("'unsafe-eval'", policy, path)
                # Nobody lays a frame over the form that takes a password.
                allowed = "'none'" if path.startswith("/user/") else f"'self' {SITE}"
                self.assertIn(f"frame-ancestors {allowed}", policy, path)
                if not path.startswith("/user/"):
                    self.assertNotIn("X-Frame-Options", headers, "it knows no list of sites")

    def test_without_embedding_only_the_server_itself_may_frame_it(self):
        with Server() as own:
            client = own.client(token=None)
            response = client.send("GET", "/api/version")
            response.read()
            self.assertRegex(response.headers["Content-Security-Policy"], r"frame-ancestors 'self'(;|$)")

    def test_an_upload_that_is_a_page_is_kept_from_running(self):
        project = server.project("Uploads")
        page = b"<script>alert(1)</script>"
        for name in ("a.html", "a.svg", "a.xml", "a.txt", "a.pdf"):
            body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="' + name.encode() + b'"\r\nContent-Type: text/html\r\n\r\n' + page + b"\r\n--b--\r\n"
            status, answer = server.call("POST", f"/api/projects/{project}/import?commit_to_project=false", body, Content_Type="multipart/form-data; boundary=b")
            self.assertIn(status, (201, 400), answer)
        uploads = server.call("GET", f"/api/projects/{project}/file-uploads?all=true")[1]
        self.assertEqual(len(uploads), 5)
        for upload in uploads:
            client = server.client()
            response = client.send("GET", "/data/" + upload["file"])
            response.read()
            client.close()
            self.assertEqual(response.status, 200)
            self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
            self.assertIn("sandbox", response.headers["Content-Security-Policy"], upload["file"])
            self.assertNotIn("allow-scripts", response.headers["Content-Security-Policy"])

    def test_anothers_object_is_not_there(self):
        """The second user of another organization cannot exist yet: whoever is nobody gets 401, never what is there."""
        project = server.project("Private")
        for path in (f"/api/projects/{project}/", f"/api/tasks/?project={project}", f"/api/projects/{project}/export?exportType=JSON"):
            self.assertEqual(server.call("GET", path, token=None)[0], 401)

    def test_too_many_attempts_are_told_when_to_come_back(self):
        with Server() as own:
            browser = own.client(token=None)
            refused = None
            for attempt in range(12):
                response = browser.send("POST", "/api/tagwright/password", {"old_password": f"guess {attempt}", "password": "another long one"}, Authorization=f"Token {TOKEN}")
                text = response.read()
                if response.status == 429:
                    refused = response
                    break
                self.assertIn(response.status, (400, 403), text)
            self.assertIsNotNone(refused)
            self.assertRegex(refused.headers["Retry-After"], r"^[1-9]\d*$")
