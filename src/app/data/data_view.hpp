// The Data page: which tasks are shown, in which order and with which columns, which are selected, and what is done with
// them. Rows are rows of the open project's TaskTable; positions count what is shown. A project has views, each with
// filters, order, columns and grid of its own, kept with the project; a change of the table makes the query run anew.
#pragma once

#include "app/store/task_query.hpp"
#include "app/studio.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

struct DataColumn {
    std::string key; ///< as TaskQuery::sort names it: "id", "state", "data.text"
    double width_px = 160;
    bool shown = true;
    bool picture = false; ///< its values are addresses of pictures
    [[nodiscard]] bool is_data() const { return key.starts_with("data."); }
};

/// A view as it is kept: what is not written in it is as it comes.
struct SavedView {
    std::string name; ///< "" is the first one's own
    TaskQuery query;
    std::vector<DataColumn> columns;
    bool grid = false;
};
Json to_json(const SavedView& view);
SavedView saved_view_from(const Json& json);

struct DataView {
    std::string project_uid; ///< whose view this is; cleared when it is to be read anew
    std::vector<SavedView> views;
    std::size_t current = 0; ///< the one that is shown; its part below is ahead of it until keep_view()
    bool renaming = false, rename_fresh = false;
    std::string new_name;
    bool writing = false, write_again = false;    ///< the views, into the project
    bool reloading = false, reload_again = false; ///< the table (tab_news.cpp)
    std::optional<DeletedTasks> deleted;          ///< the last ones, to be brought back
    std::vector<DataColumn> columns;
    std::size_t known_fields = 0;

    TaskQuery query;
    bool filters_open = false;
    std::unique_ptr<TaskQueryJob> job; ///< the query that is being answered
    TaskQuery answered;
    std::uint64_t answered_revision = 0, answered_layout = 0;
    std::vector<std::uint32_t> rows; ///< of the last answer

    std::vector<bool> selected; ///< by row of the table
    std::size_t selected_count = 0;
    int cursor = -1, anchor = -1; ///< positions
    bool grid = false;
    double scroll_x_px = 0, last_offset_px = 0;
    bool fast = false; ///< scrolling quickly: no new thumbnails are asked for

    bool columns_open = false, take_search = false;
    bool refocus = false; ///< a dialog closed: the keyboard is the cursor's again
    int dragged = -1;     ///< column whose header is being dragged
    std::int64_t json_task = 0;
    std::string json;
    std::vector<std::size_t> json_lines;

    [[nodiscard]] bool filtered() const { return !query.text.empty() || !query.conditions.empty(); }
};

inline constexpr double data_row_px = 66;

// --- data_views.cpp
/// Reads the project's views when they are not here, and brings the columns of the one shown up to date.
void load_view(Studio& studio);
/// What the view shows becomes what is kept of it.
void keep_view(Studio& studio);
/// Tabs, and what is done with a view; answers the height used.
double draw_view_tabs(Studio& studio, const Rect& box_px);

// --- data_columns.cpp
/// What the tasks have to show, as it comes.
std::vector<DataColumn> all_columns(const TaskTable& table);
/// What was kept goes on top: order, widths, hidden ones.
void apply_columns(std::vector<DataColumn>& columns, const std::vector<DataColumn>& kept);
std::string column_title(const Studio& studio, const DataColumn& column);
void draw_columns_dialog(Studio& studio);
void sort_by(Studio& studio, const std::string& key);

// --- data_query.cpp: answering the query, and the row of filters
void step_query(Studio& studio);
/// Answers the height used.
double draw_filters(Studio& studio, const Rect& box_px);

// --- data_table.cpp, data_grid.cpp
void draw_data_table(Studio& studio, const Rect& box_px);
void draw_data_grid(Studio& studio, const Rect& box_px);
/// The text of a value as a cell shows it.
std::string cell_text(const Json& value);
void draw_thumbnail(Studio& studio, const Rect& box_px, const std::string& address);
/// A state as a small mark; answers its width.
double draw_state(Studio& studio, Vec2 corner_px, TaskState state);
/// The box to select a task by.
void draw_selector(Studio& studio, const Rect& box_px, int position);
/// What a click on a task's row or card means: opens it, or selects with Shift or Ctrl.
void clicked(Studio& studio, int position, const RowResult& how);

// --- data_work.cpp
/// After a dialog, to the row it was asked for from.
void give_focus_back(Studio& studio);
void select_one(Studio& studio, int position, bool on);
void select_all(Studio& studio, bool on);
/// The rows that an action is about, in the order shown: the selected ones, else all that are shown.
std::vector<std::uint32_t> rows_at_work(const Studio& studio);
void label_rows(Studio& studio);
/// While labeling a task that an address led to: the way through the tasks is that of the view that was open last.
void step_order(Studio& studio);
void export_rows(Studio& studio);
void delete_selected(Studio& studio);
/// Brings back what was deleted last.
bool restore_deleted(Studio& studio);
void show_json(Studio& studio, std::uint32_t row);
void draw_json_dialog(Studio& studio);
void add_data_actions(Studio& studio);

} // namespace tw
