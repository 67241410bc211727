"""Views, filters and actions of the data manager: statuses, keys, errors, body forms."""

import json

from http_case import HttpCase, setUpModule, tearDownModule
from label_studio_keys import PROJECT, NEXT
from our_server import choice


class DataManager(HttpCase):
    def test_views(self):
        project = self.project()
        view = self.ask(201, "POST", "/api/dm/views/", json={"project": project, "data": {"title": "T", "x": 1, "ordering": ["tasks:id"]},
                                                            "selectedItems": {"all": False, "included": [1]}})
        self.assertEqual(set(view), {"id", "data", "order", "user", "project"})
        path = f"/api/dm/views/{view['id']}/"
        self.assertEqual(self.ask(200, "PATCH", path, json={"data": {"title": "U"}})["data"], {"title": "U", "ordering": ["tasks:id"]})
        self.assertEqual(self.fields(self.ask(400, "POST", "/api/dm/views/", json={"data": {}})), {"project"})
        second = self.ask(201, "POST", "/api/dm/views/", json={"project": project})["id"]
        self.ask(200, "POST", "/api/dm/views/order/", json={"project": project, "ids": [second, view["id"]]})
        self.assertEqual([one["id"] for one in self.ask(200, "GET", f"/api/dm/views/?project={project}")], [second, view["id"]])
        self.assertIn(second, [one["id"] for one in self.ask(200, "GET", "/api/dm/views/")])
        self.ask(400, "DELETE", "/api/dm/views/reset/")
        self.ask(204, "DELETE", f"/api/dm/views/reset/?project={project}")

    def test_filters(self):
        project = self.project()
        ids = self.tasks(project, {"text": "a", "tags": ["x", "y"]}, {"text": "b", "tags": ["y"]}, {"text": "c", "tags": []})

        def found(column, operator, kind, value):
            items = [{"filter": f"filter:tasks:{column}", "operator": operator, "type": kind, "value": value}]
            answer = self.ask(200, "GET", "/api/tasks/", params={
                "project": project, "query": json.dumps({"filters": {"conjunction": "and", "items": items}})})
            return [ids.index(one["id"]) for one in answer["tasks"]]

        self.assertEqual(found("data.tags", "contains", "List", ["x"]), [0])
        self.assertEqual(found("data.tags", "contains", "List", ["x", "y"]), [0, 1])
        self.assertEqual(found("data.tags", "not_contains", "List", ["x"]), [1, 2])
        self.assertEqual(found("unresolved_comment_count", "greater", "Number", 0), [])
        self.assertEqual(found("comment_count", "equal", "Number", 0), [0, 1, 2])

    def act(self, status, project, action, **form):
        return self.ask(status, "POST", f"/api/dm/actions/?id={action}&project={project}", json=form)

    def test_actions_that_write_into_tasks(self):
        project = self.project()
        ids = self.tasks(project, {"text": "a"}, {"text": "b"}, {"text": "c"})
        made = self.ask(201, "POST", f"/api/tasks/{ids[0]}/annotations/", json={"result": [choice("Positive")]})
        everything = {"all": True, "excluded": []}
        answer = self.act(200, project, "propagate_annotations", source_annotation_id=made["id"], selectedItems=everything)
        self.assertEqual(answer["detail"], "Created 2 annotations")
        copy = self.ask(200, "GET", f"/api/tasks/{ids[1]}/annotations/")[0]
        self.assertEqual((copy["result"], copy["parent_annotation"]), (made["result"], made["id"]))
        answer = self.act(200, project, "rename_labels", control_tag="sentiment", old_label_name="Positive", new_label_name="Negative",
                          selectedItems={"all": False, "included": ids[:2]})
        self.assertEqual(answer["detail"], "Updated 2 labels in 2")
        self.act(200, project, "cache_labels", control_tag="ALL", with_counters="Yes", source="Annotations", selectedItems=everything)
        self.act(200, project, "add_data_field", value_name="n", value_type="Number", value="2", selectedItems=everything)
        data = [self.ask(200, "GET", f"/api/tasks/{one}/")["data"] for one in ids]
        self.assertEqual([one["cache_all"] for one in data], ["Negative: 1", "Negative: 1", "Positive: 1"])
        self.assertEqual([one["n"] for one in data], [2.0] * 3)
        self.assertEqual(self.ask(200, "GET", f"/api/projects/{project}/summary/")["created_labels"], {"sentiment": {"Negative": 2, "Positive": 1}})
        self.act(400, project, "add_data_field", value_name="n", value_type="Expression", value="range(2)", selectedItems=everything)
        self.act(404, project, "propagate_annotations", source_annotation_id=99999, selectedItems=everything)
        self.act(400, project, "no_such_action")
        self.act(400, project, "delete_tasks", selectedItems={"all": False, "included": []})

    def test_forms_of_actions(self):
        project = self.project()
        listed = self.ask(200, "GET", f"/api/dm/actions/?project={project}")
        for action in listed:
            self.assertLessEqual({"id", "title", "order", "permission", "dialog"}, set(action))
            self.ask(200, "GET", f"/api/dm/actions/{action['id']}/form/?project={project}")
        form = self.ask(200, "GET", f"/api/dm/actions/rename_labels/form/?project={project}")
        self.assertEqual([one["name"] for one in form[0]["fields"]], ["control_tag", "old_label_name", "new_label_name"])
        self.assertEqual(self.ask(200, "GET", f"/api/dm/actions/delete_tasks/form/?project={project}"), [])
        self.ask(400, "GET", f"/api/dm/actions/none_such/form/?project={project}")

    def test_next_and_the_project(self):
        project = self.project()
        self.tasks(project, {"text": "a"})
        task = self.ask(200, "POST", f"/api/dm/actions/?id=next_task&project={project}", json={})
        self.assertEqual(set(task), NEXT)
        self.assertEqual(self.ask(200, "GET", f"/api/projects/{project}/next")["queue"], "Task lock")
        self.assertLess(PROJECT, set(self.ask(200, "GET", f"/api/dm/project/?project={project}")))
