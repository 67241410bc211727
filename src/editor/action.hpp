// One registry of everything a person can do: menus, hotkeys, palette, embedding API and tests all run actions by id
// ("annotation:undo", spec/hotkeys.md). An action says whether it is enabled and does its work on a session; it never
// draws. The same {id, argument} pair is the intent that views emit while they draw.
#pragma once

#include "base/json.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

class EditorSession;

/// A wish of a view, the page, or a program: run `action` with `argument`.
struct Intent {
    std::string action;
    Json argument; ///< what it is depends on the action; null for most
};

struct ActionSpec {
    std::string id;                   ///< "region:delete"
    std::string title_key;            ///< string key: "action.region.delete"
    std::vector<std::string> hotkeys; ///< "ctrl+z"; ctrl stands for command on a Mac
    bool while_typing = false;        ///< its hotkeys also work in a text input
    std::function<bool(const EditorSession&)> enabled;
    std::function<bool(EditorSession&, const Json& argument)> run; ///< false: refused
};

/// The editor's own actions. Arguments that matter:
///   region:select {ids:[..], mode:"set"|"toggle"|"add"}      region:delete | region:duplicate | region:lock |
///   region:visibility (selection, or {ids})                   region:relabel {control, labels:[..]}
///   label:choose "Car" | {control, label}                     (relabels a selection, else arms the label)
///   choice:toggle {control, value, region?}                   textarea:set {control, texts:[..], region?}
///   tool:<id>   annotation:undo|redo|submit|update|skip|unskip|save-draft   region:copy|paste|unselect|cycle|meta {id,text}
///   view:zoom-in|zoom-out|zoom-to-fit|zoom-to-actual are the page's (layout state), listed by `app`
const std::vector<ActionSpec>& editor_actions();

/// A key press in the normal form of hotkeys: modifiers in the order ctrl, alt, shift, then the key, lower case:
/// "ctrl+shift+z", "delete", "1", "shift+arrowleft". Numpad digits are digits.
std::string normalize_hotkey(std::string_view text);

} // namespace tw
