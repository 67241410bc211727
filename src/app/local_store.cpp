#include "app/local_store.hpp"

#include "base/id.hpp"
#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t page_size = 500;
constexpr std::size_t batch_size = 200;

std::string task_key(const std::string& project_uid, std::int64_t inner_id) {
    return fmt::format("{}/{:010}", project_uid, inner_id);
}
/// '0' follows '/': every key of a project's tasks lies before this one.
std::string after_tasks(const std::string& project_uid) {
    return project_uid + "0";
}

} // namespace

/// One add_tasks under way: first the counters, then the blobs one by one, then the tasks in batches, then the project.
struct LocalStore::Adding {
    StoredProject project;
    std::vector<Task> tasks;
    std::vector<NewBlob> blobs;
    std::function<void(std::size_t, std::size_t)> progress;
    Completion<StoredProject> done;
    std::int64_t next_task_id = 1, next_inner_id = 1;
    std::size_t next_blob = 0, next_task = 0;
    bool project_written = false;
};

LocalStore::LocalStore(DeviceStorage& storage, const Clock& clock, Random& random)
    : storage_(&storage), clock_(&clock), random_(&random) {}

void LocalStore::list_from(std::string collection, std::string first, std::string last,
                           std::shared_ptr<std::vector<Record>> got, Completion<std::vector<Record>> done) {
    storage_->records().list(collection, first, last, page_size,
                             [this, collection, last, got, done = std::move(done)](Result<std::vector<Record>> page) {
                                 if (!page)
                                     return done(std::unexpected(page.error()));
                                 const bool more = page->size() == page_size;
                                 for (Record& record : *page)
                                     got->push_back(std::move(record));
                                 if (more) // the key right after the last one of this page
                                     return list_from(collection, got->back().key + '\x01', last, got, done);
                                 done(std::move(*got));
                             });
}

void LocalStore::list_projects(Completion<std::vector<StoredProject>> done) {
    list_from("projects", "", "", std::make_shared<std::vector<Record>>(),
              [done = std::move(done)](Result<std::vector<Record>> records) {
                  if (!records)
                      return done(std::unexpected(records.error()));
                  std::vector<StoredProject> projects;
                  for (const Record& record : *records)
                      if (auto project = project_from_record(record.json))
                          projects.push_back(std::move(*project));
                  std::ranges::sort(projects, std::greater{}, [](const StoredProject& p) { return p.project.id; });
                  done(std::move(projects));
              });
}

void LocalStore::list_tasks(const std::string& project_uid, Completion<std::vector<StoredTask>> done) {
    list_from("tasks", project_uid + "/", after_tasks(project_uid), std::make_shared<std::vector<Record>>(),
              [done = std::move(done)](Result<std::vector<Record>> records) {
                  if (!records)
                      return done(std::unexpected(records.error()));
                  std::vector<StoredTask> tasks;
                  tasks.reserve(records->size());
                  for (const Record& record : *records)
                      if (auto task = task_from_record(record.json))
                          tasks.push_back(std::move(*task));
                  done(std::move(tasks));
              });
}

void LocalStore::put_project(const StoredProject& project, Completion<Unit> done) {
    StoredProject touched = project;
    touched.project.updated_at_utc = iso_from_ms(clock_->now_ms_utc());
    storage_->records().put("projects", {{project.project.uid, to_record(touched)}}, std::move(done));
}

void LocalStore::put_task(const std::string& project_uid, const StoredTask& task, Completion<Unit> done) {
    storage_->records().put("tasks", {{task_key(project_uid, task.task.inner_id), to_record(task)}}, std::move(done));
}

StoredTask LocalStore::make_stored(Task task, std::int64_t id, std::int64_t inner_id) {
    StoredTask stored;
    const std::uint64_t now = clock_->now_ms_utc();
    task.uid = make_uid(now, *random_);
    task.id = id;
    task.inner_id = inner_id;
    for (Annotation& annotation : task.annotations)
        if (annotation.uid.empty())
            annotation.uid = make_uid(now, *random_);
    if (task.annotations.empty()) {
        stored.document_uid = make_uid(now, *random_);
        // The newest draft is where a person left off; without one, a prediction is where to begin.
        if (task.drafts.is_array() && !task.drafts.empty() && find(task.drafts.back(), "result")) {
            stored.base_result = *find(task.drafts.back(), "result");
            stored.state = TaskState::started;
            task.drafts.erase(task.drafts.size() - 1);
        } else if (!task.predictions.empty()) {
            stored.base_result = task.predictions.front().result;
        }
    } else {
        const Annotation& own = task.annotations.front();
        stored.document_uid = own.uid;
        stored.base_result = own.result;
        stored.state = own.was_cancelled ? TaskState::skipped : TaskState::done;
    }
    stored.task = std::move(task);
    return stored;
}

void LocalStore::add_tasks(StoredProject project, std::vector<Task> tasks, std::vector<NewBlob> blobs,
                           std::function<void(std::size_t, std::size_t)> progress, Completion<StoredProject> done) {
    auto adding = std::make_shared<Adding>();
    adding->project = std::move(project);
    adding->tasks = std::move(tasks);
    adding->blobs = std::move(blobs);
    adding->progress = std::move(progress);
    adding->done = std::move(done);
    adding->next_inner_id = adding->project.task_count + 1;
    storage_->records().get("meta", "counters", [this, adding](Result<std::string> text) {
        if (!text && text.error().code != "not-found")
            return adding->done(std::unexpected(text.error()));
        const Json counters = text ? parse_json(*text).value_or(Json::object()) : Json::object();
        std::int64_t projects = static_cast<std::int64_t>(number_or(counters, "projects", 0));
        const auto task_count = static_cast<std::int64_t>(number_or(counters, "tasks", 0));
        Project& p = adding->project.project;
        if (p.id == 0) {
            p.id = ++projects;
            p.uid = make_uid(clock_->now_ms_utc(), *random_);
            p.created_at_utc = iso_from_ms(clock_->now_ms_utc());
        }
        adding->next_task_id = task_count + 1;
        const Json next = {{"projects", projects},
                           {"tasks", task_count + static_cast<std::int64_t>(adding->tasks.size())}};
        storage_->records().put("meta", {{"counters", dump_json(next)}}, [this, adding](Result<Unit> kept) {
            if (!kept)
                return adding->done(std::unexpected(kept.error()));
            put_next(adding);
        });
    });
}

void LocalStore::put_next(const std::shared_ptr<Adding>& adding) {
    const auto go_on = [this, adding](Result<Unit> kept) {
        if (!kept)
            return adding->done(std::unexpected(kept.error()));
        if (adding->progress)
            adding->progress(adding->next_blob + adding->next_task, adding->blobs.size() + adding->tasks.size());
        put_next(adding);
    };
    if (adding->next_blob < adding->blobs.size()) {
        NewBlob& blob = adding->blobs[adding->next_blob++];
        return storage_->blobs().put(blob.sha256, blob.mime, std::move(blob.bytes), go_on);
    }
    if (!adding->project_written) { // a tab killed from here on leaves a project with the tasks written so far
        adding->project_written = true;
        return put_project(adding->project, go_on);
    }
    if (adding->next_task < adding->tasks.size()) {
        std::vector<Record> records;
        for (; adding->next_task < adding->tasks.size() && records.size() < batch_size; ++adding->next_task) {
            const StoredTask stored = make_stored(std::move(adding->tasks[adding->next_task]), adding->next_task_id++,
                                                  adding->next_inner_id++);
            ++adding->project.task_count;
            if (stored.state == TaskState::done || stored.state == TaskState::skipped)
                ++adding->project.done_count;
            records.push_back({task_key(adding->project.project.uid, stored.task.inner_id), to_record(stored)});
        }
        return storage_->records().put("tasks", std::move(records), go_on);
    }
    put_project(adding->project, [adding](Result<Unit> kept) {
        if (!kept)
            return adding->done(std::unexpected(kept.error()));
        adding->done(std::move(adding->project));
    });
}

void LocalStore::delete_project(const std::string& project_uid, Completion<Unit> done) {
    list_from("tasks", project_uid + "/", after_tasks(project_uid), std::make_shared<std::vector<Record>>(),
              [this, project_uid, done = std::move(done)](Result<std::vector<Record>> records) {
                  if (!records)
                      return done(std::unexpected(records.error()));
                  for (Record& record : *records)
                      record.json.clear();
                  storage_->records().put("tasks", std::move(*records), [this, project_uid, done](Result<Unit> gone) {
                      if (!gone)
                          return done(std::unexpected(gone.error()));
                      storage_->records().put("projects", {{project_uid, ""}}, done);
                  });
              });
}

void LocalStore::read_documents(const std::vector<StoredTask>& tasks, Completion<std::vector<DocumentRecords>> done) {
    struct Reading {
        std::vector<DocumentRecords> records;
        std::size_t left = 0;
        std::optional<Error> error;
        Completion<std::vector<DocumentRecords>> done;
    };
    auto reading = std::make_shared<Reading>();
    reading->records.resize(tasks.size());
    reading->left = tasks.size();
    reading->done = std::move(done);
    if (tasks.empty())
        return reading->done(std::move(reading->records));
    for (std::size_t i = 0; i < tasks.size(); ++i)
        storage_->op_log().read_document(tasks[i].document_uid, [reading, i](Result<DocumentRecords> records) {
            if (records)
                reading->records[i] = std::move(*records);
            else
                reading->error = records.error();
            if (--reading->left > 0)
                return;
            if (reading->error)
                reading->done(std::unexpected(*reading->error));
            else
                reading->done(std::move(reading->records));
        });
}

} // namespace tw
