#include "services/task_json.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "ports/clock.hpp"
#include "services/documents.hpp"
#include "services/json_text.hpp"
#include "services/members.hpp"
#include "services/projects.hpp"
#include "storage/users.hpp"

#include <algorithm>
#include <set>
#include <span>

#include <fmt/format.h>

namespace tw::server {
namespace {

template <class Row>
std::span<const Row> of_task(const std::vector<Row>& rows, std::int64_t task_id) {
    const auto range = std::ranges::equal_range(rows, task_id, {}, &Row::task_id);
    return {range.begin(), range.end()};
}

std::string display_text(std::string json) {
    // As the data manager shows results: without brackets and quotes, 500 characters at most (spec/datamanager.md, 1).
    std::string text;
    for (std::size_t i = 0; i < json.size() && text.size() < 500; ++i) {
        if (json[i] == '"')
            continue;
        text += json[i];
        if ((json[i] == ',' && i + 1 < json.size() && json[i + 1] == '"') || json[i] == ':')
            text += ' ';
    }
    text.resize(first_invalid_utf8(text)); // the cut may have gone through a character
    return text;
}

template <class Rows>
std::string joined_results(const Rows& rows) {
    std::string text;
    for (const auto& row : rows) {
        if (row.result == "null" || row.result.size() < 2)
            continue;
        const std::string inner = row.result.front() == '[' ? row.result.substr(1, row.result.size() - 2) : row.result;
        text += (text.empty() || inner.empty() ? "" : ", ") + inner;
        if (text.size() > 2000)
            break;
    }
    return rows.empty() ? std::string() : display_text("[" + text + "]");
}

std::string user_list(const std::optional<std::int64_t>& user) {
    return user ? fmt::format(R"([{{"user_id":{}}}])", *user) : std::string("[]");
}

std::string base_name(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

template <class Row>
std::string ids_json(std::span<const Row> rows) {
    std::string text;
    append_json_list(text, rows, [&](const Row& row) { text += std::to_string(row.id); });
    return text;
}

/// An author as exports write them; "" for nobody known.
std::string exported_author(const TaskWork& work, std::optional<std::int64_t> id) {
    const auto found = work.short_users.find(id.value_or(0));
    const auto user = found == work.short_users.end() ? Result<Json>(nullptr) : parse_json(found->second);
    if (!user || !user->is_object())
        return {};
    Json author;
    for (const char* const key : {"id", "email", "first_name", "last_name"})
        author[key] = (*user)[key];
    return dump_json(author);
}

/// A bare file or line ("$undefined$") under the field that the config reads.
std::string named_data(const std::string& data, const std::string& field) {
    if (field.empty() || data.find("\"$undefined$\"") == std::string::npos)
        return data;
    auto parsed = parse_json(data);
    if (!parsed || !parsed->is_object() || !parsed->contains("$undefined$"))
        return data;
    (*parsed)[field] = (*parsed)["$undefined$"];
    parsed->erase("$undefined$");
    return dump_json(*parsed);
}

std::string first_field(const Json& parsed_config) {
    for (const auto& [name, control] : parsed_config.items()) {
        const Json* const inputs = find(control, "inputs");
        if (inputs && !inputs->empty())
            if (std::string field = string_or(inputs->front(), "value", ""); !field.empty())
                return field;
    }
    return {};
}

} // namespace

TaskJson task_json(const Services& services, TaskForm form, const Caller& caller, const ProjectRow& project,
                   std::vector<std::string> include) {
    const Json version = project_setting(project, "model_version");
    TaskJson how{form, caller.user_id, std::move(include), services.clock.now_ms_utc()};
    how.model_version = version.is_string() ? version.get<std::string>() : std::string();
    how.undefined_field = first_field(project_setting(project, "parsed_label_config"));
    return how;
}

TaskWork read_work(Transaction& transaction, const std::vector<std::int64_t>& ids) {
    std::vector<std::int64_t> sorted = ids;
    std::ranges::sort(sorted);
    TaskWork work{annotations_of(transaction, sorted),
                  predictions_of(transaction, sorted),
                  drafts_of(transaction, sorted),
                  {},
                  {}};
    fill_drafts(transaction, work.drafts);
    std::set<std::int64_t> users;
    for (const AnnotationRow& annotation : work.annotations)
        if (annotation.completed_by)
            users.insert(*annotation.completed_by);
    for (const DraftRow& draft : work.drafts)
        users.insert(draft.user_id);
    for (const std::int64_t id : users) {
        if (const auto user = find_user(transaction, id)) {
            const std::string name =
                user->first_name.empty() && user->last_name.empty() ? "" : user->first_name + " " + user->last_name;
            work.emails[id] = name + " " + user->email;
            std::string& text = work.short_users[id];
            JsonObject object(text);
            object.number("id", id).text("first_name", user->first_name).text("last_name", user->last_name);
            object.text_or_null("avatar", user->avatar).text("email", user->email);
            object.text("initials", initials(*user));
        }
    }
    return work;
}

std::string created_ago(const std::string& created_at, std::uint64_t now_ms) {
    const std::uint64_t then = ms_from_iso(created_at).value_or(now_ms);
    const std::uint64_t seconds = now_ms > then ? (now_ms - then) / 1000 : 0;
    const auto part = [](std::uint64_t n, std::string_view unit) {
        return fmt::format("{}\u00a0{}{}", n, unit, n == 1 ? "" : "s");
    };
    if (seconds < 3600)
        return part(seconds / 60, "minute");
    if (seconds < 86'400)
        return part(seconds / 3600, "hour") + (seconds % 3600 >= 60 ? ", " + part(seconds % 3600 / 60, "minute") : "");
    return part(seconds / 86'400, "day") +
           (seconds % 86'400 >= 3600 ? ", " + part(seconds % 86'400 / 3600, "hour") : "");
}

void append_annotation(std::string& out, const AnnotationRow& a, const TaskWork& work, std::uint64_t now_ms,
                       bool expand_author) {
    const std::int64_t author = a.completed_by.value_or(0);
    const auto email = work.emails.find(author);
    JsonObject object(out);
    object.number("id", a.id).raw("result", a.result);
    object.text("created_username",
                email == work.emails.end() ? std::string() : fmt::format("{}, {}", email->second, author));
    object.text("created_ago", created_ago(a.created_at, now_ms));
    if (const auto user = work.short_users.find(author); expand_author && user != work.short_users.end())
        object.raw("completed_by", user->second);
    else
        object.number("completed_by", a.completed_by);
    object.flag("was_cancelled", a.was_cancelled).flag("ground_truth", a.ground_truth);
    object.text("created_at", a.created_at)
        .text("updated_at", a.updated_at)
        .text_or_null("draft_created_at", a.draft_created_at);
    object.real("lead_time", a.lead_time).number("import_id", a.import_id).text_or_null("last_action", a.last_action);
    object.flag("bulk_created", a.bulk_created)
        .number("task", a.task_id)
        .number("project", a.project_id)
        .number("updated_by", a.updated_by);
    object.number("parent_prediction", a.parent_prediction)
        .number("parent_annotation", a.parent_annotation)
        .raw("last_created_by", "null");
}

void append_exported_annotation(std::string& out, const AnnotationRow& a, const std::string& completed_by) {
    JsonObject object(out);
    object.number("id", a.id);
    if (completed_by.empty())
        object.number("completed_by", a.completed_by);
    else
        object.raw("completed_by", completed_by);
    object.raw("result", a.result).flag("was_cancelled", a.was_cancelled).flag("ground_truth", a.ground_truth);
    object.text("created_at", a.created_at)
        .text("updated_at", a.updated_at)
        .text_or_null("draft_created_at", a.draft_created_at);
    object.real("lead_time", a.lead_time)
        .raw("prediction", a.prediction)
        .number("result_count", a.result_count)
        .text("unique_id", a.uid);
    object.number("import_id", a.import_id)
        .text_or_null("last_action", a.last_action)
        .flag("bulk_created", a.bulk_created);
    object.number("task", a.task_id).number("project", a.project_id).number("updated_by", a.updated_by);
    object.number("parent_prediction", a.parent_prediction)
        .number("parent_annotation", a.parent_annotation)
        .raw("last_created_by", "null");
}

void append_prediction(std::string& out, const PredictionRow& p, std::uint64_t now_ms) {
    JsonObject object(out);
    object.number("id", p.id)
        .raw("result", p.result)
        .text("model_version", p.model_version)
        .text("created_ago", created_ago(p.created_at, now_ms));
    object.real("score", p.score).raw("cluster", "null").raw("neighbors", "null").raw("mislabeling", "0.0");
    object.text("created_at", p.created_at)
        .text("updated_at", p.updated_at)
        .raw("model", "null")
        .raw("model_run", "null");
    object.number("task", p.task_id).number("project", p.project_id);
}

void append_draft(std::string& out, const DraftRow& d, const TaskWork& work, std::uint64_t now_ms) {
    const auto email = work.emails.find(d.user_id);
    std::string_view name = email == work.emails.end() ? std::string_view() : std::string_view(email->second);
    name = name.substr(std::min(name.size(), name.find_last_of(' ') + 1));
    JsonObject object(out);
    object.number("id", d.id)
        .text("user", name)
        .text("created_username", fmt::format("{}, {}", email == work.emails.end() ? "" : email->second, d.user_id));
    object.text("created_ago", created_ago(d.created_at, now_ms))
        .raw("result", d.result)
        .real("lead_time", d.lead_time);
    object.flag("was_postponed", d.was_postponed)
        .number("import_id", d.import_id)
        .text("created_at", d.created_at)
        .text("updated_at", d.updated_at);
    object.number("task", d.task_id).number("annotation", d.annotation_id);
}

void append_task(std::string& out, const TaskRow& task, const TaskWork& work, const TaskJson& how) {
    const auto annotations = of_task(work.annotations, task.id);
    const auto predictions = of_task(work.predictions, task.id);
    const auto drafts = of_task(work.drafts, task.id);
    const TaskForm form = how.form;
    const bool listed = form == TaskForm::listed;
    const bool manager =
        listed || form == TaskForm::full || form == TaskForm::single; // the data manager's kind of task
    const bool full = form == TaskForm::full || form == TaskForm::single;
    const auto wanted = [&](std::string_view key) {
        return how.include.empty() || std::ranges::find(how.include, key) != how.include.end();
    };
    const auto annotation_list = [&](std::string& text) {
        append_json_list(text, annotations, [&](const AnnotationRow& a) {
            if (form == TaskForm::exported)
                append_exported_annotation(text, a,
                                           how.authors_as_objects ? exported_author(work, a.completed_by) : "");
            else
                append_annotation(text, a, work, how.now_ms, form == TaskForm::single);
        });
    };
    const auto draft_list = [&](std::string& text) {
        text += '[';
        bool first = true;
        for (const DraftRow& draft : drafts) {
            if (form != TaskForm::exported && draft.user_id != how.caller_id)
                continue;
            text += first ? "" : ",";
            first = false;
            append_draft(text, draft, work, how.now_ms);
        }
        text += ']';
    };
    JsonObject object(out);
    const auto raw = [&](std::string_view key, std::string_view json) {
        if (wanted(key))
            object.raw(key, json);
    };
    const auto number = [&](std::string_view key, std::optional<std::int64_t> value) {
        if (wanted(key))
            object.number(key, value);
    };
    const auto text = [&](std::string_view key, std::string_view value, bool or_null = false) {
        if (wanted(key))
            or_null ? object.text_or_null(key, value) : object.text(key, value);
    };

    number("id", task.id);
    if ((full || form == TaskForm::exported || form == TaskForm::with_work) && wanted("annotations"))
        annotation_list(object.open("annotations"));
    if (form == TaskForm::next)
        raw("annotations", "[]");
    if (form != TaskForm::plain && form != TaskForm::with_work && wanted("drafts")) {
        if (listed)
            object.raw("drafts", "[]");
        else if (how.drafts_as_ids)
            object.raw("drafts", ids_json(drafts));
        else
            draft_list(object.open("drafts"));
    }
    if (form == TaskForm::exported && !how.whole_predictions)
        raw("predictions", ids_json(predictions));
    else if (!listed && form != TaskForm::plain && wanted("predictions"))
        append_json_list(object.open("predictions"), predictions,
                         [&](const PredictionRow& p) { append_prediction(object.open_text(), p, how.now_ms); });
    if (manager) {
        if (wanted("annotators")) {
            std::set<std::int64_t> authors;
            for (const AnnotationRow& a : annotations)
                if (a.completed_by)
                    authors.insert(*a.completed_by);
            append_json_list(object.open("annotators"), authors,
                             [&](std::int64_t id) { object.open_text() += std::to_string(id); });
        }
    }
    raw("data", form == TaskForm::exported ? task.data : named_data(task.data, how.undefined_field));
    raw("meta", task.meta);
    text("created_at", task.created_at);
    text("updated_at", task.updated_at);
    if (form == TaskForm::exported)
        raw("allow_skip", "true");
    number("inner_id", task.inner_id);
    if (form != TaskForm::exported) {
        raw("is_labeled", task.is_labeled ? "true" : "false");
        number("overlap", task.overlap);
    }
    number("total_annotations", task.total_annotations);
    number("cancelled_annotations", task.cancelled_annotations);
    number("total_predictions", task.total_predictions);
    raw("comment_count", "0");
    raw("unresolved_comment_count", "0");
    raw("last_comment_updated_at", "null");
    raw("comment_authors", "[]");
    number("project", task.project_id);
    if (manager || form == TaskForm::next)
        raw("updated_by", user_list(task.updated_by));
    else
        number("updated_by", task.updated_by);
    if (form == TaskForm::exported) {
        if (!task.file_upload.empty())
            text("file_upload", base_name(task.file_upload));
    } else if (manager) {
        text("file_upload", base_name(task.file_upload), true);
    } else {
        number("file_upload", task.file_upload_id);
    }
    if (manager) {
        raw("storage_filename", "null");
        std::string ids, versions;
        for (const AnnotationRow& a : annotations)
            ids += (ids.empty() ? "" : ",") + std::to_string(a.id);
        std::set<std::string> version_names;
        double lead = 0, score = 0;
        std::int64_t leads = 0, scores = 0;
        for (const PredictionRow& p : predictions) {
            version_names.insert(p.model_version);
            if (p.score && p.model_version == how.model_version) {
                score += *p.score;
                ++scores;
            }
        }
        for (const AnnotationRow& a : annotations)
            if (a.lead_time) {
                lead += *a.lead_time;
                ++leads;
            }
        for (const std::string& name : version_names)
            versions += (versions.empty() ? "" : ",") + name;
        text("annotations_ids", full ? ids : "");
        text("annotations_results", full ? joined_results(annotations) : "");
        text("predictions_results", full ? joined_results(predictions) : "");
        text("predictions_model_versions", full ? versions : "");
        if (full) {
            if (wanted("predictions_score"))
                object.real("predictions_score",
                            scores > 0 ? std::optional(score / static_cast<double>(scores)) : std::nullopt);
            if (wanted("avg_lead_time"))
                object.real("avg_lead_time",
                            leads > 0 ? std::optional(lead / static_cast<double>(leads)) : std::nullopt);
            text("completed_at", task.completed_at, true);
            raw("draft_exists", drafts.empty() ? "false" : "true");
        }
    }
    if (form == TaskForm::next) {
        text("unique_lock_id", how.lock_id, true);
        text("queue", how.queue);
    }
}

} // namespace tw::server
