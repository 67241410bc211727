// The local projects of this device over DeviceStorage: projects, chunks of tasks, what happened to single tasks since,
// blobs of dropped files, counters for integer ids. Knows no session and no page. Every call answers later, by Completion.
// A chunk (collection "task_chunks", up to 256 lines) never changes but by deleting; a change of a task writes its summary
// ("task_states") and its annotations ("task_work") in one transaction, so two tabs never overwrite each other's tasks. A
// project is written before its tasks, blobs before the tasks that name them: a tab killed in between leaves nothing
// dangling.
#pragma once

#include "app/store/task_record.hpp"
#include "app/store/task_table.hpp"
#include "formats/media_paths.hpp"
#include "ports/clock.hpp"
#include "ports/op_log.hpp"
#include "ports/stores.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tw {

struct NewBlob {
    std::string sha256, mime;
    Bytes bytes; ///< empty: the host holds the file under its hash
};

struct AddedTasks {
    StoredProject project; ///< with its new counts
    std::int64_t first_task_id = 0;
    std::size_t count = 0;
};

/// Tasks that were deleted, for as long as they may be wanted back. Good until tasks of the project are deleted again.
struct DeletedTasks {
    StoredProject project; ///< with the counts of before
    std::size_t count = 0;
    std::vector<RecordWrite> records; ///< as they were
};

/// A task and what the log has of its document.
struct TaskWithDocument {
    StoredTask stored;
    DocumentRecords document;
};

/// A line of a server's project.
struct MirroredTask {
    std::string uid, document_uid, created_at_utc;
    std::string data, meta; ///< JSON text of one line
    std::int64_t id = 0, inner_id = 0;
    TaskSummary summary;
};

class LocalStore {
public:
    LocalStore(DeviceStorage& storage, const Clock& clock, Random& random);

    /// Newest first.
    void list_projects(Completion<std::vector<StoredProject>> done);
    void put_project(const StoredProject& project, Completion<Unit> done);
    /// All tasks of a project; a page of chunks a frame. Unreadable lines are left out.
    void open_table(const std::string& project_uid, Completion<std::shared_ptr<TaskTable>> done);
    /// The whole task of a row.
    void load_task(const TaskTable& table, std::size_t row, Completion<StoredTask> done);
    /// Whole tasks of rows (in order), with their documents when something happened to them.
    void load_tasks(const TaskTable& table, const std::vector<std::uint32_t>& rows,
                    Completion<std::vector<TaskWithDocument>> done);
    /// Keeps what changed of a task, and brings the table's row up to date at once.
    void put_task(TaskTable& table, std::size_t row, const StoredTask& task, TaskSummary summary,
                  Completion<Unit> done);
    /// Gives ids and uids, keeps everything. A project without an id is new.
    void add_tasks(StoredProject project, std::vector<Task> tasks, std::vector<NewBlob> blobs,
                   std::function<void(std::size_t done, std::size_t total)> progress, Completion<AddedTasks> done);
    /// The same bit by bit, for files too large to be held: ids for `most_tasks` are set aside, then tasks come in in any
    /// number of calls, several of which may be under way.
    struct Adding;
    void begin_adding(StoredProject project, std::size_t most_tasks, Completion<std::shared_ptr<Adding>> done);
    void add_some(const std::shared_ptr<Adding>& adding, std::vector<Task> tasks, Completion<Unit> done);
    [[nodiscard]] static AddedTasks added(const Adding& adding);
    /// Takes everything back that came in by this adding, and the project too when it is new.
    void undo_adding(const std::shared_ptr<Adding>& adding, Completion<Unit> done);
    /// A mirror's list of tasks as the server has it now: what is not in it any more goes, with its work; what happened to
    /// the others stays. The table is to be opened anew.
    void put_mirror(StoredProject project, std::vector<MirroredTask> tasks, Completion<Unit> done);
    /// Brings chunks into the table that were added since it was opened.
    void read_new(std::shared_ptr<TaskTable> table, Completion<Unit> done);
    /// Files of a project that its tasks name by path: keeps the file and where its path leads.
    void put_media(const std::string& project_uid, std::vector<std::pair<std::string, NewBlob>> files,
                   Completion<Unit> done);
    void list_media(const std::string& project_uid, Completion<MediaIndex> done);
    /// Rows (in order) of the table: their lines, states and work; the project's counts. The table has them no more at once.
    /// Ops stay until the storage is compacted.
    void delete_tasks(TaskTable& table, const std::vector<std::uint32_t>& rows, StoredProject project,
                      Completion<DeletedTasks> done);
    /// Brings them back with all that was done to them; open_table() finds them.
    void restore_tasks(DeletedTasks deleted, Completion<Unit> done);
    /// The project and its tasks' records; ops and blobs stay until the storage is compacted.
    void delete_project(const std::string& project_uid, Completion<Unit> done);

    DeviceStorage& storage() { return *storage_; }

private:
    struct Opening;
    struct Batch;
    void put_next(const std::shared_ptr<Batch>& batch);
    [[nodiscard]] StoredProject touched(StoredProject project) const; ///< changed now
    void read_chunks(const std::shared_ptr<Opening>& opening, std::string first);
    void read_states(const std::shared_ptr<Opening>& opening, std::string first);
    void list_from(std::string collection, std::string first, std::string last,
                   std::shared_ptr<std::vector<Record>> got, Completion<std::vector<Record>> done);
    DeviceStorage* storage_;
    const Clock* clock_;
    Random* random_;
};

} // namespace tw
