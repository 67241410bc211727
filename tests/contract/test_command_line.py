"""The program's own commands, and starting it as scripts written for Label Studio do."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from our_server import CHOICES, EMAIL, PASSWORD, ROOT, TOKEN, OurServer, choice

PROGRAM = os.environ.get("TAGWRIGHT_PROGRAM", str(ROOT / "build/asan/tagwright"))


def tagwright(*arguments, status=0, given="", **variables):
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=given, capture_output=True, text=True, timeout=120, env=os.environ | variables)
    assert done.returncode == status, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="tagwright-contract-")
        self.data = Path(self.folder.name) / "data"

    def tearDown(self):
        self.folder.cleanup()

    def test_users_are_made_listed_and_let_in(self):
        first = json.loads(tagwright("user", "add", "Ann@Example.com", "--password", "long enough", "--data", self.data).stdout)
        self.assertEqual((first["email"], first["role"]), ("ann@example.com", "admin"))
        second = json.loads(tagwright("user", "add", "bob@example.com", "--role", "reviewer", "--token", "bobs-token", TAGWRIGHT_DATA=str(self.data)).stdout)
        self.assertEqual((second["role"], second["token"]), ("reviewer", "bobs-token"))
        listed = json.loads(tagwright("user", "list", "--json", "--data", self.data).stdout)
        self.assertEqual([one["email"] for one in listed], ["ann@example.com", "bob@example.com"])
        self.assertIn("reviewer", tagwright("user", "list", "--data", self.data).stdout)
        self.assertEqual(tagwright("user", "token", "ann@example.com", "--data", self.data).stdout.strip(), first["token"])
        fresh = tagwright("user", "token", "ann@example.com", "--reset", "--data", self.data).stdout.strip()
        self.assertNotEqual(fresh, first["token"])
        tagwright("user", "passwd", "bob@example.com", "--data", self.data, given="another password\n")
        self.assertIn("already exists", tagwright("user", "add", "ann@example.com", "--data", self.data, status=1).stderr)
        self.assertIn("no user", tagwright("user", "token", "nobody@example.com", "--data", self.data, status=1).stderr)
        with OurServer(data=self.data, first_admin=False) as own:
            self.assertEqual(own.call("GET", "/api/current-user/whoami", token=fresh).json()["email"], "ann@example.com")
            self.assertEqual(own.call("GET", "/api/current-user/whoami", token=first["token"]).status_code, 401)
            signed_in = own.call("POST", "/api/tagwright/sign-in", token=None, json={"email": "bob@example.com", "password": "another password"})
            self.assertEqual(signed_in.status_code, 200, signed_in.text)
            # Also while the server runs.
            tagwright("user", "passwd", "bob@example.com", "--password", "third password", "--data", self.data)
            again = own.call("GET", "/api/current-user/whoami", token=None, cookies=signed_in.cookies)
            self.assertEqual(again.status_code, 401)

    def test_a_backup_is_a_data_directory(self):
        with OurServer() as own:
            self.assertEqual(own.call("PATCH", "/api/users/1/", json={"first_name": "Kept"}).status_code, 200)
            copy = Path(self.folder.name) / "copy"
            tagwright("backup", copy, "--data", own.folder)
            self.assertIn("exists already", tagwright("backup", copy, "--data", own.folder, status=1).stderr)
            with OurServer(data=copy, first_admin=False) as other:
                self.assertEqual(other.call("GET", "/api/current-user/whoami").json()["first_name"], "Kept")

    def test_label_studios_way_to_start(self):
        own = subprocess.Popen([PROGRAM, "-p", "0", "start", "--no-browser", "--data-dir", self.data, "--username", EMAIL,
                                "--password", PASSWORD, "--user-token", TOKEN], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            address = own.stdout.readline().strip()
            self.assertRegex(address, r"^http://127\.0\.0\.1:\d+/$")
        finally:
            own.terminate()
            self.assertEqual(own.wait(30), 0)
            own.stdout.close()

    def test_model_backends_are_refused_in_words_not_forgotten(self):
        refused = tagwright("start", "Texts", "--init", "--ml-backends", "http://localhost:9090", "--data", self.data, status=2)
        self.assertIn("--ml-backends", refused.stderr)

    def test_a_taken_port_is_told(self):
        with OurServer() as own:
            port = own.url.rsplit(":", 1)[1]
            told = tagwright("serve", "--port", port, "--data", self.data, status=1)
            self.assertIn(f"127.0.0.1:{port}/ is taken", told.stderr)

    def test_wrong_options_are_told_with_their_name(self):
        self.assertIn("--port", tagwright("serve", "--port", "many", "--data", self.data, status=2).stderr)
        self.assertIn("TAGWRIGHT_LOG_LEVEL", tagwright("serve", "--data", self.data, status=2, TAGWRIGHT_LOG_LEVEL="loud").stderr)
        self.assertIn("--allow-origin", tagwright("serve", "--help").stdout)

    def test_projects_go_in_and_come_out(self):
        tagwright("user", "add", "ann@example.com", "--data", self.data)
        config = Path(self.folder.name) / "config.xml"
        config.write_text(CHOICES)
        number = tagwright("project", "create", "From the shell", "--label-config", config, "--data", self.data).stdout.strip()
        tasks = Path(self.folder.name) / "tasks.json"
        tasks.write_text(json.dumps([{"data": {"text": "a"}, "annotations": [{"result": [choice("Positive")]}]}, {"data": {"text": "b"}}]))
        answer = json.loads(tagwright("import", "From the shell", tasks, "--data", self.data).stdout)
        self.assertEqual((answer["task_count"], answer["annotation_count"]), (2, 1))
        self.assertTrue(tasks.exists())
        listed = json.loads(tagwright("project", "list", "--json", "--data", self.data).stdout)
        self.assertEqual([(one["id"], one["task_number"]) for one in listed], [(int(number), 2)])
        self.assertEqual(len(json.loads(tagwright("export", number, "--data", self.data).stdout)), 1)
        out = Path(self.folder.name) / "out.json"
        tagwright("export", number, out, "--all", "--data", self.data)
        exported = json.loads(out.read_text())
        self.assertEqual(len(exported), 2)
        self.assertEqual(sum(len(task["annotations"]) for task in exported), 1)
        self.assertIn("no project", tagwright("export", "nothing", "--data", self.data, status=1).stderr)
