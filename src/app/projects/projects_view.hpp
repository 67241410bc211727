// What the page of projects keeps between frames, its card, its dialogs and its samples. The projects themselves are
// Studio::projects.
#pragma once

#include "app/studio.hpp"

#include <array>
#include <string>
#include <string_view>

namespace tw {

/// Projects that come with the studio: fetched when asked for, kept like a person's own.
struct Sample {
    std::string_view folder;
    Icon icon;
    std::string_view title_key, try_key, hint_key;
};
inline constexpr std::array<Sample, 4> samples = {
    Sample{"photos", Icon::image, "sample.photos", "sample.try-photos", "sample.photos-hint"},
    Sample{"mails", Icon::send, "sample.mails", "sample.try-mails", "sample.mails-hint"},
    Sample{"poems", Icon::text, "sample.poems", "sample.try-poems", "sample.poems-hint"},
    Sample{"films", Icon::list, "sample.films", "sample.try-films", "sample.films-hint"}};

struct ProjectsView {
    std::string search;
    std::int64_t renaming_id = 0; ///< card_key of the card whose title is being edited
    std::string new_title;
    bool take_focus = false;
    std::int64_t coloring_id = 0; ///< card_key of the card whose colour is being chosen
    // a sample on its way
    std::string sample; ///< folder, "" none
    std::size_t fetched = 0, to_fetch = 0;
    std::string sample_error; ///< a sentence
};

/// Tells a card from all others: the server's ids and this device's are counted apart.
std::int64_t card_key(const StoredProject& stored);
inline constexpr double card_height_px = 156;

void draw_project_card(Studio& studio, const StoredProject& stored, const Rect& box_px);
void draw_color_dialog(Studio& studio);
/// Fetches a sample's config, tasks and files, and makes a project of them.
void begin_sample(Studio& studio, const std::string& folder);
/// A second project like this one; its tasks come without annotations when those are not wanted.
void duplicate_project(Studio& studio, const StoredProject& project, bool with_annotations);
/// Keeps a change of title, colour and the like.
void keep_project(Studio& studio, const StoredProject& project);

/// The colours a project can have.
inline constexpr std::array<std::string_view, 8> project_colors = {"#4a5bd4", "#2b8a3e", "#d9480f", "#c2255c",
                                                                   "#7048e8", "#0b7285", "#e8a200", "#5c5c68"};
/// Eight colours to choose from; true when the choice changed ("" when it was taken back).
bool color_swatches(Ui& ui, Vec2 corner_px, std::string& color);
/// Its own, else one by its number.
Color color_of(const Project& project, const Theme& theme);

} // namespace tw
