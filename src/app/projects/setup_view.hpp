// The parts of the pages where a project is set up, new or existing: the gallery of templates, and the config with its
// problems and its picture. The form itself is Studio::form.
#pragma once

#include "app/projects/config_preview.hpp"
#include "app/projects/result_usage.hpp"
#include "app/projects/templates.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tw {

struct SetupView {
    enum Tab : int { gallery, config };
    int tab = gallery;
    int group = 0; ///< of templates; 0: all
    std::vector<TemplateGroup> groups;
    std::string groups_language; ///< what they were read for, "" not yet
    std::string templates_xml;
    bool fetching = false;
    double fields_px = 0; ///< of the settings page, what its fields took above the config
    std::string fetch_error;
    std::string chosen_template;
    std::map<std::string, std::unique_ptr<ConfigPreview>> pictures; ///< by template id

    std::unique_ptr<ConfigPreview> preview;
    std::shared_ptr<const ConfigTree> preview_of;
    std::size_t preview_items = 0;    ///< how much data there was when it was made
    std::string picture;              ///< sha256 of the dropped file that the preview shows
    bool picture_kept = false;        ///< it is on the device by now
    std::optional<std::size_t> caret; ///< where the editor is to jump in this frame

    // settings of a project that exists
    std::int64_t settings_of = 0;
    Json first_data = Json::object(); ///< of its first task
    std::optional<ResultUsage> usage; ///< of everything annotated; unset while it is being read
    std::size_t usage_read = 0, usage_total = 0;
    std::shared_ptr<const ConfigTree> orphans_of;
    std::vector<Orphan> lost;
};

/// Pictures to choose a template from; a click makes its config the form's.
void draw_template_gallery(Studio& studio, const Rect& box_px);
/// The editor with what is wrong, and the picture beside or below it.
void draw_config_pane(Studio& studio, const Rect& box_px);
/// A heading, a text input below it; answers where the next thing goes.
double draw_field(Studio& studio, const Rect& box_px, std::string_view id, std::string_view key,
                  std::string_view placeholder_key, std::string& text, bool multiline);
struct Problem {
    Severity severity = Severity::error;
    std::string message;
    Where where = {}; ///< a click jumps there when it has a line
};
/// As many as fit; answers the height used.
double draw_problems(Studio& studio, const Rect& box_px, std::string_view id, const std::vector<Problem>& problems);
std::string place_of(const Ui& ui, const Where& where);
/// What is wrong with a file: that it cannot be used, or what of it is left out.
std::string say(const Ui& ui, const FileProblem& problem);
/// Byte of a place in a text; its end when it has no such place.
std::size_t byte_of(std::string_view text, const Where& where);

/// Fills the form with the open project's settings.
void begin_settings(Studio& studio);

} // namespace tw
