#include "app/store/tab_news.hpp"

#include "app/around/around.hpp"
#include "app/page_states.hpp"

#include <algorithm>

namespace tw {
namespace {

/// The project's own record, less the counts, which each tab knows better from its table.
void reread_project(Studio& studio) {
    studio.store->list_projects(
        studio.later<std::vector<StoredProject>>([&studio](Result<std::vector<StoredProject>> found) {
            if (!found || !studio.project)
                return;
            StoredProject& stored = studio.project->stored;
            const auto its =
                std::ranges::find(*found, stored.project.uid, [](const auto& one) { return one.project.uid; });
            if (its == found->end()) {
                if (studio.task)
                    studio.task->changed = false; // there is nothing to keep it in
                studio.notify(studio.ui.text("notice.project-gone"));
                return studio.go({}, true);
            }
            const auto views_of = [](const Project& project) {
                const Json* views = find(project.extra, "views");
                return views ? dump_json(*views) : std::string();
            };
            if (views_of(its->project) != views_of(stored.project))
                studio.states->data.project_uid.clear(); // its views are read anew
            stored.project = its->project;
        }));
}

/// The open task's annotations and drafts as another tab has just kept them, before this one keeps its own. What is done to
/// a document goes its own way, by ops.
void reread_work(Studio& studio, int row) {
    const Address still = studio.address;
    studio.store->load_task(*studio.project->table, static_cast<std::size_t>(row),
                            studio.later<StoredTask>([&studio, still](Result<StoredTask> theirs) {
                                if (!theirs || studio.address != still || !studio.task)
                                    return;
                                take_work(studio.task->stored, std::move(*theirs), studio.task->document_uid);
                            }));
}

void take_summary(Studio& studio, const Json& news) {
    OpenProject& open = *studio.project;
    const int row = open.table->row_of_inner(static_cast<std::int64_t>(number_or(news, "inner_id", 0)));
    if (row < 0)
        return;
    forget_read_ahead(studio);
    if (row == open.current && studio.task)
        return reread_work(studio, row);
    TaskSummary summary = summary_from_record(string_or(news, "summary", ""));
    summary.touched = true;
    open.table->set_summary(static_cast<std::size_t>(row), std::move(summary));
    open.stored.done_count = static_cast<std::int64_t>(open.table->done_count());
}

/// Row numbers of one table as those of another, by id.
std::vector<std::uint32_t> same_rows(const std::vector<std::uint32_t>& rows, const TaskTable& from,
                                     const TaskTable& to) {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t row : rows)
        if (const int now = row < from.size() ? to.row_of(from.id(row)) : -1; now >= 0)
            out.push_back(static_cast<std::uint32_t>(now));
    return out;
}

void take_table(Studio& studio, std::shared_ptr<TaskTable> table) {
    OpenProject& open = *studio.project;
    DataView& view = studio.states->data;
    const TaskTable& before = *open.table;
    std::vector<std::uint32_t> selected;
    for (std::uint32_t row = 0; row < view.selected.size(); ++row)
        if (view.selected[row])
            selected.push_back(row);
    selected = same_rows(selected, before, *table);
    open.order = same_rows(open.order, before, *table);
    const std::int64_t current_id = open.current >= 0 ? before.id(static_cast<std::size_t>(open.current)) : 0;
    view.rows.clear();
    view.job.reset();
    view.answered_revision = 0;
    forget_read_ahead(studio); // rows have other numbers now
    if (view.project_uid == table->project_uid()) {
        view.selected.assign(table->size(), false);
        for (const std::uint32_t row : selected)
            view.selected[row] = true;
        view.selected_count = selected.size();
    }
    open.table = std::move(table);
    open.stored.task_count = static_cast<std::int64_t>(open.table->size());
    open.stored.done_count = static_cast<std::int64_t>(open.table->done_count());
    if (current_id == 0)
        return;
    open.current = open.table->row_of(current_id);
    if (open.current >= 0)
        return;
    if (studio.task)
        studio.task->changed = false;
    studio.notify(studio.ui.text("notice.task-gone"));
    studio.go(address_of(open.stored), true);
}

} // namespace

void reload_table(Studio& studio, std::function<void()> then) {
    if (!studio.project || !studio.store)
        return;
    DataView& view = studio.states->data;
    if (view.reloading) {
        view.reload_again = true;
        return;
    }
    view.reloading = true;
    const std::string uid = studio.project->stored.project.uid;
    studio.store->open_table(uid, studio.later<std::shared_ptr<TaskTable>>(
                                      [&studio, uid, then = std::move(then)](Result<std::shared_ptr<TaskTable>> table) {
                                          DataView& now = studio.states->data;
                                          now.reloading = false;
                                          const bool again = std::exchange(now.reload_again, false);
                                          if (!studio.project || studio.project->stored.project.uid != uid)
                                              return;
                                          if (!table) {
                                              studio.storage_error = table.error();
                                              return;
                                          }
                                          take_table(studio, std::move(*table));
                                          if (then)
                                              then();
                                          if (again)
                                              reload_table(studio);
                                      }));
}

void hear_tab(Studio& studio, const Json& news) {
    const std::string type = string_or(news, "type", ""), uid = string_or(news, "project", "");
    if (studio.page == Page::projects && type != "task")
        studio.load_projects();
    if (!studio.project || !studio.store)
        return;
    if (type == "projects")
        reread_project(studio);
    else if (uid == studio.project->stored.project.uid && type == "tasks")
        reload_table(studio);
    else if (uid == studio.project->stored.project.uid && type == "task")
        take_summary(studio, news);
}

} // namespace tw
