#include "app/around/around.hpp"

#include "base/id.hpp"
#include "base/time.hpp"
#include "edit/document.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tw {
namespace {

LabelingFlow& flow_of(Studio& studio) {
    return studio.around->flow;
}

std::string draft_uid(const Json& draft) {
    return string_or(draft, "unique_id", "");
}

const Json* draft_of(const StoredTask& task, std::string_view uid) {
    for (const Json& draft : task.task.drafts)
        if (draft_uid(draft) == uid)
            return &draft;
    return nullptr;
}

void forget_draft(StoredTask& task, std::string_view uid) {
    Json kept = Json::array();
    for (Json& draft : task.task.drafts)
        if (draft_uid(draft) != uid)
            kept.push_back(std::move(draft));
    task.task.drafts = std::move(kept);
}

/// A mark in place of a draft: the home document was deleted and is not to be shown again.
bool home_deleted(const StoredTask& task) {
    const Json* mark = draft_of(task, task.document_uid);
    return mark && bool_or(*mark, "deleted", false);
}

bool at_work(const Studio& studio) {
    return studio.project && studio.task && !studio.task->embedded && studio.project->current >= 0;
}

std::unique_ptr<EditorSession> readonly_session(Studio& studio, Json result) {
    EditorSetup setup;
    Diagnostics ignored;
    setup.config = ConfigTree::parse(studio.project->stored.project.label_config, studio.registry, ignored);
    setup.task = studio.task->stored.task;
    setup.document_uid = "shown";
    setup.result = std::move(result);
    setup.client_id = studio.autosave.client_id();
    setup.readonly = true;
    setup.hotkeys = studio.keymap.overrides();
    const EditorServices services{
        &studio.registry, studio.ports.clock, studio.ports.random, {studio.ports.shaper, studio.ports.images}};
    return std::make_unique<EditorSession>(services, std::move(setup));
}

/// Shows another document of the task that is open.
void reopen(Studio& studio, StoredTask stored, const std::string& uid) {
    const Address still = studio.address;
    const int row = studio.project->current;
    flow_of(studio).wanted_document = uid;
    auto whole = std::make_shared<StoredTask>(std::move(stored));
    studio.autosave.attach(nullptr, 0);
    studio.store->storage().op_log().read_document(
        uid, studio.later<DocumentRecords>([&studio, still, row, whole](Result<DocumentRecords> records) {
            if (studio.address == still && studio.project && studio.project->current == row)
                studio.show_task(std::move(*whole), std::move(records));
        }));
}

} // namespace

EditorSession& own_session(Studio& studio) {
    LabelingFlow& flow = flow_of(studio);
    return flow.parked ? *flow.parked : *studio.task->session;
}

Annotation* annotation_of(StoredTask& task, std::string_view uid) {
    for (Annotation& annotation : task.task.annotations)
        if (annotation.uid == uid)
            return &annotation;
    return nullptr;
}

void take_over_draft(StoredTask& task, Annotation& annotation) {
    if (const Json* draft = draft_of(task, annotation.uid))
        if (const Json* parent = find(*draft, "parent_prediction"))
            annotation.extra["parent_prediction"] = *parent;
    forget_draft(task, annotation.uid);
}

std::string first_document(const StoredTask& task) {
    if (!home_deleted(task))
        return task.document_uid;
    if (!task.task.annotations.empty())
        return task.task.annotations.front().uid;
    for (const Json& draft : task.task.drafts)
        if (!draft_uid(draft).empty() && !bool_or(draft, "deleted", false))
            return draft_uid(draft);
    return task.document_uid;
}

Json base_of(const StoredTask& task, const std::string& uid) {
    if (const Json* draft = draft_of(task, uid))
        if (const Json* result = find(*draft, "result"); result && result->is_array())
            return *result;
    for (const Annotation& annotation : task.task.annotations)
        if (annotation.uid == uid)
            return annotation.result;
    return Json::array();
}

std::vector<AnnotationTab> annotation_tabs(const Studio& studio) {
    std::vector<AnnotationTab> tabs;
    if (!at_work(studio))
        return tabs;
    const StoredTask& stored = studio.task->stored;
    const LabelingFlow& flow = studio.around->flow;
    const std::string& open = studio.task->document_uid;
    const auto add = [&](const std::string& uid, const Annotation* annotation) {
        AnnotationTab tab;
        tab.uid = uid;
        tab.title = studio.ui.strings->format(annotation ? "tabs.annotation" : "tabs.draft",
                                              {{"n", std::to_string(tabs.size() + 1)}});
        if (annotation) {
            tab.handed_in = true;
            tab.skipped = annotation->was_cancelled;
            tab.ground_truth = annotation->ground_truth;
        }
        tab.current = uid == open && flow.prediction < 0;
        tabs.push_back(std::move(tab));
    };
    const auto known = [&](std::string_view uid) {
        return std::ranges::find(tabs, uid, &AnnotationTab::uid) != tabs.end();
    };
    for (const Annotation& annotation : stored.task.annotations)
        add(annotation.uid, &annotation);
    if (!known(stored.document_uid) && !home_deleted(stored))
        add(stored.document_uid, nullptr);
    for (const Json& draft : stored.task.drafts)
        if (const std::string uid = draft_uid(draft); !uid.empty() && !known(uid) && !bool_or(draft, "deleted", false))
            add(uid, nullptr);
    if (!known(open))
        add(open, nullptr);
    for (std::size_t i = 0; i < stored.task.predictions.size(); ++i) {
        const Prediction& prediction = stored.task.predictions[i];
        AnnotationTab tab;
        tab.prediction = static_cast<int>(i);
        tab.title = prediction.model_version.empty() ? studio.ui.text("tabs.prediction") : prediction.model_version;
        const std::string score = prediction.score ? fmt::format("{:.2f}", *prediction.score) : "–";
        tab.hint = studio.ui.strings->format("tabs.prediction-of", {{"model", tab.title}, {"score", score}});
        if (prediction.score)
            tab.title += "  " + score;
        tab.current = flow.prediction == static_cast<int>(i);
        tabs.push_back(std::move(tab));
    }
    return tabs;
}

void leave_document(Studio& studio) {
    if (!at_work(studio))
        return;
    leave_prediction(studio);
    StoredTask& stored = studio.task->stored;
    const std::string uid = studio.task->document_uid;
    if (uid == stored.document_uid)
        return; // its document is read whenever the task is
    const Annotation* annotation = annotation_of(stored, uid);
    Json result = studio.task->session->result();
    const bool ahead = !annotation || annotation->result != result;
    if (!ahead && !draft_of(stored, uid))
        return;
    forget_draft(stored, uid);
    if (ahead)
        stored.task.drafts.push_back({{"unique_id", uid},
                                      {"annotation", annotation && annotation->id ? Json(annotation->id) : Json()},
                                      {"result", std::move(result)},
                                      {"lead_time", studio.task->session->lead_time_s()}});
    studio.task->changed = true;
}

bool open_annotation(Studio& studio, const std::string& uid) {
    if (!at_work(studio) || !studio.store)
        return false;
    leave_prediction(studio);
    if (uid == studio.task->document_uid)
        return true;
    studio.handle_session_events();
    leave_document(studio);
    studio.keep_task();
    reopen(studio, studio.task->stored, uid);
    return true;
}

bool new_annotation(Studio& studio, Json result, Json extra) {
    if (!at_work(studio) || !studio.store || studio.options.readonly)
        return false;
    leave_prediction(studio);
    Json draft = {{"unique_id", make_uid(studio.ports.clock->now_ms_utc(), *studio.ports.random)},
                  {"annotation", nullptr},
                  {"result", result}};
    draft.update(extra);
    if (studio.project->stored.remote) { // the server knows of it only what is said in ops
        draft["result"] = Json::array();
        studio.around->flow.begin_with = [result = std::move(result), extra](EditorSession& session) {
            session.take_result(result);
            if (const Json* const parent = find(extra, "parent_prediction"))
                session.set_field("parent_prediction", *parent);
        };
    }
    const std::string uid = draft_uid(draft);
    studio.task->stored.task.drafts.push_back(std::move(draft));
    return open_annotation(studio, uid);
}

bool delete_annotation(Studio& studio) {
    if (!at_work(studio) || !studio.store || studio.options.readonly)
        return false;
    studio.handle_session_events();
    if (studio.project->stored.remote)
        own_session(studio).set_field("deleted", true);
    leave_document(studio);
    StoredTask stored = studio.task->stored;
    const std::string uid = studio.task->document_uid;
    DeletedAnnotation deleted{uid, {}, Json()};
    if (const Annotation* annotation = annotation_of(stored, uid))
        deleted.annotation = *annotation;
    if (const Json* draft = draft_of(stored, uid))
        deleted.draft = *draft;
    std::erase_if(stored.task.annotations, [&](const Annotation& one) { return one.uid == uid; });
    forget_draft(stored, uid);
    if (uid == stored.document_uid)
        stored.task.drafts.push_back({{"unique_id", uid}, {"deleted", true}});
    std::string next = first_document(stored);
    if (next == uid) { // nothing is left: begin anew
        next = make_uid(studio.ports.clock->now_ms_utc(), *studio.ports.random);
        stored.task.drafts.push_back({{"unique_id", next}, {"annotation", nullptr}, {"result", Json::array()}});
    }
    if (stored.task.annotations.empty())
        stored.state = TaskState::started;
    studio.task->stored = stored;
    studio.keep_task();
    flow_of(studio).deleted = std::move(deleted);
    reopen(studio, std::move(stored), next);
    studio.notify(studio.ui.text("tabs.deleted"));
    return true;
}

bool restore_annotation(Studio& studio) {
    LabelingFlow& flow = flow_of(studio);
    if (!at_work(studio) || !flow.deleted)
        return false;
    const DeletedAnnotation deleted = std::move(*flow.deleted);
    flow.deleted.reset();
    StoredTask& stored = studio.task->stored;
    forget_draft(stored, deleted.uid);
    if (deleted.annotation) {
        stored.task.annotations.push_back(*deleted.annotation);
        stored.state = deleted.annotation->was_cancelled ? TaskState::skipped : TaskState::done;
    }
    if (!deleted.draft.is_null())
        stored.task.drafts.push_back(deleted.draft);
    if (studio.project->stored.remote)
        studio.around->flow.begin_with = [handed_in = deleted.annotation.has_value()](EditorSession& session) {
            session.set_field("deleted", nullptr);
            if (handed_in)
                session.run("annotation:submit");
        };
    return open_annotation(studio, deleted.uid);
}

bool toggle_ground_truth(Studio& studio) {
    if (!at_work(studio))
        return false;
    Annotation* annotation = annotation_of(studio.task->stored, studio.task->document_uid);
    if (!annotation)
        return false;
    annotation->ground_truth = !annotation->ground_truth;
    own_session(studio).set_field("ground_truth", annotation->ground_truth ? Json(true) : Json());
    studio.keep_task();
    return true;
}

bool step_annotation(Studio& studio, int step) {
    const std::vector<AnnotationTab> tabs = annotation_tabs(studio);
    const auto at = std::ranges::find(tabs, true, &AnnotationTab::current);
    if (tabs.size() < 2 || at == tabs.end())
        return false;
    const auto count = static_cast<std::ptrdiff_t>(tabs.size());
    const AnnotationTab& next = tabs[static_cast<std::size_t>((at - tabs.begin() + step + count) % count)];
    return next.prediction >= 0 ? show_prediction(studio, next.prediction) : open_annotation(studio, next.uid);
}

bool show_prediction(Studio& studio, int index) {
    if (!at_work(studio) || index < 0 || index >= static_cast<int>(studio.task->stored.task.predictions.size()))
        return false;
    studio.handle_session_events();
    LabelingFlow& flow = flow_of(studio);
    const Json& result = studio.task->stored.task.predictions[static_cast<std::size_t>(index)].result;
    std::unique_ptr<EditorSession> shown = readonly_session(studio, result);
    if (!flow.parked)
        flow.parked = std::move(studio.task->session);
    studio.task->session = std::move(shown);
    flow.prediction = index;
    flow.compared.clear();
    return true;
}

void leave_prediction(Studio& studio) {
    LabelingFlow& flow = flow_of(studio);
    flow.prediction = -1;
    flow.compared.clear();
    if (flow.parked && studio.task)
        studio.task->session = std::move(flow.parked);
    flow.parked.reset();
}

bool copy_prediction(Studio& studio) {
    if (!at_work(studio) || studio.task->stored.task.predictions.empty())
        return false;
    const int shown = std::max(0, flow_of(studio).prediction);
    const Prediction& prediction = studio.task->stored.task.predictions[static_cast<std::size_t>(shown)];
    return new_annotation(studio, prediction.result,
                          prediction.id ? Json{{"parent_prediction", prediction.id}} : Json::object());
}

bool toggle_compare(Studio& studio) {
    LabelingFlow& flow = flow_of(studio);
    if (!at_work(studio))
        return false;
    if (!flow.compared.empty()) {
        flow.compared.clear();
        return true;
    }
    leave_prediction(studio);
    constexpr std::size_t most_columns = 4;
    const StoredTask& stored = studio.task->stored;
    for (const AnnotationTab& tab : annotation_tabs(studio)) {
        if (flow.compared.size() == most_columns)
            break;
        Json result = tab.prediction >= 0 ? stored.task.predictions[static_cast<std::size_t>(tab.prediction)].result
                      : tab.current       ? studio.task->session->result()
                                          : base_of(stored, tab.uid);
        ComparedColumn column;
        column.title = tab.title;
        column.session = readonly_session(studio, std::move(result));
        flow.compared.push_back(std::move(column));
    }
    return true;
}

} // namespace tw
