#include "base/id.hpp"
#include "edit/order_key.hpp"
#include "editor/editor_commands.hpp"
#include "editor/editor_internal.hpp"

#include <algorithm>

namespace tw {

std::vector<std::string> EditorCommands::targets(const EditorSession& session, const Json& argument) {
    const Json* ids = find(argument, "ids");
    if (ids == nullptr || !ids->is_array())
        return session.selection_;
    std::vector<std::string> out;
    for (const Json& id : *ids)
        if (id.is_string())
            out.push_back(id.get<std::string>());
    return out;
}

bool EditorCommands::select(EditorSession& session, const Json& argument) {
    const std::vector<std::string> asked =
        find(argument, "ids") == nullptr ? std::vector<std::string>{} : targets(session, argument);
    const std::string mode = string_or(argument, "mode", "set");
    std::vector<std::string> selected = mode == "set" ? std::vector<std::string>{} : session.selection_;
    IdSet already(selected.begin(), selected.end());
    for (const std::string& id : asked) {
        if (already.insert(id).second) {
            selected.push_back(id);
        } else if (mode == "toggle") {
            std::erase(selected, id);
            already.erase(id);
        }
    }
    session.set_selection(std::move(selected));
    return true;
}

bool EditorCommands::select_all(EditorSession& session, const Json&) {
    session.set_selection(session.document_.region_ids());
    return true;
}

bool EditorCommands::unselect(EditorSession& session, const Json&) {
    session.set_selection({});
    return true;
}

/// Esc: one thing a press, from the innermost outwards.
bool EditorCommands::leave(EditorSession& session, const Json&) {
    if (session.cancel_gesture())
        return true;
    if (!session.text_selection_.empty()) {
        session.set_text_selection({});
        return true;
    }
    if (!session.selection_.empty()) {
        session.set_selection({});
        return true;
    }
    if (session.armed_.empty())
        return false;
    session.armed_.clear();
    const TagNode* control = session.config_->by_name(session.tool_control_);
    if (control != nullptr && control->type->label_container)
        session.activate_tool("move");
    return true;
}

bool EditorCommands::cycle(EditorSession& session, const Json&) {
    const RegionRows rows = session.rows();
    if (rows.empty())
        return false;
    std::size_t next = 0;
    if (!session.selection_.empty())
        if (const auto at = rows.find(session.selection_.back()))
            next = (*at + 1) % rows.size();
    session.set_selection({rows.id(next)});
    return true;
}

bool EditorCommands::remove(EditorSession& session, const Json& argument) {
    Transaction transaction;
    transaction.action = "history.delete";
    for (const std::string& id : targets(session, argument)) {
        const Region* region = session.document_.region(id);
        if (region != nullptr && region->alive() && !session.is_locked(id))
            transaction.set({RegisterKind::region_deleted, id, ""}, true);
    }
    return !session.commit(std::move(transaction)).empty();
}

bool EditorCommands::remove_all(EditorSession& session, const Json&) {
    Transaction transaction;
    transaction.action = "history.delete-all";
    for (const std::string& id : session.document_.region_ids())
        if (!session.is_locked(id))
            transaction.set({RegisterKind::region_deleted, id, ""}, true);
    return !session.commit(std::move(transaction)).empty();
}

/// Puts the regions of a result array in as new ones; what names no object of this task goes to the only one that can
/// hold it, or is left out. Returns the new ids.
std::vector<std::string> EditorCommands::insert(EditorSession& session, const Json& results, bool offset,
                                                std::string action) {
    constexpr double offset_px = 10;
    Diagnostics ignored;
    const Document source = Document::from_result("clipboard", results, ignored);
    Transaction transaction;
    transaction.action = std::move(action);
    std::vector<std::string> made;
    std::string order = session.document_.next_order_key();
    for (const std::string& id : source.region_ids()) {
        const Region& region = *source.region(id);
        Json geometry = region.geometry.value;
        if (session.object(object_of(region)) == nullptr) {
            std::vector<const TagNode*> fitting;
            for (const TagNode* object : session.config_->objects()) {
                const auto takes = [&](const TagNode* control) { return region.control(control->name) != nullptr; };
                if (std::ranges::any_of(session.config_->controls_of(object->name), takes))
                    fitting.push_back(object);
            }
            if (fitting.size() != 1)
                continue;
            geometry["to_name"] = fitting.front()->name;
        }
        if (offset) {
            // A copy stands a little beside what it was made of; the hooks of its tag keep it inside.
            Region copy;
            copy.id = id;
            copy.geometry.value = geometry;
            copy.controls = region.controls;
            const EditorSession::RegionView view = session.view_of(copy);
            if (view.shape != nullptr && view.model != nullptr)
                geometry["value"] = view.shape->moved(copy.shape(), *view.model, {offset_px, offset_px});
        }
        const std::string new_id = make_region_id(*session.services_.random);
        transaction.set({RegisterKind::region_geometry, new_id, ""}, std::move(geometry));
        transaction.set({RegisterKind::region_order, new_id, ""}, order);
        order = order_key_between(order, "");
        for (const auto& [from_name, entry] : region.controls)
            if (!entry.value.is_null())
                transaction.set({RegisterKind::region_control, new_id, from_name}, entry.value);
        for (const auto& [from_name, entry] : region.extra) {
            Json extra = entry.value;
            if (extra.is_object()) {
                extra.erase("score"); // a copy is a person's own
                extra["origin"] = "manual";
            }
            transaction.set({RegisterKind::region_extra, new_id, from_name}, std::move(extra));
        }
        if (!region.meta.value.is_null())
            transaction.set({RegisterKind::region_meta, new_id, ""}, region.meta.value);
        made.push_back(new_id);
    }
    if (session.commit(std::move(transaction)).empty())
        return {};
    return made;
}

bool EditorCommands::duplicate(EditorSession& session, const Json&) {
    std::vector<std::string> made = insert(session, session.copied(), true, "history.duplicate");
    if (made.empty())
        return false;
    session.set_selection(std::move(made));
    return true;
}

bool EditorCommands::copy(EditorSession& session, const Json&) {
    Json copied = session.copied();
    if (copied.empty())
        return false;
    session.emit("copy", {{"text", dump_json(copied)}});
    session.caches_->clipboard = std::move(copied);
    return true;
}

bool EditorCommands::paste(EditorSession& session, const Json& argument) {
    Json results = session.caches_->clipboard;
    const std::string text = argument.is_string() ? argument.get<std::string>() : string_or(argument, "text", "");
    if (!text.empty()) {
        auto parsed = parse_json(text);
        if (!parsed || !parsed->is_array())
            return false;
        results = std::move(*parsed);
    }
    if (!results.is_array() || results.empty())
        return false;
    // Pasted over what it was copied from, it would not be seen.
    const bool same_place = std::ranges::any_of(results, [&](const Json& item) {
        const Region* region = session.document_.region(string_or(item, "id", ""));
        return region != nullptr && region->alive();
    });
    std::vector<std::string> made = insert(session, results, same_place, "history.paste");
    if (made.empty())
        return false;
    session.set_selection(std::move(made));
    return true;
}

bool EditorCommands::hide(EditorSession& session, const Json& argument) {
    const std::vector<std::string> ids = targets(session, argument);
    const bool hide = std::ranges::any_of(ids, [&](const std::string& id) { return !session.is_hidden(id); });
    for (const std::string& id : ids) {
        if (hide)
            session.hidden_.insert(id);
        else
            session.hidden_.erase(id);
        session.touch(id);
    }
    return !ids.empty();
}

bool EditorCommands::hide_all(EditorSession& session, const Json&) {
    return hide(session, {{"ids", session.document_.region_ids()}});
}

bool EditorCommands::lock(EditorSession& session, const Json& argument) {
    const std::vector<std::string> ids = targets(session, argument);
    const bool lock = std::ranges::any_of(ids, [&](const std::string& id) { return !session.is_locked(id); });
    for (const std::string& id : ids) {
        if (lock)
            session.locked_.insert(id);
        else
            session.locked_.erase(id);
        session.touch(id);
    }
    return !ids.empty();
}

bool EditorCommands::set_meta(EditorSession& session, const Json& argument) {
    const std::string id =
        string_or(argument, "id", session.selection_.size() == 1 ? session.selection_.front() : std::string{});
    const Region* region = session.document_.region(id);
    if (region == nullptr || !region->alive() || session.readonly_)
        return false;
    const Json* text = find(argument, "text");
    if (text == nullptr) {
        session.emit("edit-meta", {{"id", id}});
        return true;
    }
    Json meta = region->meta.value.is_object() ? region->meta.value : Json::object();
    const bool empty = text->is_null() || (text->is_string() && text->get_ref<const std::string&>().empty());
    if (empty)
        meta.erase("text");
    else
        meta["text"] = text->is_array() ? *text : Json::array({*text});
    Transaction transaction;
    transaction.action = "history.meta";
    transaction.coalesce_key = "meta:" + id;
    transaction.set({RegisterKind::region_meta, id, ""}, meta.empty() ? Json{} : std::move(meta));
    return !session.commit(std::move(transaction)).empty();
}

bool EditorCommands::set_parent(EditorSession& session, const Json& argument) {
    const std::string id = string_or(argument, "id", ""), parent = string_or(argument, "parent", "");
    const Region* region = session.document_.region(id);
    const Region* above = session.document_.region(parent);
    if (region == nullptr || !region->alive() || id == parent ||
        (!parent.empty() && (above == nullptr || !above->alive())))
        return false;
    for (std::string at = parent; !at.empty(); at = session.document_.parent_of(at))
        if (at == id)
            return false; // it would stand below itself
    Transaction transaction;
    transaction.action = "history.parent";
    transaction.set({RegisterKind::region_parent, id, ""}, parent.empty() ? Json{} : Json(parent));
    return !session.commit(std::move(transaction)).empty();
}

bool EditorCommands::relabel(EditorSession& session, const Json& argument) {
    const TagNode* control = session.config_->by_name(string_or(argument, "control", ""));
    const Json* labels = find(argument, "labels");
    if (control == nullptr || control->type == nullptr || !control->type->label_container || labels == nullptr ||
        !control->type->control->validate(*control, *labels) || labels->empty())
        return false;
    Transaction transaction;
    transaction.action = "history.relabel";
    for (const std::string& id : targets(session, argument)) {
        if (!session.is_editable(id))
            continue;
        const Region& region = *session.document_.region(id);
        if (std::ranges::find(control->to_names, object_of(region)) == control->to_names.end())
            continue;
        session.add_edited_origin(transaction, region);
        transaction.set({RegisterKind::region_control, id, control->name},
                        {{"type", control->type->result_type}, {"value", *labels}});
    }
    return !session.commit(std::move(transaction)).empty();
}

} // namespace tw
