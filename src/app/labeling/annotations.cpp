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

/// The annotation on screen makes room for another.
void put_away(Studio& studio) {
    leave_prediction(studio);
    studio.handle_session_events();
    leave_document(studio);
    if (studio.task->changed)
        studio.keep_task();
}

/// Reads another document of the open task and shows it. Until it is here the one on screen stays at work, and what was
/// done to it meanwhile is kept.
void reopen(Studio& studio, const std::string& uid, std::function<void(EditorSession&)> begin = {}) {
    const Address still = studio.address;
    const int row = studio.project->current;
    flow_of(studio).wanted_document = uid;
    const auto shown = [&studio, still, row, uid, begin = std::move(begin)](Result<DocumentRecords> records) {
        if (studio.address != still || !at_work(studio) || studio.project->current != row ||
            flow_of(studio).wanted_document != uid)
            return; // the person went on
        put_away(studio);
        studio.show_task(studio.task->stored, uid, std::move(records));
        if (begin)
            begin(*studio.task->session);
    };
    studio.store->storage().op_log().read_document(uid, studio.later<DocumentRecords>(shown));
}

/// Shows a document that begins with this draft, at once: there is nothing to read.
void begin_document(Studio& studio, Json draft) {
    flow_of(studio).wanted_document.clear(); // of one that is still being read
    put_away(studio);
    StoredTask stored = studio.task->stored;
    const std::string uid = draft_uid(draft);
    stored.task.drafts.push_back(std::move(draft));
    studio.show_task(std::move(stored), uid, DocumentRecords{});
    studio.keep_task();
}

Json new_draft(Studio& studio) {
    return {{"unique_id", make_uid(studio.ports.clock->now_ms_utc(), *studio.ports.random)},
            {"annotation", nullptr},
            {"result", Json::array()}};
}

} // namespace

bool at_work(const Studio& studio) {
    return studio.project && studio.task && !studio.task->embedded && studio.project->current >= 0;
}

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

void take_work(StoredTask& task, StoredTask theirs, const std::string& open_uid) {
    if (const Annotation* const own = annotation_of(task, open_uid); own && !annotation_of(theirs, open_uid))
        theirs.task.annotations.push_back(*own);
    if (const Json* const own = draft_of(task, open_uid); own && !draft_of(theirs, open_uid))
        theirs.task.drafts.push_back(*own);
    task.task.annotations = std::move(theirs.task.annotations);
    task.task.drafts = std::move(theirs.task.drafts);
    task.state = theirs.state;
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
    const Json* const known = draft_of(stored, uid); // with what it began with
    Json draft = known ? *known : Json{{"unique_id", uid}};
    forget_draft(stored, uid);
    if (ahead) {
        draft["annotation"] = annotation && annotation->id ? Json(annotation->id) : Json();
        draft["result"] = std::move(result);
        draft["lead_time"] = studio.task->session->lead_time_s();
        stored.task.drafts.push_back(std::move(draft));
    }
    studio.task->changed = true;
}

bool open_annotation(Studio& studio, const std::string& uid) {
    if (!at_work(studio) || !studio.store)
        return false;
    leave_prediction(studio);
    if (uid == studio.task->document_uid)
        flow_of(studio).wanted_document.clear(); // back to it before another one was read
    else
        reopen(studio, uid);
    return true;
}

bool new_annotation(Studio& studio, Json result, Json extra) {
    if (!at_work(studio) || !studio.store || studio.options.readonly)
        return false;
    leave_prediction(studio);
    Json draft = new_draft(studio);
    draft.update(extra);
    const bool in_ops = studio.project->stored.remote.has_value(); // the server knows of it only what is said in them
    if (!in_ops)
        draft["result"] = result;
    begin_document(studio, std::move(draft));
    if (in_ops) {
        EditorSession& session = *studio.task->session;
        session.take_result(result);
        if (const Json* const parent = find(extra, "parent_prediction"))
            session.set_field("parent_prediction", *parent);
    }
    return true;
}

bool delete_annotation(Studio& studio) {
    if (!at_work(studio) || !studio.store || studio.options.readonly)
        return false;
    leave_prediction(studio);
    studio.handle_session_events();
    if (studio.project->stored.remote)
        studio.task->session->set_field("deleted", true);
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
    if (stored.task.annotations.empty())
        stored.state = TaskState::started;
    const std::string next = first_document(stored);
    // Nothing more is done to the deleted one: the next stands in its place, to be looked at until it is read.
    studio.autosave.attach(nullptr, 0);
    studio.task->session = readonly_session(studio, base_of(stored, next));
    studio.task->document_uid = next;
    studio.task->stored = std::move(stored);
    studio.keep_task();
    if (next == uid) // nothing is left: begin anew
        begin_document(studio, new_draft(studio));
    else
        reopen(studio, next);
    flow_of(studio).deleted = std::move(deleted);
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
    studio.keep_task();
    std::function<void(EditorSession&)> begin;
    if (studio.project->stored.remote)
        begin = [handed_in = deleted.annotation.has_value()](EditorSession& session) {
            session.set_field("deleted", nullptr);
            if (handed_in)
                session.run("annotation:submit");
        };
    reopen(studio, deleted.uid, std::move(begin));
    return true;
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

} // namespace tw
