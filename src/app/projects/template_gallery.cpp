// Templates as pictures: each is the real labeling area of its config, drawn small. What a later version brings is named,
// greyed, and cannot be pressed.
#include "app/page_states.hpp"

#include <algorithm>
#include <cmath>

namespace tw {
namespace {

constexpr double picture_px = 132, card_px = picture_px + 40, gap_px = 12;
constexpr double laid_out_px = 520;      ///< the width a picture is laid out for
constexpr int most_pictures_a_frame = 2; ///< that are made anew

void load(Studio& studio) {
    SetupView& view = studio.states->setup;
    const std::string language = studio.ui.strings->language();
    if (view.groups_language == language || view.fetching)
        return;
    if (!view.templates_xml.empty()) {
        view.pictures.clear();
        view.groups_language = language;
        if (auto groups = parse_templates(view.templates_xml, language.starts_with("zh")))
            view.groups = std::move(*groups);
        else
            view.fetch_error = studio.ui.say(groups.error());
        return;
    }
    if (!view.fetch_error.empty())
        return;
    view.fetching = true;
    studio.ports.host->fetch_asset("templates/templates.xml",
                                   studio.later<Bytes>([&studio](const Result<Bytes>& bytes) {
                                       SetupView& now = studio.states->setup;
                                       now.fetching = false;
                                       if (bytes)
                                           now.templates_xml.assign(bytes->begin(), bytes->end());
                                       else
                                           now.fetch_error = studio.ui.text("templates.failed");
                                   }));
}

void choose(Studio& studio, const Template& one) {
    SetupView& view = studio.states->setup;
    view.chosen_template = one.id;
    view.tab = SetupView::config;
    studio.form.config = one.config;
    studio.frame_again = true;
}

void draw_card(Studio& studio, const Template& one, const Rect& box, int& made) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    SetupView& view = studio.states->setup;
    const bool coming = one.config.empty();
    const Rect picture = {box.x + 1, box.y + 1, box.w - 2, picture_px};
    fill(ui, box, theme.surface, theme.radius_px + 2);
    RowResult state;
    if (coming) {
        fill(ui, picture, theme.surface_sunken, theme.radius_px);
        const std::string words = ui.strings->format("templates.coming", {{"tag", one.needs}});
        icon(ui, {picture.center().x, picture.center().y - 14}, Icon::lock, 20, theme.text_disabled);
        text(ui, {picture.x + 8, picture.center().y + 4, picture.w - 16, 20}, words, theme.small, theme.text_muted,
             TextFit::ellipsis, 0.5);
        ui.semantics->add(
            {.id = "coming:" + one.title, .role = "note", .name = one.title + ". " + words, .rect_px = box});
    } else {
        state = row(ui, box, {.id = "template:" + one.id, .name = one.title, .role = "button", .plain = true});
        auto& shown = view.pictures[one.id];
        if (!shown && made < most_pictures_a_frame) {
            shown = std::make_unique<ConfigPreview>(studio, one.config, one.data, one.result);
            ++made;
        }
        if (shown)
            shown->paint(studio, picture, picture.w / laid_out_px);
        else
            studio.frame_again = true;
    }
    fill(ui, {box.x, picture.bottom(), box.w, 1}, theme.border);
    const bool chosen = view.chosen_template == one.id && !coming;
    outline(ui, box,
            chosen          ? theme.accent
            : state.hovered ? theme.border_strong
                            : theme.border,
            theme.radius_px + 2, chosen ? 2.0F : 1.0F);
    text(ui, {box.x + 12, picture.bottom(), box.w - 24, box.bottom() - picture.bottom()}, one.title, theme.body,
         coming ? theme.text_muted : theme.text);
    if (state.clicked)
        choose(studio, one);
}

/// Chips that wrap; answers the height used.
double draw_groups(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    SetupView& view = studio.states->setup;
    double x = box.x, y = box.y;
    ui.semantics->open(
        {.id = "templates:groups", .role = "group", .name = ui.text("templates.groups"), .rect_px = box});
    for (int i = 0; i <= static_cast<int>(view.groups.size()); ++i) {
        const std::string& title =
            i == 0 ? ui.text("templates.all") : view.groups[static_cast<std::size_t>(i) - 1].title;
        const double width = button_width(ui, title, Icon::none);
        if (x > box.x && x + width > box.right()) {
            x = box.x;
            y += 36;
        }
        const std::string id = "templates:group:" + std::to_string(i);
        if (button(ui, {x, y, width, 30}, {.id = id, .label = title, .pressed = view.group == i}))
            view.group = i;
        x += width + 8;
    }
    ui.semantics->close();
    return y + 30 - box.y;
}

} // namespace

void draw_template_gallery(Studio& studio, const Rect& box_px) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    SetupView& view = studio.states->setup;
    load(studio);
    if (!view.fetch_error.empty()) {
        const std::vector<std::string> buttons = {ui.text("error.retry")};
        if (banner(ui, {box_px.x, box_px.y, box_px.w, 44}, "templates:error", view.fetch_error, true, buttons))
            view.fetch_error.clear();
        return;
    }
    if (view.groups.empty()) {
        text(ui, {box_px.x, box_px.y, box_px.w, 24}, ui.text("app.loading"), theme.body, theme.text_muted);
        return;
    }
    const double chips_px = draw_groups(studio, {box_px.x, box_px.y, box_px.w, 30}) + 12;
    const Rect list = {box_px.x, box_px.y + chips_px, box_px.w, std::max(80.0, box_px.h - chips_px)};
    const double inner_px = list.w - 14; // beside the scroll bar
    const int columns = std::max(1, static_cast<int>((inner_px + gap_px) / (200 + gap_px)));
    const double wide_px = std::floor((inner_px - (columns - 1) * gap_px) / columns);
    // What can be used comes first, group by group; what is to come stands together at the end.
    struct Section {
        std::string_view title;
        std::vector<const Template*> templates;
    };
    std::vector<Section> sections;
    Section coming{ui.text("templates.later"), {}};
    for (std::size_t g = 0; g < view.groups.size(); ++g) {
        if (view.group != 0 && static_cast<std::size_t>(view.group) != g + 1)
            continue;
        Section& section = sections.emplace_back(Section{view.groups[g].title, {}});
        for (const Template& one : view.groups[g].templates)
            (one.config.empty() ? coming : section).templates.push_back(&one);
    }
    sections.push_back(std::move(coming));
    std::erase_if(sections, [](const Section& section) { return section.templates.empty(); });
    const auto height_of = [&](const Section& section) {
        const int rows = (static_cast<int>(section.templates.size()) + columns - 1) / columns;
        return 34 + rows * (card_px + gap_px) + 8;
    };
    double height = 8;
    for (const Section& section : sections)
        height += height_of(section);
    const Rect content = begin_scroll(ui, list, "templates:scroll", height);
    double y = content.y + 4;
    int made = 0;
    for (const Section& section : sections) {
        text(ui, {content.x, y, inner_px, 24}, section.title, {theme.body.size_px, true}, theme.text);
        for (std::size_t i = 0; i < section.templates.size(); ++i) {
            const auto column = static_cast<int>(i) % columns, line = static_cast<int>(i) / columns;
            const Rect box = {content.x + 1 + column * (wide_px + gap_px), y + 34 + line * (card_px + gap_px), wide_px,
                              card_px};
            if (box.bottom() > list.y && box.y < list.bottom())
                draw_card(studio, *section.templates[i], box, made);
        }
        y += height_of(section);
    }
    end_scroll(ui);
}

} // namespace tw
