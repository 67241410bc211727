#include "editor/editor_session.hpp"

#include "base/text.hpp"
#include "edit/document_difference.hpp"
#include "editor/editor_internal.hpp"

#include <algorithm>

namespace tw {
namespace {

Document open_document(EditorSetup& setup, Diagnostics& diagnostics) {
    if (setup.document)
        return std::move(*setup.document);
    return Document::from_result(setup.document_uid, setup.result, diagnostics);
}

} // namespace

EditorSession::EditorSession(EditorServices services, EditorSetup setup)
    : services_(services), task_(std::move(setup.task)), document_(open_document(setup, diagnostics_)),
      stamps_(*services.clock, setup.client_id), history_(document_, stamps_, setup.first_sequence),
      readonly_(setup.readonly), select_after_create_(setup.select_after_create),
      keep_labels_armed_(setup.keep_labels_armed), hotkeys_(std::move(setup.hotkeys)),
      lead_time_before_s_(setup.lead_time_s), opened_at_ms_(services.clock->monotonic_ms()),
      submitted_before_(setup.submitted), tool_(make_select_tool()), context_(std::make_unique<Context>(*this)),
      caches_(std::make_unique<Caches>()) {
    config_ = setup.config->bind(task_.data, *services_.registry, diagnostics_);
    for (const TagNode& node : config_->nodes()) {
        caches_->looks.emplace_back(node);
        if (node.type == nullptr)
            continue;
        if (node.type->kind == TagKind::control) {
            auto& index = caches_->labels[node.name];
            Json preselected = Json::array();
            for (const TagNode* label : config_->descendants(node.id, TagKind::child)) {
                index.by_written.emplace(written_value(*label), label);
                index.by_value.emplace(std::string(label->get("value")), label);
                if (label->flag("selected"))
                    preselected.push_back(choice_value(*config_, node, *label));
            }
            if (!node.type->label_container && !node.flag("perregion") && node.type->control != nullptr &&
                node.type->control->validate(node, preselected))
                caches_->defaults.emplace(node.name, std::move(preselected));
        }
        if (node.type->kind == TagKind::object && node.type->object != nullptr && !node.name.empty()) {
            const AttributeValue* value = node.attribute("value");
            auto model = node.type->object->make_model(
                node, value == nullptr ? Json{} : resolve_variables(value->text, task_.data), services_.objects);
            if (model->status() == ObjectModel::Status::failed)
                diagnostics_.add(Severity::warning, model->error());
            objects_.emplace(node.name, std::move(model));
            if (node.type->shape != nullptr)
                if (auto tool = node.type->shape->make_tool(node, node))
                    object_tools_.emplace(node.name, std::move(tool));
        }
    }
    if (!readonly_)
        for (const TagNode* control : config_->controls())
            for (const TagNode* label : config_->descendants(control->id, TagKind::child))
                if (control->type->label_container && label->flag("selected") && !armed_.contains(control->name))
                    arm(*control, written_value(*label));
    for (const auto& [key, value] : document_.controls())
        if (std::string id = string_or(value.value, "id", ""); !id.empty())
            caches_->result_ids[key.first] = std::move(id);
    if (const auto spent = document_.fields().find("lead_time");
        spent != document_.fields().end() && spent->second.value.is_number())
        lead_time_before_s_ = spent->second.value.get<double>();
}

EditorSession::~EditorSession() = default;

void EditorSession::input(const PointerEvent& event) {
    if (event.phase == PointerPhase::hover) {
        set_hovered(region_at(event));
        return;
    }
    tool_for(event).pointer(event, *context_);
}

Tool& EditorSession::tool_for(const PointerEvent& event) {
    if (tool_->busy())
        return *tool_;
    for (auto& [name, tool] : object_tools_)
        if (tool->busy())
            return *tool;
    const auto own = object_tools_.find(event.object);
    return own == object_tools_.end() ? *tool_ : *own->second;
}

bool EditorSession::cancel_gesture() {
    bool any = tool_->cancel(*context_);
    for (auto& [name, tool] : object_tools_)
        any = tool->cancel(*context_) || any;
    return any;
}

CursorShape EditorSession::cursor(const PointerEvent& hover) {
    return tool_for(hover).cursor(hover, *context_);
}

void EditorSession::set_field(const std::string& name, Json value) {
    Transaction transaction;
    transaction.action = "history." + name;
    transaction.undoable = false;
    transaction.set({RegisterKind::annotation, "", name}, std::move(value));
    commit(std::move(transaction));
}

void EditorSession::take_result(const Json& result) {
    Transaction transaction;
    transaction.action = "history.copied";
    transaction.undoable = false;
    transaction.writes = difference(document_, Document::from_result(document_.uid(), result, diagnostics_));
    commit(std::move(transaction));
}

void EditorSession::apply_remote(const std::vector<Op>& ops) {
    changed(history_.apply_remote(ops));
}

std::vector<Op> EditorSession::take_pending_ops() {
    return history_.take_pending();
}

std::vector<EditorEvent> EditorSession::take_events() {
    std::vector<EditorEvent> out(std::make_move_iterator(events_.begin()), std::make_move_iterator(events_.end()));
    events_.clear();
    return out;
}

bool EditorSession::poll() {
    bool any = false;
    for (auto& [name, model] : objects_) {
        const Size before_px = model->content_size();
        any = model->poll() || any;
        if (model->content_size() != before_px) {
            // Rows say sizes in pixels, which are known only now.
            caches_->kept_rows.clear();
        }
    }
    if (any)
        ++caches_->revision;
    return any;
}

void EditorSession::emit(std::string type, Json detail) {
    events_.push_back({std::move(type), std::move(detail)});
}

void EditorSession::notice(std::string key, Json args) {
    emit("notice", {{"key", std::move(key)}, {"args", std::move(args)}});
}

ChangeSet EditorSession::commit(Transaction transaction) {
    if (readonly_)
        return {};
    std::string action = transaction.action;
    ChangeSet changes = history_.commit(std::move(transaction));
    changed(changes);
    if (!changes.empty())
        emit("change", {{"action", std::move(action)}});
    return changes;
}

void EditorSession::changed(const ChangeSet& changes) {
    if (changes.empty())
        return;
    ++caches_->revision;
    for (const RegionIndex index : changes.regions)
        touch(document_.region_at(index));
    caches_->rows_stale = caches_->rows_stale || changes.order_changed || changes.parents_changed;
    if (!changes.order_changed)
        return;
    for (auto& [name, state] : caches_->scenes)
        state.order = true;
    const auto gone = [this](const std::string& id) {
        const Region* region = document_.region(id);
        return region == nullptr || !region->alive();
    };
    if (std::ranges::any_of(selection_, gone)) {
        std::vector<std::string> kept = selection_;
        std::erase_if(kept, gone);
        set_selection(std::move(kept));
    }
    if (!hovered_.empty() && gone(hovered_))
        hovered_.clear();
}

void EditorSession::set_selection(std::vector<std::string> region_ids) {
    IdSet chosen;
    std::erase_if(region_ids, [&](const std::string& id) {
        const Region* region = document_.region(id);
        return region == nullptr || !region->alive() || !chosen.insert(id).second;
    });
    if (region_ids == selection_)
        return;
    for (const std::string& id : selection_)
        if (!chosen.contains(id))
            touch(id);
    for (const std::string& id : region_ids)
        if (!caches_->selected.contains(id))
            touch(id);
    selection_ = std::move(region_ids);
    caches_->selected = std::move(chosen);
    ++caches_->revision;
    history_.break_coalescing();
    if (!selection_.empty())
        set_text_selection({});
    emit("select", {{"ids", selection_}});
}

void EditorSession::set_text_selection(TextSelection selection) {
    if (selection.empty())
        selection = {};
    text_selection_ = std::move(selection);
}

void EditorSession::set_hovered(std::string region_id) {
    if (region_id == hovered_)
        return;
    if (!hovered_.empty())
        touch(hovered_);
    hovered_ = std::move(region_id);
    if (!hovered_.empty())
        touch(hovered_);
}

bool EditorSession::is_selected(std::string_view region_id) const {
    return !caches_->selected.empty() && caches_->selected.contains(region_id);
}
bool EditorSession::is_hidden(std::string_view region_id) const {
    return hidden_.contains(region_id);
}
bool EditorSession::is_locked(std::string_view region_id) const {
    return locked_.contains(region_id);
}

std::string_view EditorSession::tool() const {
    return tool_->id();
}

const ObjectModel* EditorSession::object(std::string_view name) const {
    const auto found = objects_.find(name);
    return found == objects_.end() ? nullptr : found->second.get();
}

double EditorSession::lead_time_s() const {
    return lead_time_before_s_ + (services_.clock->monotonic_ms() - opened_at_ms_) / 1000;
}

} // namespace tw
