// What stands around the work: command palette, recording of a hotkey, settings. Layout and session state of one studio,
// owned by it behind a pointer so that these pages can change without rebuilding the others. Keeps nothing by itself.
#pragma once

#include "app/labeling/labeling_flow.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tw {

/// A line of the palette: what it says, how it can be found, what it does.
struct PaletteEntry {
    std::string title, detail, hotkey;
    std::string also; ///< found by this too, with less weight: the id's words
    Icon icon = Icon::none;
    std::function<void(Studio&)> run;
};

struct Palette {
    bool open = false, fresh = false;
    bool run = false;     ///< Enter was pressed
    bool loading = false; ///< the projects are on their way
    std::string query, matched_query;
    std::vector<PaletteEntry> entries; ///< as they were when it opened
    std::vector<PaletteEntry> matches;
    int selected = 0;
};

struct Around {
    Palette palette;
    LabelingFlow flow;
    std::string recording;    ///< the action whose key is being recorded
    std::string hotkey_query; ///< filter of the hotkeys page
    std::optional<StorageEstimate> estimate;
    std::optional<bool> kept;              ///< the browser's answer when it was asked to keep the storage
    int tour_step = -1;                    ///< -1: no tour
    std::size_t tour_regions = 0;          ///< how many there were when it began
    double settings_px = 0;                ///< height the page took in the last frame
    std::map<std::string, double> card_px; ///< and its cards
};

// --- hotkeys of all actions, with or without an open session (hotkeys_page.cpp) -------------------------------------------
struct ActionKeys {
    std::string id, title_key;
    std::vector<std::string> defaults;
};
std::vector<ActionKeys> all_action_keys(const Studio& studio);
/// The keys of the page's actions as the person wants them.
void apply_keymap(Studio& studio);
/// A key while the hotkeys page waits for one. True: it was taken.
bool record_key(Studio& studio, const std::string& key);

// --- command palette (command_palette.cpp) --------------------------------------------------------------------------------
void open_palette(Studio& studio);
bool palette_key(Studio& studio, std::string_view key);
void draw_palette(Studio& studio);

// --- tour (tour.cpp) -------------------------------------------------------------------------------------------------------
void start_tour(Studio& studio);
/// Starts it by itself, once on this device.
void offer_tour(Studio& studio);
void draw_tour(Studio& studio);

// --- pages ----------------------------------------------------------------------------------------------------------------
void draw_settings_page(Studio& studio, const Rect& box_px);
void draw_hotkeys_page(Studio& studio, const Rect& box_px);
void draw_about_page(Studio& studio, const Rect& box_px);
/// Title and tabs of the three pages above; answers what is left below.
Rect draw_settings_head(Studio& studio, const Rect& box_px, Page page);
void ask_estimate(Studio& studio);

} // namespace tw
