// Which files the tasks of a project name by path, and which of them are not on this device: found in slices over the
// table, so that a hundred thousand tasks are looked through while the page stays alive. Made for one state of a table; who
// owns it makes a new one when rows come or go, and looks again when files came.
#pragma once

#include "app/store/task_table.hpp"
#include "app/transfer/import_status.hpp"
#include "formats/media_paths.hpp"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace tw {

class MediaNeeds {
public:
    struct Missing {
        std::string path;
        std::uint32_t tasks = 0; ///< that name it
    };

    MediaNeeds(std::shared_ptr<const TaskTable> table, const std::vector<WantedKey>& wanted);
    /// Works for about so long; true when everything is known.
    bool step(double budget_ms, const Clock& clock, const MediaIndex& media);
    /// Files came: what was missing is looked for again.
    void look_again();

    [[nodiscard]] bool done() const { return row_ == table_->size() && checked_ == paths_.size(); }
    [[nodiscard]] bool is_of(const TaskTable& table) const {
        return table_.get() == &table && layout_ == table.layout();
    }
    /// Does a task name a file of this name (in lower case, any folder)? Known once all rows were looked at.
    [[nodiscard]] bool names(std::string_view name) const { return names_.contains(name); }
    [[nodiscard]] bool rows_known() const { return row_ == table_->size(); }
    /// Once it is done, in the order of the tasks.
    [[nodiscard]] const std::vector<Missing>& missing() const { return missing_; }
    [[nodiscard]] std::uint64_t missing_tasks() const { return missing_tasks_; }

private:
    void look_at_row();
    void look_for_path(const MediaIndex& media);

    std::shared_ptr<const TaskTable> table_;
    std::uint64_t layout_;
    std::vector<std::string> keys_; ///< of media
    std::size_t row_ = 0, checked_ = 0;
    std::vector<Missing> paths_; ///< all that are named
    std::unordered_map<std::string, std::size_t> known_;
    std::set<std::string, std::less<>> names_;
    std::vector<Missing> missing_;
    std::uint64_t missing_tasks_ = 0;
};

/// The name of a file in a path, in lower case.
std::string lower_file_name(std::string_view path);

} // namespace tw
