"""label-studio-sdk 2.x, unchanged but for the address."""

import json
import time
import unittest

from label_studio_sdk import LabelStudio
from label_studio_sdk.core.api_error import ApiError

from our_server import BOXES, CHOICES, EMAIL, TOKEN, OurServer, choice


def setUpModule():
    global server, client
    server = OurServer()
    client = LabelStudio(base_url=server.url, api_key=TOKEN)


def tearDownModule():
    server.close()


class Users(unittest.TestCase):
    def test_whoami_and_version(self):
        self.assertEqual(client.users.whoami().email, EMAIL)
        self.assertEqual(client.versions.get().edition, "Community")
        self.assertEqual(client.users.get_token().token, TOKEN)

    def test_users_are_listed_made_changed_and_removed(self):
        made = client.users.create(username="sdk", email="sdk@example.com", first_name="S")
        self.assertIn(made.id, [user.id for user in client.users.list()])
        self.assertEqual(client.users.get(id=made.id).username, "sdk")
        self.assertEqual(client.users.update(id=made.id, last_name="Dk").last_name, "Dk")
        client.users.delete(id=made.id)
        with self.assertRaises(ApiError) as raised:
            client.users.get(id=made.id)
        self.assertEqual(raised.exception.status_code, 404)

    def test_a_personal_access_token_is_exchanged_by_the_client_itself(self):
        token = client.tokens.create().token
        personal = LabelStudio(base_url=server.url, api_key=token)
        self.assertEqual(personal.users.whoami().email, EMAIL)
        self.assertEqual(len(client.tokens.get()) if hasattr(client.tokens, "get") else len(client.tokens.list()), 1)
        client.tokens.blacklist(refresh=token)
        with self.assertRaises(Exception):
            LabelStudio(base_url=server.url, api_key=token).users.whoami()

    def test_organization_members(self):
        organization = client.organizations.list()[0]
        emails = [member.user.email for member in client.organizations.members.list(id=organization.id)]
        self.assertIn(EMAIL, emails)
        self.assertTrue(client.jwt_settings.get().legacy_api_tokens_enabled)


class Projects(unittest.TestCase):
    def test_a_project_from_making_to_deleting(self):
        made = client.projects.create(title="First project", label_config=CHOICES, description="d")
        self.assertIsInstance(made.id, int)
        again = client.projects.get(id=made.id)
        self.assertEqual((again.title, again.label_config.strip(), again.maximum_annotations), ("First project", CHOICES.strip(), 1))
        self.assertEqual(again.created_by.email, EMAIL)
        changed = client.projects.update(id=made.id, title="Renamed", maximum_annotations=3)
        self.assertEqual((changed.title, client.projects.get(id=made.id).maximum_annotations), ("Renamed", 3))
        self.assertIsNotNone(client.projects.get(id=made.id).get_label_interface())
        client.projects.delete(id=made.id)
        with self.assertRaises(ApiError) as raised:
            client.projects.get(id=made.id)
        self.assertEqual(raised.exception.status_code, 404)

    def test_projects_are_listed_page_by_page_and_the_list_ends(self):
        made = [client.projects.create(title=f"Listed {number}").id for number in range(7)]
        listed = [project.id for project in client.projects.list(page_size=3)]
        self.assertEqual(len(listed), len(set(listed)))
        self.assertTrue(set(made) <= set(listed))
        self.assertEqual([project.id for project in client.projects.list(title="listed 3")], [made[3]])
        self.assertEqual({project.id for project in client.projects.list(ids=",".join(map(str, made[:2])))}, set(made[:2]))

    def test_what_is_wrong_with_a_config_is_told(self):
        with self.assertRaises(ApiError) as raised:
            client.projects.create(title="Broken", label_config="<View><Choices name='c' toName='zz'><Choice value='A'/></Choices></View>")
        self.assertEqual(raised.exception.status_code, 400)
        self.assertIn("label_config", raised.exception.body["validation_errors"])
        project = client.projects.create(title="Checked", label_config=CHOICES)
        client.projects.validate_label_config(id=project.id, label_config=CHOICES)
        with self.assertRaises(ApiError):
            client.projects.validate_label_config(id=project.id, label_config="<View><Choices")


class Work(unittest.TestCase):
    def setUp(self):
        self.project = client.projects.create(title=self.id()[-50:], label_config=CHOICES).id

    def texts(self, count):
        return [{"text": f"text {number}"} for number in range(count)]

    def ids(self):
        return [task.id for task in client.tasks.list(project=self.project)]

    def test_tasks_are_imported_and_listed_to_the_end(self):
        answer = client.projects.import_tasks(id=self.project, request=self.texts(250), return_task_ids=True)
        self.assertEqual((answer.task_count, answer.annotation_count), (250, 0))
        self.assertEqual(len(answer.task_ids), 250)
        tasks = list(client.tasks.list(project=self.project, page_size=100))
        self.assertEqual(sorted(task.id for task in tasks), sorted(answer.task_ids))
        self.assertEqual(client.projects.get(id=self.project).task_number, 250)

    def test_import_takes_annotations_and_predictions(self):
        client.projects.import_tasks(id=self.project, request=[
            {"data": {"text": "a"}, "annotations": [{"result": [choice("Positive")]}], "predictions": [{"result": [choice("Negative")], "score": 0.5, "model_version": "m1"}]}])
        task = client.tasks.get(id=self.ids()[0])
        self.assertTrue(task.is_labeled)
        self.assertEqual(task.annotations[0]["result"][0]["value"]["choices"], ["Positive"])
        self.assertEqual(task.predictions[0].score, 0.5) if hasattr(task.predictions[0], "score") else self.assertEqual(task.predictions[0]["score"], 0.5)
        with self.assertRaises(ApiError) as raised:
            client.projects.import_tasks(id=self.project, request=[{"wrong": "key"}])
        self.assertEqual(raised.exception.status_code, 400)

    def test_a_task_from_making_to_deleting(self):
        made = client.tasks.create(project=self.project, data={"text": "one"})
        self.assertEqual(client.tasks.get(id=made.id).data, {"text": "one"})
        self.assertEqual(client.tasks.update(id=made.id, data={"text": "two"}).data, {"text": "two"})
        client.tasks.delete(id=made.id)
        with self.assertRaises(ApiError) as raised:
            client.tasks.get(id=made.id)
        self.assertEqual(raised.exception.status_code, 404)
        client.projects.import_tasks(id=self.project, request=self.texts(3))
        client.tasks.delete_all_tasks(id=self.project)
        self.assertEqual(self.ids(), [])

    def test_an_annotation_from_making_to_deleting(self):
        task = client.tasks.create(project=self.project, data={"text": "one"}).id
        made = client.annotations.create(id=task, result=[choice("Positive")], was_cancelled=False, lead_time=1.5)
        self.assertEqual([one.id for one in client.annotations.list(id=task)], [made.id])
        self.assertEqual(client.annotations.get(id=made.id).lead_time, 1.5)
        changed = client.annotations.update(id=made.id, result=[choice("Negative")])
        self.assertEqual(changed.result[0]["value"]["choices"], ["Negative"])
        self.assertTrue(client.tasks.get(id=task).is_labeled)
        self.assertEqual(client.projects.get(id=self.project).num_tasks_with_annotations, 1)
        client.annotations.delete(id=made.id)
        self.assertFalse(client.tasks.get(id=task).is_labeled)
        self.assertEqual(list(client.annotations.list(id=task)), [])

    def test_predictions(self):
        tasks = client.projects.import_tasks(id=self.project, request=self.texts(2), return_task_ids=True).task_ids
        made = client.predictions.create(task=tasks[0], result=[choice("Positive")], score=0.9, model_version="v1")
        self.assertEqual([one.id for one in client.predictions.list(task=tasks[0])], [made.id])
        self.assertEqual(client.predictions.update(id=made.id, score=0.7).score, 0.7)
        self.assertEqual(client.predictions.get(id=made.id).model_version, "v1")
        short = client.predictions.create(task=tasks[1], result="Negative")
        self.assertEqual(short.result[0]["value"]["choices"], ["Negative"])
        created = client.projects.import_predictions(id=self.project, request=[{"task": tasks[1], "result": [choice("Positive")], "score": 0.1, "model_version": "v2"}])
        self.assertEqual(created.created if hasattr(created, "created") else created["created"], 1)
        self.assertEqual(len(client.predictions.list(project=self.project)), 3)
        client.predictions.delete(id=made.id)
        self.assertEqual(len(client.predictions.list(project=self.project)), 2)

    def test_export_as_json(self):
        task = client.tasks.create(project=self.project, data={"text": "one"}).id
        client.annotations.create(id=task, result=[choice("Positive")])
        client.tasks.create(project=self.project, data={"text": "two"})
        exported = client.projects.exports.as_json(self.project)
        self.assertEqual(len(exported), 2)
        first = next(one for one in exported if one["id"] == task)
        self.assertEqual(first["annotations"][0]["result"][0]["value"]["choices"], ["Positive"])
        raw = json.loads(b"".join(client.projects.exports.download_sync(id=self.project, export_type="JSON", download_all_tasks=False)))
        self.assertEqual([one["id"] for one in raw], [task])
        self.assertIn("JSON", [one["name"] for one in client.projects.exports.list_formats(id=self.project)])

    def test_export_snapshots(self):
        task = client.tasks.create(project=self.project, data={"text": "one"}).id
        client.annotations.create(id=task, result=[choice("Positive")])
        snapshot = client.projects.exports.create(id=self.project, title="Snapshot")
        deadline = time.monotonic() + 30
        while client.projects.exports.get(id=self.project, export_pk=snapshot.id).status not in ("completed", "failed"):
            self.assertLess(time.monotonic(), deadline)
        self.assertEqual([one.id for one in client.projects.exports.list(id=self.project)], [snapshot.id])
        data = json.loads(b"".join(client.projects.exports.download(id=self.project, export_pk=snapshot.id, export_type="JSON")))
        self.assertEqual([one["id"] for one in data], [task])
        client.projects.exports.delete(id=self.project, export_pk=snapshot.id)
        self.assertEqual(list(client.projects.exports.list(id=self.project)), [])

    def test_views_and_actions(self):
        tasks = client.projects.import_tasks(id=self.project, request=self.texts(5), return_task_ids=True).task_ids
        view = client.views.create(project=self.project, data={"title": "Third", "filters": {"conjunction": "and", "items": [
            {"filter": "filter:tasks:id", "operator": "equal", "type": "Number", "value": tasks[2]}]}})
        self.assertEqual([task.id for task in client.tasks.list(view=view.id)], [tasks[2]])
        self.assertIn(view.id, [one.id for one in client.views.list(project=self.project)])
        client.actions.create(project=self.project, id="delete_tasks", selected_items={"all": False, "included": tasks[:2]})
        self.assertEqual(sorted(self.ids()), sorted(tasks[2:]))
        client.views.delete(id=view.id)

    def test_bounding_boxes_come_back_as_they_went(self):
        project = client.projects.create(title="Boxes", label_config=BOXES).id
        task = client.tasks.create(project=project, data={"image": "/data/x.png"}).id
        box = {"id": "aaaaaaaaaa", "from_name": "label", "to_name": "image", "type": "rectanglelabels", "original_width": 100, "original_height": 50,
               "image_rotation": 0, "value": {"x": 1.5, "y": 2, "width": 30.25, "height": 40, "rotation": 0, "rectanglelabels": ["Cat"]}}
        made = client.annotations.create(id=task, result=[box])
        self.assertEqual(client.annotations.get(id=made.id).result, [box])

    def test_uploads(self):
        server.call("POST", f"/api/projects/{self.project}/import", files={"file": ("rows.csv", b"text\none\ntwo\n")})
        upload = client.files.list(id=self.project, all_=True)[0]
        self.assertEqual([one.id for one in client.files.list(id=self.project, ids=[upload.id])], [upload.id])
        self.assertEqual(client.files.get(id=upload.id).file, upload.file)
        self.assertEqual(client.files.update(id=upload.id).id, upload.id)
        client.files.delete(id=upload.id)
        self.assertEqual(client.files.list(id=self.project, all_=True), [])

    def test_snapshots_with_whole_objects(self):
        task = client.tasks.create(project=self.project, data={"text": "one"}).id
        client.annotations.create(id=task, result=[choice("Positive")])
        snapshot = client.projects.exports.create(id=self.project, serialization_options={"annotations__completed_by": {"only_id": False}})
        data = json.loads(b"".join(client.projects.exports.download(id=self.project, export_pk=snapshot.id, export_type="JSON")))
        self.assertEqual(data[0]["annotations"][0]["completed_by"]["email"], EMAIL)

    def test_views_and_actions_without_a_project(self):
        view = client.views.create(project=self.project, data={"title": "Mine"})
        self.assertIn(view.id, [one.id for one in client.views.list()])
        client.views.update_order(project=self.project, ids=[view.id])
        self.assertEqual(client.views.update(id=str(view.id), data={"title": "Yours"}).data["title"], "Yours")
        client.views.delete_all(project=self.project)
        self.assertEqual(client.views.list(project=self.project), [])
        self.assertIn("delete_tasks", [action.id for action in client.actions.list(project=self.project)])


class NotKeptHere(unittest.TestCase):
    def test_scripts_may_list_what_there_is_none_of(self):
        project = client.projects.create(title="Lists", label_config=CHOICES).id
        self.assertEqual(list(client.ml.list(project=project)), [])
        self.assertEqual(list(client.webhooks.list(project=project)), [])
        self.assertIsNotNone(client.webhooks.info())
        self.assertEqual(len(client.import_storage.list_types()), 5)
        self.assertEqual(len(client.export_storage.list_types()), 5)
        for kind in ("local", "s3", "gcs", "azure", "redis"):
            self.assertEqual(list(getattr(client.import_storage, kind).list(project=project)), [])
            self.assertEqual(list(getattr(client.export_storage, kind).list(project=project)), [])
        with self.assertRaises(ApiError) as raised:
            client.import_storage.s3.create(project=project, bucket="b")
        self.assertEqual(raised.exception.status_code, 400)
