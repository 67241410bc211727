// The local projects of this device over DeviceStorage: records of projects and tasks, blobs of dropped files, counters for
// integer ids. Knows no session and no page. Every call answers later, by Completion; a project is written before its
// tasks, blobs before the tasks that name them, so that a tab killed in between leaves nothing dangling.
#pragma once

#include "app/task_record.hpp"
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
    Bytes bytes;
};

class LocalStore {
public:
    LocalStore(DeviceStorage& storage, const Clock& clock, Random& random);

    /// Newest first.
    void list_projects(Completion<std::vector<StoredProject>> done);
    /// The tasks of a project, in order; unreadable records are left out.
    void list_tasks(const std::string& project_uid, Completion<std::vector<StoredTask>> done);
    void put_project(const StoredProject& project, Completion<Unit> done);
    void put_task(const std::string& project_uid, const StoredTask& task, Completion<Unit> done);
    /// Gives ids and uids, keeps everything, and answers the project with its new counts. A project without an id is new.
    void add_tasks(StoredProject project, std::vector<Task> tasks, std::vector<NewBlob> blobs,
                   std::function<void(std::size_t done, std::size_t total)> progress, Completion<StoredProject> done);
    /// The project and its tasks' records; ops and blobs stay until the storage is compacted.
    void delete_project(const std::string& project_uid, Completion<Unit> done);
    /// The document of each task as the log has it, in the tasks' order.
    void read_documents(const std::vector<StoredTask>& tasks, Completion<std::vector<DocumentRecords>> done);

    DeviceStorage& storage() { return *storage_; }

private:
    struct Adding;
    void put_next(const std::shared_ptr<Adding>& adding);
    void list_from(std::string collection, std::string first, std::string last,
                   std::shared_ptr<std::vector<Record>> got, Completion<std::vector<Record>> done);
    StoredTask make_stored(Task task, std::int64_t id, std::int64_t inner_id);
    DeviceStorage* storage_;
    const Clock* clock_;
    Random* random_;
};

} // namespace tw
