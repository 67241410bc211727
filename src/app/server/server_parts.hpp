// What the pages of accounts are put together from: a card whose height follows its content, a labelled field with what is
// wrong with it below, a text to copy, a message in place of a page.
#pragma once

#include "app/server/server_pages.hpp"

namespace tw {

struct FieldSpec {
    std::string_view id, key; ///< of the string that labels it
    bool password = false, take_focus = false, disabled = false;
    std::string_view hint = {}; ///< below it, while nothing is wrong
};
struct FieldResult {
    double bottom_px = 0;
    bool changed = false, entered = false;
};
FieldResult form_field(Studio& studio, double left, double y, double width, const FieldSpec& spec, FormField& field);

/// First and last name in the order of the page's language, side by side or, `stacked`, below each other.
FieldResult name_fields(Studio& studio, double left, double y, double width, FormField& first, FormField& last,
                        bool take_focus, bool stacked);

/// A card of a page; `draw` answers where its content ends. Answers where the next one begins.
double card(Studio& studio, double left, double y, double width, std::string_view title_key,
            const std::function<double(const Rect&)>& draw);
/// A text in a sunken box with a button that copies it; answers the height used.
double copy_box(Studio& studio, const Rect& box_px, std::string_view id, std::string_view name_key,
                const std::string& text, std::string_view shown = {});
/// Words that wrap; answers where the next line begins.
double words(Studio& studio, double left, double y, double width, std::string_view text, Color color);
double problem(Studio& studio, double left, double y, double width, std::string_view id, std::string_view text);

/// Heading and tabs of account, members and server, then a scroll region: `draw(left, y, width)` answers where it ends.
void draw_account_frame(Studio& studio, const Rect& box_px,
                        const std::function<double(double left, double y, double width)>& draw);
/// Until what it shows is there: that it loads, or why it does not, with a button that tries again. True: it is there.
bool draw_fetched(Studio& studio, double left, double y, double width, Fetch& fetch, const ServerAnswer& trouble);
/// A few centred words where a page would be, and a way back.
void draw_message_page(Studio& studio, const Rect& box_px, Icon icon, std::string_view title_key,
                       std::string_view text_key);

} // namespace tw
