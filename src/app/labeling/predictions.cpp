// What is looked at and not edited: predictions, which can be copied, and annotations side by side.
#include "app/around/around.hpp"

namespace tw {

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

bool show_prediction(Studio& studio, int index) {
    if (!at_work(studio) || index < 0 || index >= static_cast<int>(studio.task->stored.task.predictions.size()))
        return false;
    studio.handle_session_events();
    LabelingFlow& flow = studio.around->flow;
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
    LabelingFlow& flow = studio.around->flow;
    flow.prediction = -1;
    flow.compared.clear();
    if (flow.parked && studio.task)
        studio.task->session = std::move(flow.parked);
    flow.parked.reset();
}

bool copy_prediction(Studio& studio) {
    if (!at_work(studio) || studio.task->stored.task.predictions.empty())
        return false;
    const int shown = std::max(0, studio.around->flow.prediction);
    const Prediction& prediction = studio.task->stored.task.predictions[static_cast<std::size_t>(shown)];
    return new_annotation(studio, prediction.result,
                          prediction.id ? Json{{"parent_prediction", prediction.id}} : Json::object());
}

bool toggle_compare(Studio& studio) {
    LabelingFlow& flow = studio.around->flow;
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
