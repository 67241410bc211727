// The bodies of the editor's actions, grouped by what they work on. They live apart from EditorSession so that the session
// stays a document with eyes and hands, and actions can grow without it.
#pragma once

#include "editor/editor_session.hpp"

namespace tw {

struct EditorCommands {
    // editor_commands_regions.cpp
    static bool select(EditorSession& session, const Json& argument);
    static bool select_all(EditorSession& session, const Json& argument);
    static bool unselect(EditorSession& session, const Json& argument);
    static bool leave(EditorSession& session, const Json& argument);
    static bool cycle(EditorSession& session, const Json& argument);
    static bool remove(EditorSession& session, const Json& argument);
    static bool remove_all(EditorSession& session, const Json& argument);
    static bool duplicate(EditorSession& session, const Json& argument);
    static bool copy(EditorSession& session, const Json& argument);
    static bool paste(EditorSession& session, const Json& argument);
    static bool hide(EditorSession& session, const Json& argument);
    static bool hide_all(EditorSession& session, const Json& argument);
    static bool lock(EditorSession& session, const Json& argument);
    static bool set_meta(EditorSession& session, const Json& argument);
    static bool set_parent(EditorSession& session, const Json& argument);
    static bool relabel(EditorSession& session, const Json& argument);

    // editor_commands.cpp
    static bool undo(EditorSession& session, const Json& argument);
    static bool redo(EditorSession& session, const Json& argument);
    static bool submit(EditorSession& session, const Json& argument);
    static bool skip(EditorSession& session, const Json& argument);
    static bool unskip(EditorSession& session, const Json& argument);
    static bool save_draft(EditorSession& session, const Json& argument);
    static bool choose_label(EditorSession& session, const Json& argument);
    static bool toggle_choice(EditorSession& session, const Json& argument);
    static bool set_text(EditorSession& session, const Json& argument);
    static bool tool(EditorSession& session, std::string_view id);
    static bool next_tool(EditorSession& session, int step);

private:
    /// The regions an action works on: {ids} when given, else the selection.
    static std::vector<std::string> targets(const EditorSession& session, const Json& argument);
    static std::vector<std::string> insert(EditorSession& session, const Json& results, bool offset,
                                           std::string action);
    static Json event_detail(const EditorSession& session);
    static bool finish(EditorSession& session, bool cancelled, std::string action, std::string event);
};

} // namespace tw
