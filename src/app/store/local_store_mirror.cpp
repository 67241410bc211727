// A server's project as this device keeps it: its lines are the server's, what is kept beside them is this device's.
#include "app/store/local_store.hpp"
#include "app/store/store_keys.hpp"

#include <set>

namespace tw {
namespace {

constexpr std::size_t tasks_a_chunk = 256;

} // namespace

void LocalStore::put_mirror(StoredProject project, std::vector<MirroredTask> tasks, Completion<Unit> done) {
    const std::string& uid = project.project.uid;
    auto writes = std::make_shared<std::vector<RecordWrite>>(2);
    (*writes)[0].collection = "task_chunks";
    project.task_count = static_cast<std::int64_t>(tasks.size());
    project.done_count = 0;
    auto inner_ids = std::make_shared<std::set<std::int64_t>>();
    std::ranges::sort(tasks, {}, &MirroredTask::inner_id);
    for (std::size_t next = 0; next < tasks.size();) {
        std::string chunk;
        const std::int64_t first = tasks[next].inner_id;
        for (std::size_t count = 0; next < tasks.size() && count < tasks_a_chunk; ++count, ++next) {
            const MirroredTask& task = tasks[next];
            const std::string summary = to_record(task.summary);
            append_task_line(chunk, TaskLine{task.id, task.inner_id, task.uid, task.document_uid, task.created_at_utc,
                                             summary, task.meta, task.data});
            inner_ids->insert(task.inner_id);
            project.done_count += is_finished(task.summary.state) ? 1 : 0;
        }
        (*writes)[0].records.push_back({chunk_key(uid, first), std::move(chunk)});
    }
    (*writes)[1] = {"projects", {{uid, to_record(project)}}};
    // States of this device would hide the server's: they go with the old lines, and come again with what is opened.
    const std::string first = uid + "/", last = after_tasks(uid);
    storage_->records().list(
        "task_work", first, last, 1'000'000,
        [this, writes, inner_ids, first, last, done = std::move(done)](Result<std::vector<Record>> work) {
            if (!work)
                return done(std::unexpected(work.error()));
            RecordWrite gone{"task_work", {}};
            for (const Record& record : *work)
                if (!inner_ids->contains(inner_id_of(record.key)))
                    gone.records.push_back({record.key, ""});
            writes->push_back(std::move(gone));
            storage_->records().erase("task_states", first, last, [](const Result<Unit>&) {});
            storage_->records().erase("task_chunks", first, last, [this, writes, done](Result<Unit> erased) {
                if (!erased)
                    return done(std::unexpected(erased.error()));
                storage_->records().put_all(std::move(*writes), done);
            });
        });
}

} // namespace tw
