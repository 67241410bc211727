"""Export at once and by snapshots: statuses, keys, errors, body forms."""

from http_case import HttpCase, setUpModule, tearDownModule
from label_studio_keys import DRAFT, PREDICTION, EXPORTED
from our_server import EMAIL, choice


class Exports(HttpCase):
    def setUp(self):
        self.id_ = self.project()
        self.ids = self.tasks(self.id_, {"text": "a"}, {"text": "b"})
        self.ask(201, "POST", f"/api/tasks/{self.ids[0]}/annotations/", json={"result": [choice("Positive")]})
        self.ask(201, "POST", f"/api/tasks/{self.ids[0]}/drafts", json={"result": [choice("Negative")]})
        self.ask(201, "POST", "/api/predictions/", json={"task": self.ids[0], "result": [choice("Negative")]})
        self.path = f"/api/projects/{self.id_}/exports/"

    def test_at_once(self):
        path = f"/api/projects/{self.id_}/export"
        exported = self.ask(200, "GET", path)
        self.assertEqual(([one["id"] for one in exported], set(exported[0])), (self.ids[:1], EXPORTED))
        self.assertEqual((type(exported[0]["drafts"][0]), type(exported[0]["predictions"][0])), (dict, int))
        self.assertEqual(len(self.ask(200, "GET", path + "?export_type=JSON&download_all_tasks=True")), 2)
        self.assertEqual([one["id"] for one in self.ask(200, "GET", f"{path}?download_all_tasks=true&ids[]={self.ids[1]}")], self.ids[1:])
        self.assertEqual(self.ask(200, "GET", f"{path}?ids[]={self.ids[1]}"), [])  # without an annotation
        answer = self.server.call("GET", path)
        self.assertEqual(answer.headers["Content-Type"], "application/.json")
        self.assertRegex(answer.headers["filename"], rf"^project-{self.id_}-at-\d{{4}}-\d\d-\d\d-\d\d-\d\d-[0-9a-f]{{8}}\.json$")
        for wrong in ("json", "NO_SUCH"):
            self.ask(400, "GET", f"{path}?exportType={wrong}")
        self.ask(404, "GET", path + "/")

    def snapshot(self, status=201, **body):
        return self.ask(status, "POST", self.path, json=body)

    def downloaded(self, snapshot):
        return self.ask(200, "GET", f"{self.path}{snapshot['id']}/download?exportType=JSON")

    def test_a_snapshot_from_making_to_deleting(self):
        made = self.snapshot()
        self.assertEqual((made["status"], made["counters"]), ("completed", {"task_number": 2}))
        path = f"{self.path}{made['id']}"
        self.assertEqual(set(made) - set(self.ask(200, "GET", path)),
                         {"task_filter_options", "annotation_filter_options", "serialization_options"})
        self.ask(404, "GET", path + "/")
        self.assertEqual(self.ask(200, "POST", path + "/convert", json={"export_type": "JSON"})["export_type"], "JSON")
        self.ask(400, "POST", path + "/convert", json={"export_type": "JSON"})
        self.ask(400, "POST", path + "/convert", json={"export_type": "NO_SUCH"})
        self.ask(204, "DELETE", path)
        self.ask(404, "GET", path)

    def test_what_is_an_id_and_what_an_object(self):
        task = self.downloaded(self.snapshot())[0]
        self.assertEqual([type(task[name][0]) for name in ("drafts", "predictions")] + [type(task["annotations"][0]["completed_by"])], [int] * 3)
        whole = {name: {"only_id": False} for name in ("drafts", "predictions", "annotations__completed_by")}
        task = self.downloaded(self.snapshot(serialization_options=whole))[0]
        self.assertEqual(task["annotations"][0]["completed_by"], {"id": 1, "email": EMAIL, "first_name": "", "last_name": ""})
        self.assertEqual((set(task["drafts"][0]), set(task["predictions"][0])), (DRAFT, PREDICTION))

    def test_the_tasks_of_a_view(self):
        items = [{"filter": "filter:tasks:id", "operator": "equal", "type": "Number", "value": self.ids[1]}]
        view = self.ask(201, "POST", "/api/dm/views/", json={"project": self.id_, "data": {"filters": {"conjunction": "and", "items": items}}})
        self.assertEqual([one["id"] for one in self.downloaded(self.snapshot(task_filter_options={"view": view["id"]}))], self.ids[1:])
        self.snapshot(400, task_filter_options={"view": None})
        self.snapshot(404, task_filter_options={"view": 99999})
        none = [{"filter": "filter:tasks:id", "operator": "equal", "type": "Number", "value": 0}]
        view = self.ask(201, "POST", "/api/dm/views/", json={"project": self.id_, "data": {"filters": {"conjunction": "and", "items": none}}})
        self.assertEqual(self.downloaded(self.snapshot(task_filter_options={"view": view["id"]})), [])
