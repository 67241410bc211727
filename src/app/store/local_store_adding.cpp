// How tasks come into a LocalStore: ids set aside, blobs first, then chunk by chunk; and taken back.
#include "app/store/local_store.hpp"
#include "app/store/store_keys.hpp"
#include "base/id.hpp"
#include "base/time.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t tasks_a_chunk = 256, bytes_a_chunk = 512 * 1024;
constexpr std::size_t blobs_at_once = 8;

} // namespace

struct LocalStore::Adding {
    StoredProject project;
    std::int64_t first_task_id = 1, next_task_id = 1, first_inner_id = 1, last_inner_id = 0;
    std::int64_t end_inner_id = 1; ///< behind the last that was set aside: other tabs' tasks begin there
    std::int64_t count_before = 0, done_before = 0;
    bool makes_project = false;
};

/// One add_tasks under way: first the blobs, some at a time, then the tasks chunk by chunk.
struct LocalStore::Batch {
    std::shared_ptr<Adding> adding;
    std::vector<Task> tasks;
    std::vector<NewBlob> blobs;
    std::function<void(std::size_t, std::size_t)> progress;
    Completion<AddedTasks> done;
    std::size_t next_blob = 0, next_task = 0, under_way = 0;
    bool failed = false;
};

void LocalStore::begin_adding(StoredProject project, std::size_t most_tasks, Completion<std::shared_ptr<Adding>> done) {
    auto adding = std::make_shared<Adding>();
    adding->project = std::move(project);
    adding->count_before = adding->project.task_count;
    adding->done_before = adding->project.done_count;
    const auto count = static_cast<std::int64_t>(most_tasks);
    Project& p = adding->project.project;
    adding->makes_project = p.id == 0;
    if (adding->makes_project) {
        p.uid = make_uid(clock_->now_ms_utc(), *random_);
        p.created_at_utc = iso_from_ms(clock_->now_ms_utc());
    }
    const std::vector<CounterStep> steps = {{"counters", "projects", adding->makes_project ? 1 : 0},
                                            {"counters", "tasks", count},
                                            {inner_ids_key(p.uid), "", count}};
    storage_->records().count_up(
        steps, [this, adding, count, done = std::move(done)](Result<std::vector<std::int64_t>> now) {
            if (!now || now->size() != 3)
                return done(now ? fail(say("storage-failed.counters")) : std::unexpected(now.error()));
            Project& its = adding->project.project;
            if (adding->makes_project)
                its.id = (*now)[0];
            adding->first_task_id = adding->next_task_id = (*now)[1] - count + 1;
            adding->last_inner_id = (*now)[2] - count;
            adding->first_inner_id = adding->last_inner_id + 1;
            adding->end_inner_id = (*now)[2] + 1;
            // A tab killed from here on leaves a project with the tasks written so far.
            put_project(adding->project, [adding, done](Result<Unit> kept) {
                if (kept)
                    done(adding);
                else
                    done(std::unexpected(kept.error()));
            });
        });
}

void LocalStore::add_some(const std::shared_ptr<Adding>& adding, std::vector<Task> tasks, Completion<Unit> done) {
    StoredProject& project = adding->project;
    const std::string& uid = project.project.uid;
    const std::uint64_t now = clock_->now_ms_utc();
    std::vector<RecordWrite> writes(3);
    writes[0].collection = "task_chunks";
    writes[1].collection = "task_work";
    for (std::size_t next = 0; next < tasks.size();) {
        std::string chunk;
        const std::int64_t first = adding->last_inner_id + 1;
        for (std::size_t count = 0; next < tasks.size() && count < tasks_a_chunk && chunk.size() < bytes_a_chunk;
             ++count, ++next) {
            const StoredTask stored =
                task_coming_in(std::move(tasks[next]), adding->next_task_id++, ++adding->last_inner_id, now, *random_);
            ++project.task_count;
            project.done_count += is_finished(stored.state) ? 1 : 0;
            append_task_line(chunk, stored);
            if (std::string work = work_record(stored); !work.empty())
                writes[1].records.push_back({task_key(uid, stored.task.inner_id), std::move(work)});
        }
        writes[0].records.push_back({chunk_key(uid, first), std::move(chunk)});
    }
    writes[2] = {"projects", {{uid, to_record(touched(project))}}};
    storage_->records().put_all(std::move(writes), std::move(done));
}

AddedTasks LocalStore::added(const Adding& adding) {
    const auto count = static_cast<std::size_t>(adding.next_task_id - adding.first_task_id);
    return {adding.project, count == 0 ? 0 : adding.first_task_id, count};
}

void LocalStore::undo_adding(const std::shared_ptr<Adding>& adding, Completion<Unit> done) {
    const std::string& uid = adding->project.project.uid;
    if (adding->makes_project)
        return delete_project(uid, std::move(done));
    adding->project.task_count = adding->count_before;
    adding->project.done_count = adding->done_before;
    storage_->records().erase("task_work", task_key(uid, adding->first_inner_id), task_key(uid, adding->end_inner_id),
                              [](const Result<Unit>&) {});
    storage_->records().erase("task_chunks", chunk_key(uid, adding->first_inner_id),
                              chunk_key(uid, adding->end_inner_id),
                              [this, adding, done = std::move(done)](Result<Unit> gone) {
                                  if (!gone)
                                      return done(std::unexpected(gone.error()));
                                  put_project(adding->project, done);
                              });
}

void LocalStore::add_tasks(StoredProject project, std::vector<Task> tasks, std::vector<NewBlob> blobs,
                           std::function<void(std::size_t, std::size_t)> progress, Completion<AddedTasks> done) {
    auto batch = std::make_shared<Batch>();
    batch->tasks = std::move(tasks);
    batch->blobs = std::move(blobs);
    batch->progress = std::move(progress);
    batch->done = std::move(done);
    begin_adding(std::move(project), batch->tasks.size(), [this, batch](Result<std::shared_ptr<Adding>> adding) {
        if (!adding)
            return batch->done(std::unexpected(adding.error()));
        batch->adding = std::move(*adding);
        put_next(batch);
    });
}

void LocalStore::put_next(const std::shared_ptr<Batch>& batch) {
    const auto go_on = [this, batch](Result<Unit> kept) {
        --batch->under_way;
        if (!kept && !batch->failed) {
            batch->failed = true;
            return batch->done(std::unexpected(kept.error()));
        }
        if (batch->failed)
            return;
        if (batch->progress)
            batch->progress(batch->next_blob + batch->next_task, batch->blobs.size() + batch->tasks.size());
        put_next(batch);
    };
    while (batch->next_blob < batch->blobs.size() && batch->under_way < blobs_at_once) {
        NewBlob& blob = batch->blobs[batch->next_blob++];
        ++batch->under_way;
        storage_->blobs().put(blob.sha256, blob.mime, std::move(blob.bytes), go_on);
    }
    if (batch->under_way > 0)
        return;
    if (batch->next_task == batch->tasks.size())
        return batch->done(added(*batch->adding));
    const auto begin = batch->tasks.begin() + static_cast<std::ptrdiff_t>(batch->next_task);
    batch->next_task = std::min(batch->tasks.size(), batch->next_task + tasks_a_chunk);
    ++batch->under_way;
    add_some(batch->adding,
             {std::make_move_iterator(begin),
              std::make_move_iterator(batch->tasks.begin() + static_cast<std::ptrdiff_t>(batch->next_task))},
             go_on);
}

} // namespace tw
