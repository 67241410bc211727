// How tasks come into a LocalStore: ids set aside, blobs first, then chunk by chunk; and taken back.
#include "app/store/local_store.hpp"
#include "app/store/store_keys.hpp"
#include "base/id.hpp"
#include "base/time.hpp"

#include <algorithm>
#include <charconv>

namespace tw {
namespace {

constexpr std::size_t tasks_a_chunk = 256, bytes_a_chunk = 512 * 1024;
constexpr std::size_t blobs_at_once = 8;

} // namespace

struct LocalStore::Adding {
    StoredProject project;
    std::int64_t first_task_id = 1, next_task_id = 1, first_inner_id = 1, last_inner_id = 0;
    std::int64_t count_before = 0, done_before = 0;
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
    storage_->records().get(
        "meta", "counters", [this, adding, count, done = std::move(done)](Result<std::string> text) {
            if (!text && text.error().code != "not-found")
                return done(std::unexpected(text.error()));
            const Json counters = text ? parse_json(*text).value_or(Json::object()) : Json::object();
            std::int64_t projects = static_cast<std::int64_t>(number_or(counters, "projects", 0));
            const auto task_count = static_cast<std::int64_t>(number_or(counters, "tasks", 0));
            Project& p = adding->project.project;
            if (p.id == 0) {
                p.id = ++projects;
                p.uid = make_uid(clock_->now_ms_utc(), *random_);
                p.created_at_utc = iso_from_ms(clock_->now_ms_utc());
            }
            adding->first_task_id = adding->next_task_id = task_count + 1;
            const std::string next = dump_json({{"projects", projects}, {"tasks", task_count + count}});
            // Apart from the project's own record, which other tabs write for other reasons.
            storage_->records().get(
                "meta", inner_ids_key(p.uid), [this, adding, count, next, done](Result<std::string> last) {
                    if (!last && last.error().code != "not-found")
                        return done(std::unexpected(last.error()));
                    if (last)
                        std::from_chars(last->data(), last->data() + last->size(), adding->last_inner_id);
                    adding->first_inner_id = adding->last_inner_id + 1;
                    const std::string inner_ids = std::to_string(adding->last_inner_id + count);
                    std::vector<RecordWrite> writes(2);
                    writes[0] = {"meta", {{"counters", next}, {inner_ids_key(adding->project.project.uid), inner_ids}}};
                    // A tab killed from here on leaves a project with the tasks written so far.
                    writes[1] = {"projects", {{adding->project.project.uid, to_record(touched(adding->project))}}};
                    storage_->records().put_all(std::move(writes), [adding, done](Result<Unit> kept) {
                        if (kept)
                            done(adding);
                        else
                            done(std::unexpected(kept.error()));
                    });
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
    adding->project.task_count = adding->count_before;
    adding->project.done_count = adding->done_before;
    const std::string& uid = adding->project.project.uid;
    storage_->records().erase("task_work", task_key(uid, adding->first_inner_id), after_tasks(uid),
                              [](const Result<Unit>&) {});
    storage_->records().erase("task_chunks", chunk_key(uid, adding->first_inner_id), after_tasks(uid),
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
