// All tasks of the open project in memory: the text of its chunks as they were imported, and a summary a row. Rows are in
// the order of inner ids and are numbers from 0 to size(); deleting renumbers them. Made and kept up to date by
// LocalStore; whole tasks (annotations and all) are fetched by LocalStore::load_task. A page reads it every frame, so
// nothing here is slower than a look-up: data is parsed when asked for and kept while it is looked at.
#pragma once

#include "formats/task_line.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tw {

class TaskTable {
public:
    explicit TaskTable(std::string project_uid) : project_uid_(std::move(project_uid)) {}

    [[nodiscard]] const std::string& project_uid() const { return project_uid_; }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    [[nodiscard]] std::int64_t id(std::size_t row) const { return rows_[row].id; }
    [[nodiscard]] std::int64_t inner_id(std::size_t row) const { return rows_[row].inner_id; }
    /// The row of a task, or -1.
    [[nodiscard]] int row_of(std::int64_t task_id) const;
    [[nodiscard]] TaskState state(std::size_t row) const { return rows_[row].state; }
    [[nodiscard]] const TaskSummary& summary(std::size_t row) const;
    /// The first row at or behind `from` that is neither done nor skipped, going round; -1 when all are.
    [[nodiscard]] int next_unfinished(std::size_t from = 0) const;
    [[nodiscard]] std::size_t count(TaskState state) const { return counts_[static_cast<std::size_t>(state)]; }
    [[nodiscard]] std::size_t done_count() const { return count(TaskState::done) + count(TaskState::skipped); }

    /// The task's data as JSON text, for searching.
    [[nodiscard]] std::string_view raw(std::size_t row) const;
    /// The task's data; good until 256 other rows were asked for, or the table changed.
    [[nodiscard]] const Json& data(std::size_t row) const;
    /// Everything of the line: uids, when it came, meta.
    [[nodiscard]] TaskLine line(std::size_t row) const;
    /// What a person knows a task by: the first text of its data, or its file's name; at most `max_bytes`.
    [[nodiscard]] std::string title(std::size_t row, std::size_t max_bytes = 400) const;
    /// Names of data fields in the order of the first rows that have them (looks at the first 200 rows, and some more).
    [[nodiscard]] const std::vector<std::string>& fields() const;
    [[nodiscard]] std::size_t memory_bytes() const;
    /// Rises with every change of anything here.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }
    /// Rises when rows come or go: row numbers and texts of before are then no good.
    [[nodiscard]] std::uint64_t layout() const { return layout_; }

    // --- for LocalStore -----------------------------------------------------------------------------------------------
    /// Chunks come in key order. Lines that cannot be read are left out.
    void add_chunk(std::string key, std::string text);
    void set_summary(std::size_t row, TaskSummary summary);
    [[nodiscard]] int row_of_inner(std::int64_t inner_id) const;
    [[nodiscard]] std::string last_chunk_key() const { return chunks_.empty() ? std::string() : chunks_.back().key; }
    struct Rewritten {
        std::string key, before, after; ///< after: "" when no line is left
    };
    /// Removes rows, which are in order, and answers the chunks that changed.
    std::vector<Rewritten> erase(const std::vector<std::uint32_t>& rows);

private:
    struct Row {
        std::int64_t id, inner_id;
        std::uint32_t chunk, line_begin, line_size, data_begin, data_size; ///< data_begin: from the line's begin
        std::int32_t summary = -1;                                         ///< into summaries_; -1: nothing to tell
        TaskState state = TaskState::fresh;
    };
    struct Chunk {
        std::string key;
        std::unique_ptr<std::string> text; ///< views into it stay good while chunks are added
    };
    struct Parsed {
        std::uint32_t row;
        std::uint64_t last_used;
        std::unique_ptr<Json> data;
    };
    [[nodiscard]] std::string_view line_text(const Row& row) const;

    std::string project_uid_;
    std::vector<Chunk> chunks_;
    std::vector<Row> rows_;
    std::deque<TaskSummary> summaries_;
    std::size_t counts_[4] = {};
    bool ids_rise_ = true;
    std::uint64_t revision_ = 1, layout_ = 1;
    mutable std::vector<Parsed> parsed_;
    mutable std::uint64_t uses_ = 0;
    mutable std::vector<std::string> fields_;
    mutable std::size_t fields_at_size_ = 0;
};

} // namespace tw
