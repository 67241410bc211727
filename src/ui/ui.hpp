// What every panel and view is handed while a frame is drawn: theme, strings, the semantic tree it writes, the intents it
// emits, fonts and the glyph atlas. One per studio instance, made by `app`. Views read a const model and emit; nothing
// changes a document while drawing.
#pragma once

#include "editor/action.hpp"
#include "scene/semantics.hpp"
#include "ui/strings.hpp"
#include "ui/theme.hpp"

#include <optional>
#include <string>
#include <vector>

struct ImFont;

namespace tw {

class ObjectPainter;
struct WidgetState;

struct Ui {
    const Theme* theme = nullptr;
    const Strings* strings = nullptr;
    SemanticTree* semantics = nullptr;
    std::vector<Intent>* intents = nullptr;
    ObjectPainter* painter = nullptr; ///< pictures, glyphs and display lists of objects
    TextShaper* shaper = nullptr;
    ImFont* font = nullptr; ///< widgets only; sizes come from the theme
    ImFont* font_bold = nullptr;
    ImFont* font_mono = nullptr;
    Size viewport_px; ///< CSS pixels of the element
    float device_px_per_px = 1;
    bool compact = false; ///< under 800 px wide: panels are sheets
    bool mac = false;     ///< shows command instead of ctrl
    bool readonly = false;
    bool inert = false; ///< a picture of a page, not the page: nothing in it is pressed, focused or announced
    double now_ms = 0;  ///< monotonic, of this frame
    WidgetState* widgets = nullptr; ///< focus, scroll positions, open lists: what widgets keep between frames
    std::string activate_id; ///< a click from assistive technology: the widget with this semantic id acts as if clicked

    void emit(std::string action, Json argument = {}) const {
        intents->push_back({std::move(action), std::move(argument)});
    }
    [[nodiscard]] const std::string& text(std::string_view key) const { return strings->get(key); }
    [[nodiscard]] std::string say(const Error& error) const { return strings->say(error); }
};

} // namespace tw
