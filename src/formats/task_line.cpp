#include "formats/task_line.hpp"

#include "base/id.hpp"
#include "base/json_scan.hpp"
#include "base/time.hpp"
#include "ports/clock.hpp"

#include <algorithm>
#include <charconv>

namespace tw {
namespace {

std::int64_t integer_or_zero(const Json& value, std::string_view key) {
    return static_cast<std::int64_t>(number_or(value, key, 0));
}

std::uint32_t count_or_zero(const Json& value, std::string_view key) {
    return static_cast<std::uint32_t>(std::clamp(number_or(value, key, 0), 0.0, 4e9));
}

Json member_or(const Json& value, std::string_view key, Json fallback) {
    const Json* found = find(value, key);
    return found ? *found : std::move(fallback);
}

Json annotation_json(const Annotation& a) {
    Json json = {{"uid", a.uid},
                 {"id", a.id},
                 {"result", a.result},
                 {"was_cancelled", a.was_cancelled},
                 {"ground_truth", a.ground_truth},
                 {"created_at", a.created_at_utc},
                 {"updated_at", a.updated_at_utc},
                 {"extra", a.extra}};
    if (a.lead_time_s)
        json["lead_time"] = *a.lead_time_s;
    return json;
}

Annotation annotation_from(const Json& json) {
    Annotation a;
    a.uid = string_or(json, "uid", "");
    a.id = integer_or_zero(json, "id");
    a.result = member_or(json, "result", Json::array());
    a.was_cancelled = bool_or(json, "was_cancelled", false);
    a.ground_truth = bool_or(json, "ground_truth", false);
    a.lead_time_s = number_at(json, "lead_time");
    a.created_at_utc = string_or(json, "created_at", "");
    a.updated_at_utc = string_or(json, "updated_at", "");
    a.extra = member_or(json, "extra", Json::object());
    return a;
}

Json prediction_json(const Prediction& p) {
    Json json = {{"id", p.id}, {"result", p.result}, {"model_version", p.model_version}, {"extra", p.extra}};
    if (p.score)
        json["score"] = *p.score;
    return json;
}

Prediction prediction_from(const Json& json) {
    return {integer_or_zero(json, "id"), member_or(json, "result", Json::array()), string_or(json, "model_version", ""),
            number_at(json, "score"), member_or(json, "extra", Json::object())};
}

bool to_integer(std::string_view text, std::int64_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

/// The text between quotes; our uids and dates hold nothing that would be escaped.
bool to_text(std::string_view text, std::string_view& out) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"')
        return false;
    out = text.substr(1, text.size() - 2);
    return true;
}

void append_plain(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text)
        if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 32)
            out += c;
    out += "\",";
}

} // namespace

void append_task_line(std::string& out, const TaskLine& parts) {
    out += '[';
    out += std::to_string(parts.id);
    out += ',';
    out += std::to_string(parts.inner_id);
    out += ',';
    append_plain(out, parts.uid);
    append_plain(out, parts.document_uid);
    append_plain(out, parts.created_at_utc);
    out += parts.summary;
    out += ',';
    out += parts.meta;
    out += ',';
    out += parts.data;
    out += "]\n";
}

void append_task_line(std::string& out, const StoredTask& stored) {
    std::string summary_text = "0";
    if (has_work(stored))
        summary_text = to_record(summarize(stored, false));
    const std::string meta = stored.task.meta.empty() ? "{}" : dump_json(stored.task.meta);
    const std::string data = dump_json(stored.task.data);
    append_task_line(out, TaskLine{stored.task.id, stored.task.inner_id, stored.task.uid, stored.document_uid,
                                   stored.created_at_utc, summary_text, meta, data});
}

bool parse_task_line(std::string_view line, TaskLine& out) {
    if (line.size() < 2 || line.front() != '[')
        return false;
    std::string_view parts[8];
    std::size_t at = 1;
    for (std::size_t i = 0; i < 8; ++i) {
        // The data is the rest of the line: long texts are not read just to find its end.
        const std::size_t end = i == 7 ? line.size() - 1 : json_value_end(line, at);
        if (end == std::string_view::npos || end < at || line[end] != (i == 7 ? ']' : ','))
            return false;
        parts[i] = line.substr(at, end - at);
        at = end + 1;
    }
    out.summary = parts[5];
    out.meta = parts[6];
    out.data = parts[7];
    return to_integer(parts[0], out.id) && to_integer(parts[1], out.inner_id) && to_text(parts[2], out.uid) &&
           to_text(parts[3], out.document_uid) && to_text(parts[4], out.created_at_utc) && out.data.starts_with('{');
}

std::string to_record(const TaskSummary& summary) {
    Json json = {{"s", to_string(summary.state)}};
    const auto put = [&json](const char* key, std::uint32_t value) {
        if (value != 0)
            json[key] = value;
    };
    put("a", summary.annotations);
    put("c", summary.cancelled);
    put("p", summary.predictions);
    put("w", summary.has_work ? 1 : 0);
    if (summary.lead_time_s > 0)
        json["t"] = summary.lead_time_s;
    if (!summary.updated_at_utc.empty())
        json["u"] = summary.updated_at_utc;
    if (!summary.labels.empty())
        json["l"] = summary.labels;
    return dump_json(json);
}

TaskSummary summary_from_record(std::string_view text) {
    TaskSummary out;
    const auto json = parse_json(text);
    if (!json || !json->is_object())
        return out;
    const std::string state = string_or(*json, "s", "");
    for (const TaskState one : {TaskState::fresh, TaskState::started, TaskState::done, TaskState::skipped})
        if (to_string(one) == state)
            out.state = one;
    out.annotations = count_or_zero(*json, "a");
    out.cancelled = count_or_zero(*json, "c");
    out.predictions = count_or_zero(*json, "p");
    out.has_work = count_or_zero(*json, "w") != 0;
    out.lead_time_s = number_or(*json, "t", 0);
    out.updated_at_utc = string_or(*json, "u", "");
    if (const Json* labels = find(*json, "l"); labels && labels->is_object())
        for (const auto& [name, count] : labels->items())
            if (count.is_number())
                out.labels[name] = count_or_zero(*labels, name);
    return out;
}

std::string work_record(const StoredTask& stored) {
    if (!has_work(stored))
        return {};
    const Task& task = stored.task;
    Json json = Json::object();
    for (const Annotation& a : task.annotations)
        json["annotations"].push_back(annotation_json(a));
    for (const Prediction& p : task.predictions)
        json["predictions"].push_back(prediction_json(p));
    if (!task.drafts.empty())
        json["drafts"] = task.drafts;
    if (!task.extra.empty())
        json["extra"] = task.extra;
    if (!stored.base_result.empty())
        json["base_result"] = stored.base_result;
    return json.empty() ? std::string() : dump_json(json);
}

Result<Unit> read_work_record(std::string_view text, StoredTask& stored) {
    const auto json = parse_json(text);
    if (!json)
        return std::unexpected(json.error());
    if (!json->is_object())
        return fail(say("record-shape.task"));
    Task& task = stored.task;
    for (const Json& a : member_or(*json, "annotations", Json::array()))
        task.annotations.push_back(annotation_from(a));
    for (const Json& p : member_or(*json, "predictions", Json::array()))
        task.predictions.push_back(prediction_from(p));
    task.drafts = member_or(*json, "drafts", Json::array());
    task.extra = member_or(*json, "extra", Json::object());
    stored.base_result = member_or(*json, "base_result", Json::array());
    return Unit{};
}

StoredTask task_coming_in(Task task, std::int64_t id, std::int64_t inner_id, std::uint64_t now, Random& random) {
    StoredTask stored;
    stored.created_at_utc = iso_from_ms(now);
    task.uid = make_uid(now, random);
    task.id = id;
    task.inner_id = inner_id;
    for (Annotation& annotation : task.annotations) {
        if (!annotation.uid.empty())
            annotation.extra["unique_id"] = annotation.uid;
        annotation.uid = make_uid(now, random);
    }
    if (task.annotations.empty()) {
        stored.document_uid = make_uid(now, random);
        // The newest draft is where a person left off; without one, a prediction is where to begin.
        if (task.drafts.is_array() && !task.drafts.empty() && find(task.drafts.back(), "result")) {
            stored.base_result = *find(task.drafts.back(), "result");
            stored.state = TaskState::started;
            task.drafts.erase(task.drafts.size() - 1);
        } else if (!task.predictions.empty() && task.predictions.front().result.is_array()) {
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

} // namespace tw
