"""What the tests of the REST API by plain HTTP share: a server for each of their files, and asking it."""

import unittest

from our_server import CHOICES, OurServer


def setUpModule():
    """Imported by a file of tests, this is that file's own."""
    global server
    server = OurServer()


def tearDownModule():
    server.close()


class HttpCase(unittest.TestCase):
    @property
    def server(self):
        return server

    def ask(self, status, method, path, **options):
        answer = self.server.call(method, path, **options)
        self.assertEqual(answer.status_code, status, f"{method} {path} {str(options)[:200]}: {answer.text[:300]}")
        try:
            return answer.json()
        except ValueError:
            return None

    def fields(self, answer):
        """The fields that a 400 names."""
        self.assertEqual((answer["status_code"], answer["detail"]), (400, "Validation error"))
        self.assertEqual(set(answer), {"id", "status_code", "version", "detail", "exc_info", "validation_errors"})
        return set(answer["validation_errors"])

    def project(self, config=CHOICES, **more):
        return self.ask(201, "POST", "/api/projects/", json={"title": self.id()[-50:], "label_config": config} | more)["id"]

    def tasks(self, project, *data):
        return self.ask(201, "POST", f"/api/projects/{project}/import?return_task_ids=true", json=list(data))["task_ids"]
