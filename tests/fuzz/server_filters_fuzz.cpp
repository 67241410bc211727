// Any JSON as a query of the data manager, run on a small database: tasks of the project or an error that says what is
// wrong with the query; never one of the database, which would mean that our SQL was wrong.
#include "ports/clock.hpp"
#include "require.hpp"
#include "services/task_query.hpp"
#include "storage/annotations.hpp"
#include "storage/organizations.hpp"
#include "storage/predictions.hpp"
#include "storage/tasks.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

using namespace tw;
using namespace tw::server;

namespace {

constexpr int task_count = 6;

struct Small {
    std::filesystem::path file =
        std::filesystem::temp_directory_path() / fmt::format("tagwright-filters-{}.sqlite3", getpid());
    std::unique_ptr<Database> database;
    ProjectRow project;

    Small() {
        remove();
        database = std::move(*open_sqlite(file));
        const auto filled = database->write([&](Transaction& t) -> Result<void> {
            OrganizationRow organization;
            organization.created_at = organization.updated_at = now;
            project.organization_id = insert_organization(t, organization);
            project.title = "Fuzz";
            project.uid = "p";
            project.settings = R"({"model_version":"m"})";
            project.created_at = project.updated_at = now;
            project.task_number = task_count;
            insert_project(t, project);
            for (int i = 0; i < task_count; ++i)
                add_task(t, i);
            return {};
        });
        require(filled.has_value());
    }
    ~Small() {
        database.reset();
        remove();
    }
    void remove() const {
        for (const char* const ending : {"", "-wal", "-shm"})
            std::filesystem::remove(file.string() + ending);
    }

private:
    static constexpr const char* now = "2026-01-02T03:04:05.000000Z";

    void add_task(Transaction& t, int i) {
        static constexpr const char* data[task_count] = {R"({"text":"Apple","n":10,"d":"2024-01-02"})",
                                                         R"({"text":"apple pie","n":9.5,"l":["x","y"]})",
                                                         R"({"text":"","n":null,"f":true})",
                                                         R"({"text":"50%","o":{"k":"v"}})",
                                                         R"({"text":"\u00c4pfel","n":"10"})",
                                                         "{}"};
        TaskRow task;
        task.project_id = project.id;
        task.inner_id = i + 1;
        task.uid = fmt::format("t{}", i);
        task.data = data[i];
        task.total_annotations = task.total_predictions = i % 2;
        task.created_at = task.updated_at = now;
        insert_task(t, task);
        if (i % 2 == 0)
            return;
        AnnotationRow annotation;
        annotation.task_id = task.id;
        annotation.project_id = project.id;
        annotation.uid = fmt::format("a{}", i);
        annotation.result = R"([{"from_name":"c","value":{"choices":["A"]}}])";
        annotation.lead_time = 1.5 * i;
        annotation.created_at = annotation.updated_at = now;
        insert_annotation(t, annotation);
        PredictionRow prediction;
        prediction.task_id = task.id;
        prediction.project_id = project.id;
        prediction.result = "[]";
        prediction.model_version = "m";
        prediction.score = 0.1 * i;
        prediction.created_at = prediction.updated_at = now;
        insert_prediction(t, prediction);
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Small small;
    const auto given = parse_json(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!given)
        return 0;
    const auto page = small.database->read([&](Transaction& t) -> Result<TaskPage> {
        const auto query = task_query_of(t, small.project, *given);
        if (!query)
            return std::unexpected(query.error());
        return run_task_query(t, small.project, *query, 0, 100);
    });
    if (page) {
        require(page->ids.size() <= task_count && page->total == static_cast<std::int64_t>(page->ids.size()));
        return 0;
    }
    const std::string& code = page.error().code;
    require((code == "query" || code == "validation" || code == "not-found") && !page.error().message.empty());
    return 0;
}
