// The way through the tasks: the list at the left, the annotations of a task as tabs, predictions, comparing, guidelines,
// what comes after Submit. A task's home document (StoredTask::document_uid) is where its first annotation is edited; every
// further annotation is a document of its own, whose uid is the annotation's. Edits that nobody handed in are kept in the
// task's drafts under "unique_id" while another annotation is open, so that exports and lists see them.
#pragma once

#include "app/studio.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tw {

struct AnnotationTab {
    std::string uid;     ///< "" for a prediction
    int prediction = -1; ///< its index
    std::string title, hint;
    bool handed_in = false, skipped = false, ground_truth = false, current = false;
};

struct ComparedColumn {
    std::string title;
    std::unique_ptr<EditorSession> session;
    LabelingViewState view;
    LabelingArea area{all_tag_views()};
};

/// A deleted annotation as long as its task is open, to be brought back.
struct DeletedAnnotation {
    std::string uid;
    std::optional<Annotation> annotation;
    Json draft;
};

/// A task beside the open one, read ahead.
struct NeighborTask {
    int row = -1;
    std::shared_ptr<StoredTask> stored;
    DocumentRecords records;
};

struct LabelingFlow {
    bool list_open = true, stay = false;   ///< kept on this device
    bool advance = false;                  ///< handed in: the next task comes after this frame
    int prediction = -1;                   ///< the one that is shown instead of the annotation
    std::unique_ptr<EditorSession> parked; ///< the annotation's own session meanwhile
    std::string wanted_document;           ///< another annotation of the task, while it is being read
    std::vector<ComparedColumn> compared;  ///< empty: not comparing
    double compared_x_px = 0;              ///< how far the columns are scrolled, where they do not fit
    std::optional<DeletedAnnotation> deleted;
    std::vector<std::string> pictures; ///< of the open task and of those beside it: they stay in memory
    std::vector<NeighborTask> ahead;
    int ahead_of = -1;            ///< the row whose neighbors these are
    std::uint64_t ahead_turn = 0; ///< what was asked for before it rose is not wanted any more
    double saved_at_ms = -1;
    std::int64_t listed_task = 0; ///< the task the list has scrolled to
};

// --- annotations of the open task (annotations.cpp) -------------------------------------------------------------------------
/// A task of a project is open, not one that a page embeds.
bool at_work(const Studio& studio);
std::vector<AnnotationTab> annotation_tabs(const Studio& studio);
/// The session of the annotation, also while a prediction is shown in its place.
EditorSession& own_session(Studio& studio);
Annotation* annotation_of(StoredTask& task, std::string_view uid);
/// A draft was handed in: what it knew (the prediction it began with) goes over to the annotation.
void take_over_draft(StoredTask& task, Annotation& annotation);
/// Takes the annotations and drafts that somebody else kept; the document that is open here stays.
void take_work(StoredTask& task, StoredTask theirs, const std::string& open_uid);
/// The document to open a task with.
std::string first_document(const StoredTask& task);
/// What a document that is not the home one begins with.
Json base_of(const StoredTask& task, const std::string& uid);
/// The open annotation is about to be left: what was not handed in becomes a draft of the task.
void leave_document(Studio& studio);
bool open_annotation(Studio& studio, const std::string& uid);
bool new_annotation(Studio& studio, Json result, Json extra);
bool delete_annotation(Studio& studio);
bool restore_annotation(Studio& studio);
bool toggle_ground_truth(Studio& studio);
bool step_annotation(Studio& studio, int step);

// --- looked at, not edited (predictions.cpp) --------------------------------------------------------------------------------
/// A session for the open task that shows a result and refuses every edit.
std::unique_ptr<EditorSession> readonly_session(Studio& studio, Json result);
bool show_prediction(Studio& studio, int index);
void leave_prediction(Studio& studio);
bool copy_prediction(Studio& studio);
bool toggle_compare(Studio& studio);

// --- seen (annotation_tabs.cpp, task_list.cpp) ------------------------------------------------------------------------------
/// Answers what is left below.
Rect draw_annotation_tabs(Studio& studio, const Rect& box_px);
void draw_compared(Studio& studio, const Rect& box_px);
/// Answers the width it took.
double draw_task_list(Studio& studio, const Rect& box_px);
void draw_task_rows(Studio& studio, const Rect& box_px);
void draw_guidelines(Studio& studio);
[[nodiscard]] const std::string& guidelines_of(const Studio& studio);
/// Opens the guidelines by themselves when this device has not shown them yet.
void offer_guidelines(Studio& studio);
/// Addresses of the pictures that a task with this data shows.
std::vector<std::string> pictures_of(const ConfigTree& config, const Json& data);
/// Reads the tasks beside the open one and loads their pictures, so that they come at once.
void read_ahead(Studio& studio);
/// What was read ahead is too old, or no neighbor any more.
void forget_read_ahead(Studio& studio);
/// The task after a submitted one: the next that is not finished.
void advance(Studio& studio);
/// The next task in that state behind the open one, going round; -1: none.
int next_in_state(const Studio& studio, TaskState state);

} // namespace tw
