"""The client of SDK 0.x and 1.x, which the guide's chapter 5.2 uses (still in the package as label_studio_sdk._legacy)."""

import tempfile
import unittest
from pathlib import Path

from label_studio_sdk._legacy import Client
from label_studio_sdk.data_manager import Column, Filters, Operator, Type

from our_server import CHOICES, EMAIL, TOKEN, OurServer, choice


def setUpModule():
    global server, client
    server = OurServer()
    client = Client(url=server.url, api_key=TOKEN)


def tearDownModule():
    server.close()


class Legacy(unittest.TestCase):
    def setUp(self):
        self.project = client.start_project(title=self.id()[-50:], label_config=CHOICES)

    def fill(self, count):
        return self.project.import_tasks([{"data": {"text": f"text {number}"}} for number in range(count)])

    def test_connection_users_and_projects(self):
        self.assertEqual(client.check_connection()["status"], "UP")
        self.assertIn(EMAIL, [user.email for user in client.get_users()])
        self.assertEqual(client.get_project(self.project.id).title, self.project.title)
        self.assertIn(self.project.id, [project.id for project in client.list_projects()])
        self.project.set_params(title="Renamed by the client")
        self.assertEqual(client.get_project(self.project.id).title, "Renamed by the client")
        self.assertIn("sentiment", self.project.parsed_label_config)
        client.delete_project(self.project.id)
        with self.assertRaises(Exception):
            client.get_project(self.project.id)

    def test_signing_in_with_a_password(self):
        from our_server import PASSWORD
        by_password = Client(url=server.url, credentials=self.credentials(EMAIL, PASSWORD))
        self.assertEqual(by_password.get_project(self.project.id).id, self.project.id)

    @staticmethod
    def credentials(email, password):
        from label_studio_sdk._legacy.client import ClientCredentials
        return ClientCredentials(email=email, password=password)

    def test_import_of_lists_and_files_and_reading_to_the_end(self):
        ids = self.fill(230)
        self.assertEqual(len(ids), 230)
        self.assertEqual(sorted(self.project.get_tasks_ids()), sorted(ids))
        self.assertEqual(len(self.project.get_tasks()), 230)
        page = self.project.get_paginated_tasks(page=2, page_size=100)
        self.assertEqual((len(page["tasks"]), page["total"]), (100, 230))
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "tasks.csv"
            file.write_text("text\nfrom a file\nanother\n")
            self.assertEqual(len(self.project.import_tasks(str(file))), 2)
        self.assertEqual(len(self.project.get_tasks_ids()), 232)

    def test_annotations_and_filters(self):
        ids = self.fill(4)
        made = self.project.create_annotation(ids[0], result=[choice("Positive")])
        self.assertEqual(self.project.get_annotation(made["id"])["result"][0]["value"]["choices"], ["Positive"])
        self.assertEqual(self.project.get_labeled_tasks_ids(), [ids[0]])
        self.assertEqual(sorted(self.project.get_unlabeled_tasks_ids()), sorted(ids[1:]))
        filters = Filters.create(Filters.OR, [
            Filters.item(Column.id, Operator.EQUAL, Type.Number, Filters.value(ids[1])),
            Filters.item(Column.data("text"), Operator.CONTAINS, Type.String, Filters.value("text 3"))])
        self.assertEqual(sorted(self.project.get_tasks(filters=filters, only_ids=True)), sorted([ids[1], ids[3]]))
        self.project.update_annotation(made["id"], result=[choice("Negative")])
        task = self.project.get_task(ids[0])
        self.assertEqual(task["annotations"][0]["result"][0]["value"]["choices"], ["Negative"])
        self.project.update_task(ids[2], data={"text": "changed"})
        self.assertEqual(self.project.get_task(ids[2])["data"], {"text": "changed"})
        self.project.delete_tasks(ids[:2])
        self.assertEqual(sorted(self.project.get_tasks_ids()), sorted(ids[2:]))

    def test_predictions(self):
        ids = self.fill(3)
        self.project.create_prediction(ids[0], result="Positive", score=0.9, model_version="one")
        self.project.create_prediction(ids[1], result={"choices": ["Negative"]}, score=0.2, model_version="one")
        self.assertEqual(self.project.create_predictions([{"task": ids[2], "result": [choice("Positive")], "model_version": "two"}])["created"], 1)
        self.assertEqual(self.project.get_model_versions(), {"one": 2, "two": 1})
        self.assertAlmostEqual(self.project.get_predictions_coverage()["one"], 2 / 3)
        self.project.create_annotations_from_predictions(["one"])
        self.assertEqual(len(self.project.get_labeled_tasks_ids()), 2)

    def test_export(self):
        ids = self.fill(3)
        self.project.create_annotation(ids[0], result=[choice("Positive")])
        self.assertEqual([task["id"] for task in self.project.export_tasks(export_type="JSON")], [ids[0]])
        self.assertEqual(len(self.project.export_tasks(export_type="JSON", download_all_tasks=True)), 3)
        snapshot = self.project.export_snapshot_create("Snapshot")
        self.assertTrue(self.project.export_snapshot_status(snapshot["id"]).is_completed())
        with tempfile.TemporaryDirectory() as folder:
            status, file = self.project.export_snapshot_download(snapshot["id"], export_type="JSON", path=folder)
            self.assertEqual(status, 200)
            self.assertTrue((Path(folder) / Path(file).name).exists())
        self.project.export_snapshot_delete(snapshot["id"])
