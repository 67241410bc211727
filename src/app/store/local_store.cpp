#include "app/store/local_store.hpp"

#include "app/store/store_keys.hpp"
#include "base/time.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tw {
namespace {

constexpr std::size_t projects_a_page = 500;
// What one frame reads: a megabyte or two of chunks, a few thousand summaries.
constexpr std::size_t chunks_a_page = 32, states_a_page = 4000;

} // namespace

struct LocalStore::Opening {
    std::shared_ptr<TaskTable> table;
    Completion<std::shared_ptr<TaskTable>> done;
};

LocalStore::LocalStore(DeviceStorage& storage, const Clock& clock, Random& random)
    : storage_(&storage), clock_(&clock), random_(&random) {}

void LocalStore::list_from(std::string collection, std::string first, std::string last,
                           std::shared_ptr<std::vector<Record>> got, Completion<std::vector<Record>> done) {
    storage_->records().list(collection, first, last, projects_a_page,
                             [this, collection, last, got, done = std::move(done)](Result<std::vector<Record>> page) {
                                 if (!page)
                                     return done(std::unexpected(page.error()));
                                 const bool more = page->size() == projects_a_page;
                                 for (Record& record : *page)
                                     got->push_back(std::move(record));
                                 if (more)
                                     return list_from(collection, after(got->back().key), last, got, done);
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

StoredProject LocalStore::touched(StoredProject project) const {
    project.project.updated_at_utc = iso_from_ms(clock_->now_ms_utc());
    return project;
}

void LocalStore::put_project(const StoredProject& project, Completion<Unit> done) {
    storage_->records().put("projects", {{project.project.uid, to_record(touched(project))}}, std::move(done));
}

void LocalStore::open_table(const std::string& project_uid, Completion<std::shared_ptr<TaskTable>> done) {
    auto opening = std::make_shared<Opening>();
    opening->table = std::make_shared<TaskTable>(project_uid);
    opening->done = std::move(done);
    read_chunks(opening, project_uid + "/");
}

void LocalStore::read_chunks(const std::shared_ptr<Opening>& opening, std::string first) {
    const std::string& uid = opening->table->project_uid();
    storage_->records().list("task_chunks", std::move(first), after_tasks(uid), chunks_a_page,
                             [this, opening](Result<std::vector<Record>> page) {
                                 if (!page)
                                     return opening->done(std::unexpected(page.error()));
                                 // The next page is on its way while this one is taken in.
                                 if (page->size() == chunks_a_page)
                                     read_chunks(opening, after(page->back().key));
                                 else
                                     read_states(opening, opening->table->project_uid() + "/");
                                 for (Record& record : *page)
                                     opening->table->add_chunk(std::move(record.key), std::move(record.json));
                             });
}

void LocalStore::read_states(const std::shared_ptr<Opening>& opening, std::string first) {
    const std::string& uid = opening->table->project_uid();
    storage_->records().list("task_states", std::move(first), after_tasks(uid), states_a_page,
                             [this, opening](Result<std::vector<Record>> page) {
                                 if (!page)
                                     return opening->done(std::unexpected(page.error()));
                                 TaskTable& table = *opening->table;
                                 for (const Record& record : *page)
                                     if (const int row = table.row_of_inner(inner_id_of(record.key)); row >= 0) {
                                         TaskSummary summary = summary_from_record(record.json);
                                         summary.touched = true;
                                         table.set_summary(static_cast<std::size_t>(row), std::move(summary));
                                     }
                                 if (page->size() == states_a_page)
                                     return read_states(opening, after(page->back().key));
                                 opening->done(opening->table);
                             });
}

namespace {

/// What the table alone knows of a task.
StoredTask task_of_line(const TaskTable& table, std::size_t row) {
    const TaskLine line = table.line(row);
    StoredTask stored;
    stored.task.uid = line.uid;
    stored.task.id = line.id;
    stored.task.inner_id = line.inner_id;
    stored.task.data = parse_json(line.data).value_or(Json::object());
    stored.task.meta = parse_json(line.meta).value_or(Json::object());
    stored.document_uid = line.document_uid;
    stored.created_at_utc = line.created_at_utc;
    stored.state = table.state(row);
    return stored;
}

} // namespace

void LocalStore::load_task(const TaskTable& table, std::size_t row, Completion<StoredTask> done) {
    StoredTask stored = task_of_line(table, row);
    storage_->records().get("task_work", task_key(table.project_uid(), stored.task.inner_id),
                            [stored = std::move(stored), done = std::move(done)](Result<std::string> work) mutable {
                                if (!work && work.error().code != "not-found")
                                    return done(std::unexpected(work.error()));
                                if (work)
                                    if (const auto read = read_work_record(*work, stored); !read)
                                        return done(std::unexpected(read.error()));
                                done(std::move(stored));
                            });
}

void LocalStore::load_tasks(const TaskTable& table, const std::vector<std::uint32_t>& rows,
                            Completion<std::vector<TaskWithDocument>> done) {
    struct Loading {
        std::vector<TaskWithDocument> tasks;
        std::map<std::int64_t, std::size_t> by_inner_id;
        std::size_t left = 1;
        std::optional<Error> error;
        Completion<std::vector<TaskWithDocument>> done;
        void finish_one() {
            if (--left > 0)
                return;
            if (error)
                done(std::unexpected(*error));
            else
                done(std::move(tasks));
        }
    };
    auto loading = std::make_shared<Loading>();
    loading->done = std::move(done);
    loading->tasks.reserve(rows.size());
    std::int64_t first_work = 0, last_work = 0;
    for (const std::uint32_t row : rows) {
        const std::size_t at = loading->tasks.size();
        loading->tasks.push_back({task_of_line(table, row), {}});
        const TaskSummary& summary = table.summary(row);
        const std::int64_t inner_id = table.inner_id(row);
        if (summary.has_work || summary.touched) {
            loading->by_inner_id[inner_id] = at;
            first_work = first_work == 0 ? inner_id : first_work;
            last_work = inner_id;
        }
        if (summary.touched) {
            ++loading->left;
            storage_->op_log().read_document(loading->tasks[at].stored.document_uid,
                                             [loading, at](Result<DocumentRecords> records) {
                                                 // Without it, what the records have is better than nothing.
                                                 if (records)
                                                     loading->tasks[at].document = std::move(*records);
                                                 loading->finish_one();
                                             });
        }
    }
    // Also when there is no work to read: the answer is never from inside the call.
    storage_->records().list("task_work", task_key(table.project_uid(), first_work),
                             after(task_key(table.project_uid(), last_work)), 1'000'000,
                             [loading](Result<std::vector<Record>> page) {
                                 if (page) {
                                     for (const Record& record : *page)
                                         if (const auto found = loading->by_inner_id.find(inner_id_of(record.key));
                                             found != loading->by_inner_id.end())
                                             (void)read_work_record(record.json, loading->tasks[found->second].stored);
                                 } else {
                                     loading->error = page.error();
                                 }
                                 loading->finish_one();
                             });
}

void LocalStore::put_task(TaskTable& table, std::size_t row, const StoredTask& task, TaskSummary summary,
                          Completion<Unit> done) {
    summary.touched = true;
    const std::string key = task_key(table.project_uid(), table.inner_id(row));
    std::vector<RecordWrite> writes(2);
    writes[0] = {"task_states", {{key, to_record(summary)}}};
    writes[1] = {"task_work", {{key, work_record(task)}}};
    table.set_summary(row, std::move(summary));
    storage_->records().put_all(std::move(writes), std::move(done));
}

void LocalStore::read_new(std::shared_ptr<TaskTable> table, Completion<Unit> done) {
    auto opening = std::make_shared<Opening>();
    opening->table = std::move(table);
    opening->done = [done = std::move(done)](Result<std::shared_ptr<TaskTable>> read) {
        if (read)
            done(Unit{});
        else
            done(std::unexpected(read.error()));
    };
    read_chunks(opening, opening->table->last_chunk_key().empty() ? opening->table->project_uid() + "/"
                                                                  : after(opening->table->last_chunk_key()));
}

void LocalStore::put_media(const std::string& project_uid, std::vector<std::pair<std::string, NewBlob>> files,
                           Completion<Unit> done) {
    // Files first: a path that leads nowhere is worse than a file that nobody names.
    auto records = std::make_shared<std::vector<Record>>();
    auto left = std::make_shared<std::size_t>(files.size());
    auto failed = std::make_shared<bool>(false);
    for (auto& [path, blob] : files) {
        records->push_back({project_uid + "/" + path, blob_address(blob.sha256, path)});
        storage_->blobs().put(blob.sha256, blob.mime, std::move(blob.bytes),
                              [this, records, left, failed, done](Result<Unit> kept) {
                                  if (!kept && !std::exchange(*failed, true))
                                      done(std::unexpected(kept.error()));
                                  if (--*left == 0 && !*failed)
                                      storage_->records().put("media", std::move(*records), done);
                              });
    }
}

void LocalStore::list_media(const std::string& project_uid, Completion<MediaIndex> done) {
    list_from("media", project_uid + "/", after_tasks(project_uid), std::make_shared<std::vector<Record>>(),
              [project_uid, done = std::move(done)](Result<std::vector<Record>> records) {
                  if (!records)
                      return done(std::unexpected(records.error()));
                  MediaIndex index;
                  for (Record& record : *records)
                      index.add(std::string_view(record.key).substr(project_uid.size() + 1), std::move(record.json));
                  done(std::move(index));
              });
}

void LocalStore::delete_tasks(TaskTable& table, const std::vector<std::uint32_t>& rows, StoredProject project,
                              Completion<DeletedTasks> done) {
    struct Deleting {
        DeletedTasks deleted;
        std::vector<RecordWrite> writes;
        std::set<std::string, std::less<>> work; ///< keys of what may have a record
        StoredProject project;
        Completion<DeletedTasks> done;
    };
    auto deleting = std::make_shared<Deleting>();
    deleting->done = std::move(done);
    DeletedTasks& deleted = deleting->deleted;
    deleted.project = project;
    deleted.count = rows.size();
    deleted.records = {{"task_states", {}}, {"task_work", {}}, {"task_chunks", {}}};
    deleting->writes = deleted.records;
    for (const std::uint32_t row : rows) {
        const std::string key = task_key(table.project_uid(), table.inner_id(row));
        const TaskSummary& summary = table.summary(row);
        if (summary.touched) {
            deleted.records[0].records.push_back({key, to_record(summary)});
            deleting->writes[0].records.push_back({key, ""});
        }
        if (summary.touched || summary.has_work) {
            deleting->work.insert(key);
            deleting->writes[1].records.push_back({key, ""});
        }
    }
    for (TaskTable::Rewritten& chunk : table.erase(rows)) {
        deleted.records[2].records.push_back({chunk.key, std::move(chunk.before)});
        deleting->writes[2].records.push_back({std::move(chunk.key), std::move(chunk.after)});
    }
    project.task_count = static_cast<std::int64_t>(table.size());
    project.done_count = static_cast<std::int64_t>(table.done_count());
    deleting->writes.push_back({"projects", {{project.project.uid, to_record(touched(project))}}});
    // Work is read before it goes, for the way back; without any the range holds nothing.
    const std::string nothing = table.project_uid() + "/";
    storage_->records().list("task_work", deleting->work.empty() ? nothing : *deleting->work.begin(),
                             after(deleting->work.empty() ? nothing : *deleting->work.rbegin()), 1'000'000,
                             [this, deleting](Result<std::vector<Record>> found) {
                                 if (!found)
                                     return deleting->done(std::unexpected(found.error()));
                                 for (Record& record : *found)
                                     if (deleting->work.contains(record.key))
                                         deleting->deleted.records[1].records.push_back(std::move(record));
                                 storage_->records().put_all(std::move(deleting->writes),
                                                             [deleting](Result<Unit> gone) {
                                                                 if (gone)
                                                                     deleting->done(std::move(deleting->deleted));
                                                                 else
                                                                     deleting->done(std::unexpected(gone.error()));
                                                             });
                             });
}

void LocalStore::restore_tasks(DeletedTasks deleted, Completion<Unit> done) {
    deleted.records.push_back({"projects", {{deleted.project.project.uid, to_record(touched(deleted.project))}}});
    storage_->records().put_all(std::move(deleted.records), std::move(done));
}

void LocalStore::delete_project(const std::string& project_uid, Completion<Unit> done) {
    // The project goes first: tasks without one are never seen, and a project without its tasks would be.
    storage_->records().put("projects", {{project_uid, ""}},
                            [this, project_uid, done = std::move(done)](Result<Unit> gone) {
                                if (!gone)
                                    return done(std::unexpected(gone.error()));
                                const std::string first = project_uid + "/", last = after_tasks(project_uid);
                                storage_->records().erase("task_work", first, last, [](const Result<Unit>&) {});
                                storage_->records().erase("task_states", first, last, [](const Result<Unit>&) {});
                                storage_->records().erase("task_chunks", first, last, done);
                            });
}

} // namespace tw
