#include "storage/projects.hpp"

#include "storage/sql.hpp"

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::string_view columns =
    "id, organization_id, created_by, uid, title, label_config, settings, maximum_annotations, pinned_at, created_at, "
    "updated_at, task_number, finished_task_number, num_tasks_with_annotations, total_annotations_number, "
    "skipped_annotations_number, ground_truth_number, total_predictions_number";

void out(sql::Query& query, ProjectRow& row) {
    query.out(row.id).out(row.organization_id).out(row.created_by).out(row.uid).out(row.title).out(row.label_config);
    query.out(row.settings).out(row.maximum_annotations).out(row.pinned_at).out(row.created_at).out(row.updated_at);
    query.out(row.task_number)
        .out(row.finished_task_number)
        .out(row.num_tasks_with_annotations)
        .out(row.total_annotations_number);
    query.out(row.skipped_annotations_number).out(row.ground_truth_number).out(row.total_predictions_number);
}

std::string where(const ProjectFilter& filter) {
    std::string text = "organization_id = ?";
    if (!filter.ids.empty())
        text += " AND id IN (" + sql::marks(filter.ids.size()) + ")";
    if (!filter.title.empty())
        text += " AND instr(lower(title), lower(?)) > 0";
    if (filter.pinned)
        text += *filter.pinned ? " AND pinned_at <> ''" : " AND pinned_at = ''";
    return text;
}

void bind(sql::Query& query, std::int64_t organization_id, const ProjectFilter& filter) {
    query.bind(organization_id);
    for (const std::int64_t id : filter.ids)
        query.bind(id);
    if (!filter.title.empty())
        query.bind(filter.title);
}

std::string order(std::string field) {
    const bool descending = field.starts_with('-');
    if (descending)
        field.erase(0, 1);
    static constexpr std::string_view known[] = {"id",
                                                 "title",
                                                 "created_at",
                                                 "updated_at",
                                                 "task_number",
                                                 "finished_task_number",
                                                 "maximum_annotations",
                                                 "pinned_at",
                                                 "created_by",
                                                 "total_annotations_number",
                                                 "total_predictions_number"};
    for (const std::string_view name : known)
        if (field == name)
            return fmt::format("{} {}, id DESC", name, descending ? "DESC" : "ASC");
    return "CASE WHEN pinned_at = '' THEN 1 ELSE 0 END, pinned_at DESC, id DESC";
}

} // namespace

std::optional<ProjectRow> find_project(Transaction& transaction, std::int64_t id) {
    sql::Query query(transaction.sql, fmt::format("SELECT {} FROM projects WHERE id = ?", columns));
    query.bind(id);
    return sql::first_row<ProjectRow>(query, out);
}

std::optional<std::int64_t> organization_of_project(Transaction& transaction, std::int64_t id) {
    return sql::whole(transaction.sql, "SELECT organization_id FROM projects WHERE id = ?", id);
}

void insert_project(Transaction& transaction, ProjectRow& row) {
    sql::run(transaction.sql,
             "INSERT INTO projects (uid, organization_id, created_by, title, label_config, settings, "
             "maximum_annotations, pinned_at, created_at, "
             "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             row.uid, row.organization_id, row.created_by, row.title, row.label_config, row.settings,
             row.maximum_annotations, row.pinned_at, row.created_at, row.updated_at);
    row.id = sql::last_id(transaction.sql, "projects");
}

void update_project(Transaction& transaction, const ProjectRow& row) {
    sql::run(transaction.sql,
             "UPDATE projects SET title = ?, label_config = ?, settings = ?, maximum_annotations = ?, pinned_at = ?, "
             "updated_at = ?, "
             "organization_id = ? WHERE id = ?",
             row.title, row.label_config, row.settings, row.maximum_annotations, row.pinned_at, row.updated_at,
             row.organization_id, row.id);
}

void delete_project(Transaction& transaction, std::int64_t id) {
    sql::run(transaction.sql, "DELETE FROM projects WHERE id = ?", id);
}

std::int64_t count_projects(Transaction& transaction, std::int64_t organization_id, const ProjectFilter& filter) {
    std::int64_t count = 0;
    sql::Query query(transaction.sql, "SELECT count(*) FROM projects WHERE " + where(filter));
    bind(query, organization_id, filter);
    query.out(count);
    query.next();
    return count;
}

std::vector<ProjectRow> list_projects(Transaction& transaction, std::int64_t organization_id,
                                      const ProjectFilter& filter, std::int64_t offset, std::int64_t limit) {
    sql::Query query(transaction.sql, fmt::format("SELECT {} FROM projects WHERE {} ORDER BY {} LIMIT ? OFFSET ?",
                                                  columns, where(filter), order(filter.ordering)));
    bind(query, organization_id, filter);
    query.bind(limit).bind(offset);
    return sql::all_rows<ProjectRow>(query, out);
}

void change_counters(Transaction& transaction, std::int64_t project_id, const CounterChange& c) {
    sql::run(
        transaction.sql,
        "UPDATE projects SET task_number = task_number + ?, finished_task_number = finished_task_number + ?, "
        "num_tasks_with_annotations = num_tasks_with_annotations + ?, total_annotations_number = "
        "total_annotations_number + ?, "
        "skipped_annotations_number = skipped_annotations_number + ?, ground_truth_number = ground_truth_number + ?, "
        "total_predictions_number = total_predictions_number + ? WHERE id = ?",
        c.tasks, c.finished, c.with_annotations, c.annotations, c.skipped, c.ground_truth, c.predictions, project_id);
}

void add_counts(Transaction& transaction, std::int64_t project_id, const ProjectCounts& changes) {
    for (const auto& [key, n] : changes) {
        if (n == 0)
            continue;
        const auto& [kind, name, label] = key;
        sql::run(transaction.sql,
                 "INSERT INTO project_counts (project_id, kind, name, label, n) VALUES (?, ?, ?, ?, ?) "
                 "ON CONFLICT (project_id, kind, name, label) DO UPDATE SET n = project_counts.n + excluded.n",
                 project_id, kind, name, label, n);
    }
    sql::run(transaction.sql, "DELETE FROM project_counts WHERE project_id = ? AND n <= 0", project_id);
}

ProjectCounts counts_of(Transaction& transaction, std::int64_t project_id) {
    ProjectCounts counts;
    std::string kind, name, label;
    std::int64_t n = 0;
    sql::Query query(transaction.sql,
                     "SELECT kind, name, label, n FROM project_counts WHERE project_id = ? ORDER BY kind, name, label");
    query.bind(project_id).out(kind).out(name).out(label).out(n);
    while (query.next())
        counts[{kind, name, label}] = n;
    return counts;
}

void clear_counts(Transaction& transaction, std::int64_t project_id) {
    sql::run(transaction.sql, "DELETE FROM project_counts WHERE project_id = ?", project_id);
}

std::int64_t take_inner_ids(Transaction& transaction, std::int64_t project_id, std::int64_t count) {
    sql::run(transaction.sql, "UPDATE projects SET last_inner_id = last_inner_id + ? WHERE id = ?", count, project_id);
    return sql::whole(transaction.sql, "SELECT last_inner_id FROM projects WHERE id = ?", project_id).value_or(0) -
           count + 1;
}

std::int64_t count_tasks_done_by(Transaction& transaction, std::int64_t project_id, std::int64_t user_id,
                                 bool with_skipped) {
    return sql::whole(transaction.sql,
                      fmt::format(
                          "SELECT count(DISTINCT task_id) FROM annotations WHERE project_id = ? AND completed_by = ?{}",
                          with_skipped ? "" : " AND was_cancelled = 0"),
                      project_id, user_id)
        .value_or(0);
}

} // namespace tw::server
