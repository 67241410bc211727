#include "editor/editor_commands.hpp"

#include "base/message_json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "editor/editor_internal.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr double typing_pause_ms = 1000; ///< a longer pause begins a new undo step

/// Results of other programs may hold a bare string where we write a path of one.
bool same_choice(const Json& a, const Json& b) {
    if (a == b)
        return true;
    const auto leaf_of_one = [](const Json& value) { return value.is_array() && value.size() == 1 ? value[0] : value; };
    return leaf_of_one(a) == leaf_of_one(b);
}

} // namespace

bool EditorCommands::undo(EditorSession& session, const Json&) {
    if (session.cancel_gesture())
        return true;
    const UndoOutcome outcome = session.history_.undo();
    session.changed(outcome.changes);
    if (!outcome.skipped.empty())
        session.notice("notice.undo-skipped", {{"count", outcome.skipped.size()}});
    if (outcome.ran)
        session.emit("change", {{"action", "history.undo"}});
    return outcome.ran;
}

bool EditorCommands::redo(EditorSession& session, const Json&) {
    if (session.readonly_)
        return false;
    const UndoOutcome outcome = session.history_.redo();
    session.changed(outcome.changes);
    if (!outcome.skipped.empty())
        session.notice("notice.undo-skipped", {{"count", outcome.skipped.size()}});
    if (outcome.ran)
        session.emit("change", {{"action", "history.redo"}});
    return outcome.ran;
}

Json EditorCommands::event_detail(const EditorSession& session) {
    return {{"result", session.result()}, {"lead_time", session.lead_time_s()}, {"was_cancelled", session.skipped()}};
}

/// Marks what is there now as handed in. No undo step: what was handed in stays so until it is handed in again.
bool EditorCommands::finish(EditorSession& session, bool cancelled, std::string action, std::string event) {
    if (session.readonly_)
        return false;
    session.cancel_gesture();
    Json covers = Json::object();
    for (const auto& [client, sequence] : session.document_.seen())
        covers[client] = sequence;
    Transaction transaction;
    transaction.action = std::move(action);
    transaction.undoable = false;
    if (!cancelled)
        session.add_defaults(transaction);
    transaction.set({RegisterKind::annotation, "", "was_cancelled"}, cancelled ? Json(true) : Json{});
    transaction.set({RegisterKind::annotation, "", "lead_time"}, session.lead_time_s());
    transaction.set({RegisterKind::submitted, "", ""},
                    {{"covers", std::move(covers)}, {"at", iso_from_ms(session.services_.clock->now_ms_utc())}});
    session.commit(std::move(transaction));
    session.emit(std::move(event), event_detail(session));
    return true;
}

bool EditorCommands::submit(EditorSession& session, const Json&) {
    const std::vector<Error> unmet = session.unmet_requirements();
    if (!unmet.empty()) {
        Json messages = Json::array();
        for (const Error& error : unmet)
            messages.push_back(error.message);
        const Error& first = unmet.front();
        session.notice("notice.required", {{"what", first.said.key.empty() ? Json(first.message) : to_json(first.said)},
                                           {"messages", std::move(messages)},
                                           {"where", first.where.pointer}});
        return false;
    }
    const bool again = session.submitted();
    return finish(session, false, again ? "history.update" : "history.submit", again ? "update" : "submit");
}

bool EditorCommands::skip(EditorSession& session, const Json&) {
    return finish(session, true, "history.skip", "skip");
}

bool EditorCommands::unskip(EditorSession& session, const Json&) {
    if (session.readonly_ || !session.skipped())
        return false;
    Transaction transaction;
    transaction.action = "history.unskip";
    transaction.undoable = false;
    transaction.set({RegisterKind::annotation, "", "was_cancelled"}, nullptr);
    transaction.set({RegisterKind::submitted, "", ""}, nullptr);
    session.commit(std::move(transaction));
    session.emit("unskip", event_detail(session));
    return true;
}

bool EditorCommands::save_draft(EditorSession& session, const Json&) {
    session.history_.break_coalescing();
    session.emit("draft", event_detail(session));
    return true;
}

bool EditorCommands::choose_label(EditorSession& session, const Json& argument) {
    const std::string text = argument.is_string() ? argument.get<std::string>() : string_or(argument, "label", "");
    const std::string wanted = string_or(argument, "control", "");
    const TagNode* hidden_container = nullptr;
    for (const TagNode* control : session.config_->controls()) {
        if (!control->type->label_container || (!wanted.empty() && control->name != wanted))
            continue;
        const TagNode* label = session.find_label(control->name, text);
        if (label == nullptr)
            continue;
        if (session.visible()[control->id])
            return session.choose_label(*control, *label);
        hidden_container = control;
    }
    return hidden_container != nullptr && !wanted.empty() &&
           session.choose_label(*hidden_container, *session.find_label(wanted, text));
}

bool EditorCommands::toggle_choice(EditorSession& session, const Json& argument) {
    const TagNode* control = session.config_->by_name(string_or(argument, "control", ""));
    if (control == nullptr || control->type == nullptr || control->type->result_type != "choices")
        return false;
    Json value;
    if (const auto id = number_at(argument, "node"); id && *id >= 0 && *id < double(session.config_->nodes().size())) {
        value = choice_value(*session.config_, *control, session.config_->node(NodeId(*id)));
    } else if (const Json* given = find(argument, "value");
               given != nullptr && (given->is_string() || given->is_array())) {
        value = *given;
        if (given->is_string())
            if (const TagNode* choice = session.find_label(control->name, given->get<std::string>()))
                value = choice_value(*session.config_, *control, *choice);
    } else {
        return false;
    }
    const std::string region_id = string_or(argument, "region", "");
    const Json* now = session.control_value(*control);
    if (!region_id.empty() && control->flag("perregion")) {
        const Region* region = session.document_.region(region_id);
        now = region == nullptr ? nullptr : value_of(*region, control->name);
    }
    const std::string mode = to_lower_ascii(control->get("choice"));
    Json chosen = Json::array();
    bool was_on = false;
    if (now != nullptr && now->is_array())
        for (const Json& one : *now) {
            const bool same = same_choice(one, value);
            was_on = was_on || same;
            if (mode == "multiple" && !same)
                chosen.push_back(one);
        }
    if (was_on && mode == "single-radio")
        return false;
    if (!was_on)
        chosen.push_back(std::move(value));
    return session.set_control_value(*control, region_id, chosen.empty() ? Json{} : std::move(chosen),
                                     "history.choose");
}

bool EditorCommands::set_text(EditorSession& session, const Json& argument) {
    const TagNode* control = session.config_->by_name(string_or(argument, "control", ""));
    const Json* given = find(argument, "texts");
    if (control == nullptr || control->type == nullptr || given == nullptr || !given->is_array())
        return false;
    Json texts = Json::array();
    for (const Json& text : *given) {
        const bool repeated = control->flag("skipduplicates") && std::ranges::find(texts, text) != texts.end();
        if (text.is_string() && !text.get_ref<const std::string&>().empty() && !repeated)
            texts.push_back(text);
    }
    const std::string region_id = string_or(argument, "region", "");
    const std::string key =
        "text:" + control->name + ":" + (region_id.empty() ? dump_json(session.selection_) : region_id);
    const double now_ms = session.services_.clock->monotonic_ms();
    if (session.caches_->typing_key != key || now_ms - session.caches_->typed_at_ms > typing_pause_ms)
        session.history_.break_coalescing();
    session.caches_->typing_key = key;
    session.caches_->typed_at_ms = now_ms;
    return session.set_control_value(*control, region_id, texts.empty() ? Json{} : std::move(texts), "history.text",
                                     key);
}

bool EditorCommands::tool(EditorSession& session, std::string_view id) {
    return session.activate_tool(id);
}

bool EditorCommands::next_tool(EditorSession& session, int step) {
    const std::vector<std::string> tools = session.tools();
    const auto at = std::ranges::find(tools, session.tool());
    const auto count = std::ptrdiff_t(tools.size());
    const std::ptrdiff_t index = at == tools.end() ? 0 : at - tools.begin();
    return session.activate_tool(tools[std::size_t((index + step + count) % count)]);
}

} // namespace tw
