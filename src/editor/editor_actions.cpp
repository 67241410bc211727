// The registry of what a person can do in the editor, and the two doors to it: run() and actions().
#include "editor/editor_commands.hpp"
#include "editor/editor_internal.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tw {
namespace {

using Enabled = bool (*)(const EditorSession&);
using Run = bool (*)(EditorSession&, const Json&);

bool always(const EditorSession&) {
    return true;
}
bool writable(const EditorSession& session) {
    return !session.readonly();
}
bool selected(const EditorSession& session) {
    return !session.selection().empty();
}
bool writable_selected(const EditorSession& session) {
    return writable(session) && selected(session);
}
bool any_region(const EditorSession& session) {
    return !session.document().region_order().empty();
}
bool writable_any(const EditorSession& session) {
    return writable(session) && any_region(session);
}
bool can_undo(const EditorSession& session) {
    return writable(session) && session.history().can_undo();
}
bool can_redo(const EditorSession& session) {
    return writable(session) && session.history().can_redo();
}
bool can_update(const EditorSession& session) {
    return writable(session) && session.submitted();
}
bool can_unskip(const EditorSession& session) {
    return writable(session) && session.skipped();
}

ActionSpec make(std::string id, std::vector<std::string> hotkeys, Enabled enabled, Run run, bool while_typing = false) {
    std::string title = "action." + id;
    std::ranges::replace(title, ':', '.');
    return {std::move(id), std::move(title), std::move(hotkeys), while_typing, enabled, run};
}

ActionSpec tool_action(const std::string& id, std::vector<std::string> hotkeys) {
    return {"tool:" + id,
            "action.tool." + id,
            std::move(hotkeys),
            false,
            always,
            [id](EditorSession& session, const Json&) { return EditorCommands::tool(session, id); }};
}

} // namespace

const std::vector<ActionSpec>& editor_actions() {
    using C = EditorCommands;
    static const std::vector<ActionSpec> actions{
        make("annotation:submit", {"ctrl+enter"}, writable, C::submit, true),
        make("annotation:update", {}, can_update, C::submit),
        make("annotation:skip", {"ctrl+space"}, writable, C::skip),
        make("annotation:unskip", {}, can_unskip, C::unskip),
        make("annotation:undo", {"ctrl+z"}, can_undo, C::undo),
        make("annotation:redo", {"ctrl+shift+z", "ctrl+y"}, can_redo, C::redo),
        make("annotation:save-draft", {"ctrl+s"}, always, C::save_draft, true),
        make("region:select", {}, always, C::select),
        make("region:select-all", {"ctrl+a"}, any_region, C::select_all),
        make("region:unselect", {"u"}, selected, C::unselect),
        make("region:exit", {"escape"}, always, C::leave),
        make("region:cycle", {"alt+."}, any_region, C::cycle),
        make("region:delete", {"backspace", "delete"}, writable, C::remove),
        make("region:delete-all", {"ctrl+backspace"}, writable_any, C::remove_all),
        make("region:duplicate", {"ctrl+d"}, writable_selected, C::duplicate),
        make("region:copy", {"ctrl+c"}, selected, C::copy),
        make("region:paste", {"ctrl+v"}, writable, C::paste),
        make("region:visibility", {"alt+h"}, any_region, C::hide),
        make("region:visibility-all", {"ctrl+h"}, any_region, C::hide_all),
        make("region:lock", {"alt+l"}, any_region, C::lock),
        make("region:meta", {"alt+m"}, writable, C::set_meta),
        make("region:parent", {}, writable, C::set_parent),
        make("region:relabel", {}, writable, C::relabel),
        make("label:choose", {}, writable, C::choose_label),
        make("choice:toggle", {}, writable, C::toggle_choice),
        make("textarea:set", {}, writable, C::set_text),
        tool_action("move", {"v"}),
        tool_action("pan-image", {"h"}),
        make("tool:next", {"tab"}, always,
             [](EditorSession& session, const Json&) { return C::next_tool(session, 1); }),
        make("tool:previous", {"shift+tab"}, always,
             [](EditorSession& session, const Json&) { return C::next_tool(session, -1); }),
    };
    return actions;
}

const std::vector<ActionSpec>& EditorSession::actions() const {
    if (!caches_->actions.empty())
        return caches_->actions;
    caches_->actions = editor_actions();
    for (const TagNode* control : config_->controls()) {
        const std::string& id = control->type->tool;
        const bool known =
            std::ranges::any_of(caches_->actions, [&](const ActionSpec& a) { return a.id == "tool:" + id; });
        if (!id.empty() && control->type->draws_regions && !known)
            caches_->actions.push_back(tool_action(id, {to_lower_ascii(control->type->tool_hotkey)}));
    }
    for (ActionSpec& action : caches_->actions)
        if (const auto own = hotkeys_.find(action.id); own != hotkeys_.end())
            action.hotkeys = own->second;
    return caches_->actions;
}

const ActionSpec* EditorSession::action(std::string_view id) const {
    const auto found = std::ranges::find(actions(), id, &ActionSpec::id);
    return found == actions().end() ? nullptr : &*found;
}

bool EditorSession::enabled(const ActionSpec& action) const {
    return !action.enabled || action.enabled(*this);
}

bool EditorSession::run(std::string_view id, const Json& argument) {
    const ActionSpec* spec = action(id);
    return spec != nullptr && enabled(*spec) && spec->run(*this, argument);
}

} // namespace tw
