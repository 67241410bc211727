// The embedding API over the same session and actions as the page itself (spec/embedding.md).
#include "app/labeling/labeling_flow.hpp"
#include "app/labeling/labeling_page.hpp"

#include "base/id.hpp"
#include "base/time.hpp"

#include <algorithm>
#include <utility>

namespace tw {
namespace {

Json error_json(const Error& error) {
    Json json = {{"code", error.code}, {"message", error.message}};
    Json where = Json::object();
    if (error.where.line > 0)
        where = {{"line", error.where.line}, {"column", error.where.column}};
    if (!error.where.pointer.empty())
        where["pointer"] = error.where.pointer;
    if (!where.empty())
        json["where"] = std::move(where);
    return json;
}

Json refused(std::string code, std::string message) {
    return {{"error", error_json({std::move(code), std::move(message), {}})}};
}

/// Takes an array out of an object that is given away; a result of ten thousand regions is not copied on its way.
Json take_array(Json& from, std::string_view key) {
    Json* const found = const_cast<Json*>(find(from, key)); // of a value that is not const here
    return found && found->is_array() ? std::exchange(*found, nullptr) : Json::array();
}

/// An annotation is {result, ...}; a bare result array is taken as one.
Annotation annotation_of(Json json) {
    Annotation annotation;
    if (json.is_array()) {
        annotation.result = std::move(json);
        return annotation;
    }
    annotation.uid = string_or(json, "unique_id", "");
    annotation.id = static_cast<std::int64_t>(number_or(json, "id", 0));
    annotation.result = take_array(json, "result");
    annotation.was_cancelled = bool_or(json, "was_cancelled", false);
    annotation.ground_truth = bool_or(json, "ground_truth", false);
    annotation.lead_time_s = number_at(json, "lead_time");
    annotation.created_at_utc = string_or(json, "created_at", "");
    annotation.updated_at_utc = string_or(json, "updated_at", "");
    annotation.extra = std::move(json);
    return annotation;
}

/// Of what is left when annotations and predictions are taken out.
Task task_of(Json json) {
    Task task;
    task.id = static_cast<std::int64_t>(number_or(json, "id", 0));
    task.inner_id = static_cast<std::int64_t>(number_or(json, "inner_id", 0));
    if (const Json* meta = find(json, "meta"); meta && meta->is_object())
        task.meta = *meta;
    const Json* data = find(json, "data");
    task.data = data && data->is_object() ? *data : std::move(json);
    return task;
}

} // namespace

void Studio::expect_embedded(const Json& argument) {
    const Json* const data = find(argument, "data");
    Diagnostics ignored;
    if (const auto config = ConfigTree::parse(string_or(argument, "config", ""), registry, ignored); config && data)
        for (const std::string& url : pictures_of(*config, *data))
            ports.images->image(url);
}

Json Studio::open_embedded(Json argument) {
    const Json* config = find(argument, "config");
    const Json* given = find(argument, "task");
    if (!config || !config->is_string())
        return refused("open-config", "open() needs `config`: the labeling config as XML text.");
    if (!given || !given->is_object())
        return refused("open-task", "open() needs `task`: an object with the task's data.");
    Diagnostics diagnostics;
    const auto tree = ConfigTree::parse(config->get<std::string>(), registry, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.items())
        if (diagnostic.severity == Severity::error && diagnostic.error.code.starts_with("xml-"))
            return {{"error", error_json(diagnostic.error)}};

    close_task();
    auto opened = std::make_unique<OpenTask>();
    opened->embedded = true;
    EditorSetup setup;
    setup.config = tree;
    Json task_json = std::move(argument["task"]);
    for (Json& annotation : take_array(task_json, "annotations"))
        opened->annotations.push_back(annotation_of(std::move(annotation)));
    std::vector<Prediction> predictions;
    for (Json& prediction : take_array(find(argument, "predictions") ? argument : task_json, "predictions")) {
        Prediction& read = predictions.emplace_back();
        read.model_version = string_or(prediction, "model_version", "");
        read.score = number_at(prediction, "score");
        read.result = prediction.is_array() ? std::move(prediction) : take_array(prediction, "result");
    }
    setup.task = task_of(std::move(task_json));
    setup.task.predictions = std::move(predictions);
    // The one to edit: the one given, else the one of the task it names, else the task's first; a new one begins with a
    // prediction.
    std::optional<Annotation> own;
    const auto edit_one_of_the_task = [&](Annotation& known) {
        // Its result is the session's from now on, but for one without a name, which stays beside what is made of it.
        setup.result = known.uid.empty() && known.id == 0 ? known.result : std::exchange(known.result, Json::array());
        own = known;
    };
    if (const Json* annotation = find(argument, "annotation");
        annotation && (annotation->is_object() || annotation->is_array())) {
        own = annotation_of(std::move(argument["annotation"]));
        setup.result = std::exchange(own->result, Json::array());
    } else if (annotation && annotation->is_number()) {
        const auto id = annotation->get<std::int64_t>();
        const auto known = std::ranges::find(opened->annotations, id, &Annotation::id);
        if (known == opened->annotations.end())
            return refused("open-annotation", "The task has no annotation with this id.");
        edit_one_of_the_task(*known);
    } else if (!opened->annotations.empty()) {
        edit_one_of_the_task(opened->annotations.front());
    }
    if (own) {
        setup.lead_time_s = own->lead_time_s.value_or(0);
        setup.submitted = true;
        setup.document_uid = own->uid;
        opened->own_id = own->id;
    } else if (!setup.task.predictions.empty()) {
        setup.result = setup.task.predictions.front().result;
    }
    if (setup.document_uid.empty())
        setup.document_uid = make_uid(ports.clock->now_ms_utc(), *ports.random);
    setup.client_id = autosave.client_id();
    setup.hotkeys = keymap.overrides();
    setup.first_sequence = autosave.next_sequence();
    setup.readonly = options.readonly || bool_or(argument, "readonly", false);
    opened->document_uid = setup.document_uid;
    opened->own = std::move(own).value_or(Annotation{});
    opened->own.uid = setup.document_uid;
    opened->pending_open = next_open++;
    const int pending = opened->pending_open;
    EditorServices services{&registry, ports.clock, ports.random, {ports.shaper, ports.images}};
    opened->session = std::make_unique<EditorSession>(services, std::move(setup));
    task = std::move(opened);
    autosave.attach(task->session.get(), 0);
    page = Page::labeling;
    canvas_focus = true;
    ports.host->request_frame();
    return {{"pending", pending}};
}

/// `open` is answered after a frame that was drawn with every object ready and no glyph owed.
void Studio::settle_open() {
    if (!task || task->pending_open == 0)
        return;
    for (const TagNode* object : task->session->config().objects())
        if (const ObjectModel* model = task->session->object(object->name);
            model && model->status() == ObjectModel::Status::loading)
            return; // its completion asks for the next frame
    // A picture is known to be there before the frame is drawn that shows it; what that frame still asks for comes first.
    if (painter.wants_frame() || (task->ready_frames++ == 0 && widgets.again)) {
        frame_again = true;
        return;
    }
    const int pending = std::exchange(task->pending_open, 0);
    ports.host->emit("opened", {{"n", pending}, {"ok", true}});
}

Json Studio::annotations_json() const {
    Json all = Json::array();
    if (!task)
        return all;
    const auto json_of = [](const Annotation& annotation, Json result) {
        Json json = annotation.extra.is_object() ? annotation.extra : Json::object();
        if (annotation.id != 0)
            json["id"] = annotation.id;
        json["unique_id"] = annotation.uid;
        json["result"] = std::move(result);
        json["was_cancelled"] = annotation.was_cancelled;
        return json;
    };
    Annotation own = task->own;
    own.was_cancelled = task->session->skipped();
    if (task->embedded) {
        bool found = false;
        for (const Annotation& annotation : task->annotations) {
            const bool is_own = annotation.uid.empty() ? annotation.id == task->own_id && task->own_id != 0
                                                       : annotation.uid == task->document_uid;
            found |= is_own;
            all.push_back(json_of(is_own ? own : annotation, is_own ? task->session->result() : annotation.result));
        }
        if (!found)
            all.push_back(json_of(own, task->session->result()));
        return all;
    }
    own.uid = task->document_uid;
    all.push_back(json_of(own, task->session->result()));
    for (const Annotation& annotation : task->session->task().annotations)
        if (annotation.uid != task->document_uid)
            all.push_back(json_of(annotation, annotation.result));
    return all;
}

Json Studio::actions_json() const {
    Json list = Json::array();
    const auto add = [&](const std::string& id, const std::string& title_key, const std::vector<std::string>& keys,
                         bool enabled) {
        list.push_back({{"id", id},
                        {"title", look.strings().get(title_key)},
                        {"hotkey", keys.empty() ? "" : keys.front()},
                        {"enabled", enabled}});
    };
    if (task)
        for (const ActionSpec& action : task->session->actions())
            add(action.id, action.title_key, task->session->hotkeys_of(action), task->session->enabled(action));
    for (const PageAction& action : actions)
        add(action.id, action.title_key, action.hotkeys, action.enabled());
    return list;
}

Json Studio::call(std::string_view method, Json argument) {
    if (method == "expect")
        return expect_embedded(argument), Json();
    if (method == "open")
        return open_embedded(std::move(argument));
    if (method == "result")
        return task ? task->session->result() : Json::array();
    if (method == "annotations")
        return annotations_json();
    if (method == "actions")
        return actions_json();
    if (method == "inspect")
        return inspect();
    if (method == "locate")
        return locate(argument);
    if (method == "run") {
        const Json* inner = find(argument, "argument");
        const bool ran = run_action(string_or(argument, "action", ""), inner ? *inner : Json());
        handle_session_events();
        ports.host->request_frame();
        return ran;
    }
    if (method == "close") {
        close_task();
        page = Page::closed;
        ports.host->request_frame();
        return true;
    }
    return refused("unknown-method", "The editor has no such method.");
}

} // namespace tw
