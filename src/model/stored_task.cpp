#include "model/stored_task.hpp"

#include <algorithm>
#include <array>

namespace tw {
namespace {

constexpr std::array<std::string_view, 4> state_names = {"fresh", "started", "done", "skipped"};

} // namespace

std::string_view to_string(TaskState state) {
    return state_names[static_cast<std::size_t>(state)];
}

const Annotation* own_annotation(const StoredTask& task) {
    const auto found = std::ranges::find(task.task.annotations, task.document_uid, &Annotation::uid);
    return found == task.task.annotations.end() ? nullptr : &*found;
}

Annotation* own_annotation(StoredTask& task) {
    return const_cast<Annotation*>(own_annotation(static_cast<const StoredTask&>(task)));
}

std::map<std::string, std::uint32_t, std::less<>> labels_of(const Json& result) {
    std::map<std::string, std::uint32_t, std::less<>> labels;
    if (!result.is_array())
        return labels;
    for (const Json& item : result) {
        // Label Studio keeps the labels of a result under the name of its type; a text area's text is under "text".
        const Json* const value = find(item, "value");
        const Json* const chosen = value ? find(*value, string_or(item, "type", "")) : nullptr;
        if (!chosen || !chosen->is_array())
            continue;
        for (const Json& label : *chosen)
            if (label.is_string())
                ++labels[label.get<std::string>()];
    }
    return labels;
}

bool has_work(const StoredTask& stored) {
    const Task& task = stored.task;
    return !task.annotations.empty() || !task.predictions.empty() || !task.drafts.empty() || !task.extra.empty() ||
           !stored.base_result.empty() || stored.state != TaskState::fresh;
}

TaskSummary summarize(const StoredTask& stored, bool touched) {
    const Task& task = stored.task;
    TaskSummary out;
    out.state = stored.state;
    out.cancelled = static_cast<std::uint32_t>(std::ranges::count(task.annotations, true, &Annotation::was_cancelled));
    out.annotations = static_cast<std::uint32_t>(task.annotations.size()) - out.cancelled;
    out.predictions = static_cast<std::uint32_t>(task.predictions.size());
    out.has_work = has_work(stored);
    out.touched = touched;
    if (const Annotation* own = own_annotation(stored)) {
        out.lead_time_s = own->lead_time_s.value_or(0);
        out.updated_at_utc = own->updated_at_utc.empty() ? own->created_at_utc : own->updated_at_utc;
        out.labels = labels_of(own->result);
    } else if (stored.state == TaskState::started) {
        out.labels = labels_of(stored.base_result);
    }
    return out;
}

} // namespace tw
