// The views of a project: tabs above the table, each with filters, order and columns of its own. Kept in the project's
// record, so that they go with it into archives and copies; which one was open is a matter of this device.
#include "app/page_states.hpp"

#include "base/number.hpp"

#include <algorithm>

namespace tw {
namespace {

std::string open_view_key(const Studio& studio) {
    return "view:" + studio.project->stored.project.uid;
}

std::string title_of(const Studio& studio, const SavedView& view) {
    return view.name.empty() ? studio.ui.text("data.view-all") : view.name;
}

void write_views(Studio& studio) {
    DataView& view = studio.states->data;
    if (!studio.store || !studio.project)
        return;
    if (view.writing) {
        view.write_again = true;
        return;
    }
    view.writing = true;
    studio.store->put_project(studio.project->stored, studio.later<Unit>([&studio](const Result<Unit>& kept) {
        DataView& now = studio.states->data;
        now.writing = false;
        if (!kept)
            studio.storage_error = kept.error();
        if (std::exchange(now.write_again, false))
            write_views(studio);
        else
            studio.autosave.tell_tabs("projects");
    }));
}

void keep_views(Studio& studio) {
    DataView& view = studio.states->data;
    Json list = Json::array();
    for (const SavedView& one : view.views)
        list.push_back(to_json(one));
    studio.project->stored.project.extra["views"] = std::move(list);
    write_views(studio);
}

/// Makes a kept view the one that is shown.
void show_view(Studio& studio, std::size_t index) {
    DataView& view = studio.states->data;
    view.current = std::min(index, view.views.size() - 1);
    const SavedView& wanted = view.views[view.current];
    view.query = wanted.query;
    view.grid = wanted.grid;
    view.columns = all_columns(*studio.project->table);
    apply_columns(view.columns, wanted.columns);
    view.filters_open = false;
    view.scroll_x_px = view.last_offset_px = 0;
    studio.widgets.scrolls["tasks:scroll"].offset_px = 0;
    studio.ports.host->set_setting(open_view_key(studio), std::to_string(view.current));
    if (studio.page == Page::tasks) {
        studio.address.query = view.current > 0 ? "tab=" + std::to_string(view.current + 1) : "";
        studio.ports.host->set_address(to_string(studio.address), true);
    }
    studio.frame_again = true;
}

/// Which view the address names, or was open last.
std::size_t wanted_view(const Studio& studio) {
    const std::string_view query = studio.address.query;
    const std::string asked = query.starts_with("tab=") ? std::string(query.substr(4)) : std::string();
    if (const auto tab = parse_double(asked); tab && *tab >= 1 && *tab < 1e6)
        return static_cast<std::size_t>(*tab) - 1;
    const auto last = parse_double(studio.ports.host->setting(open_view_key(studio)));
    return last && *last >= 0 && *last < 1e6 ? static_cast<std::size_t>(*last) : 0;
}

void add_view(Studio& studio, SavedView added) {
    DataView& view = studio.states->data;
    const std::size_t at = view.current + 1;
    view.views.insert(view.views.begin() + static_cast<std::ptrdiff_t>(at), std::move(added));
    show_view(studio, at);
    keep_views(studio);
    view.renaming = view.rename_fresh = true;
    view.new_name = view.views[at].name;
}

std::string fresh_name(const Studio& studio) {
    const DataView& view = studio.states->data;
    for (std::size_t n = view.views.size() + 1;; ++n) {
        std::string name = studio.ui.strings->format("data.view-name", {{"n", std::to_string(n)}});
        if (std::ranges::find(view.views, name, &SavedView::name) == view.views.end())
            return name;
    }
}

void delete_view(Studio& studio) {
    DataView& view = studio.states->data;
    if (view.views.size() < 2)
        return;
    const std::size_t at = view.current;
    const SavedView gone = view.views[at];
    const std::string uid = view.project_uid;
    view.views.erase(view.views.begin() + static_cast<std::ptrdiff_t>(at));
    show_view(studio, at == 0 ? 0 : at - 1);
    keep_views(studio);
    studio.offer(studio.ui.strings->format("data.view-deleted", {{"name", title_of(studio, gone)}}),
                 studio.ui.text("action.annotation.undo"), [&studio, at, gone, uid] {
                     DataView& now = studio.states->data;
                     if (!studio.project || now.project_uid != uid)
                         return;
                     const std::size_t place = std::min(at, now.views.size());
                     now.views.insert(now.views.begin() + static_cast<std::ptrdiff_t>(place), gone);
                     show_view(studio, place);
                     keep_views(studio);
                 });
}

void move_view(Studio& studio, int step) {
    DataView& view = studio.states->data;
    const auto to = static_cast<std::ptrdiff_t>(view.current) + step;
    if (to < 0 || to >= static_cast<std::ptrdiff_t>(view.views.size()))
        return;
    std::swap(view.views[view.current], view.views[static_cast<std::size_t>(to)]);
    show_view(studio, static_cast<std::size_t>(to));
    keep_views(studio);
}

void draw_name(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    DataView& view = studio.states->data;
    const TextInputResult typed = text_input(ui, box,
                                             {.id = "view:name",
                                              .name = ui.text("data.view-rename"),
                                              .placeholder = ui.text("data.view-all"),
                                              .take_focus = std::exchange(view.rename_fresh, false)},
                                             view.new_name);
    if (!typed.committed)
        return;
    view.renaming = false;
    view.views[view.current].name = view.new_name;
    keep_views(studio);
    studio.frame_again = true;
}

void run_menu(Studio& studio, int chosen) {
    DataView& view = studio.states->data;
    if (chosen == 0) {
        view.renaming = view.rename_fresh = true;
        view.new_name = view.views[view.current].name;
    } else if (chosen == 1) {
        SavedView copy = view.views[view.current];
        copy.name = studio.ui.strings->format("data.view-copy", {{"name", title_of(studio, copy)}});
        add_view(studio, std::move(copy));
    } else if (chosen == 2 || chosen == 3) {
        move_view(studio, chosen == 2 ? -1 : 1);
    } else {
        delete_view(studio);
    }
    studio.frame_again = true;
}

} // namespace

void load_view(Studio& studio) {
    DataView& view = studio.states->data;
    const TaskTable& table = *studio.project->table;
    if (view.project_uid != table.project_uid()) {
        const bool reread = view.writing; // a write of the project before this one may still be under way
        view = {};
        view.writing = reread;
        view.project_uid = table.project_uid();
        if (const Json* list = find(studio.project->stored.project.extra, "views"); list && list->is_array())
            for (const Json& one : *list)
                view.views.push_back(saved_view_from(one));
        if (view.views.empty())
            view.views.emplace_back();
        show_view(studio, wanted_view(studio));
        view.known_fields = 0;
    }
    if (view.known_fields == table.fields().size() && view.selected.size() == table.size())
        return;
    view.known_fields = table.fields().size();
    if (view.selected.size() != table.size()) {
        view.selected.assign(table.size(), false);
        view.selected_count = 0;
    }
    const std::vector<DataColumn> before = std::move(view.columns);
    view.columns = all_columns(table);
    apply_columns(view.columns, before);
}

void keep_view(Studio& studio) {
    DataView& view = studio.states->data;
    SavedView& kept = view.views[view.current];
    kept.query = view.query;
    kept.query.text.clear(); // a search is of the moment
    kept.columns = view.columns;
    kept.grid = view.grid;
    keep_views(studio);
}

double draw_view_tabs(Studio& studio, const Rect& box) {
    Ui& ui = studio.ui;
    const Theme& theme = studio.look.theme();
    DataView& view = studio.states->data;
    std::vector<std::string> titles;
    double tabs_px = 0;
    for (const SavedView& one : view.views) {
        titles.push_back(title_of(studio, one));
        tabs_px += std::ceil(measure(ui, titles.back(), theme.body).w) + 20;
    }
    const double room_px = box.w - 76;
    const double y = box.y + 2;
    double right = box.x;
    std::optional<int> chosen;
    if (view.renaming) {
        right += std::min(240.0, room_px);
        draw_name(studio, {box.x, y, right - box.x - 4, 32});
    } else if (studio.narrow() || tabs_px > room_px) {
        right += std::min(280.0, room_px);
        chosen = select(ui, {box.x, y, right - box.x - 4, 32}, "view:select", ui.text("data.views"), titles,
                        static_cast<int>(view.current));
    } else {
        right += tabs_px;
        chosen = tabs(ui, {box.x - 8, y, tabs_px, 32}, "view:tabs", titles, static_cast<int>(view.current),
                      ui.text("data.views"));
    }
    std::vector<std::string> options = {ui.text("data.view-rename"), ui.text("data.view-duplicate"),
                                        ui.text("data.view-left"), ui.text("data.view-right")};
    if (view.views.size() > 1)
        options.push_back(ui.text("data.view-delete"));
    const std::string& menu = ui.text("data.view-menu");
    const auto wished = menu_button(
        ui, {right, y, 32, 32},
        {.id = "view:menu", .name = menu, .tooltip = menu, .icon = Icon::chevron_down, .kind = ButtonKind::quiet},
        options);
    const std::string& more = ui.text("data.view-new");
    if (button(ui, {right + 34, y, 32, 32},
               {.id = "view:new", .name = more, .tooltip = more, .icon = Icon::plus, .kind = ButtonKind::quiet}))
        add_view(studio, {fresh_name(studio), {}, {}, false});
    else if (wished)
        run_menu(studio, *wished);
    else if (chosen)
        show_view(studio, static_cast<std::size_t>(*chosen));
    return 36;
}

} // namespace tw
