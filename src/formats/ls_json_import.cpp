#include "base/json_scan.hpp"
#include "formats/ls_json.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

namespace tw {
namespace {

/// Counted from the task at export, so they are not kept from an import.
constexpr std::array counted_keys =
    std::to_array<std::string_view>({"total_annotations", "cancelled_annotations", "total_predictions"});

/// Reads the members of one object; what nobody took is `extra`.
class Members {
public:
    explicit Members(const Json& object) : object_(object), taken_(object.size(), false) {}

    /// The member when it is there and `fits`; else it stays with the rest.
    template <class Fits>
    const Json* take(std::string_view key, Fits fits) {
        std::size_t at = 0;
        for (const auto& [name, value] : object_.get_ref<const Json::object_t&>()) {
            if (name == key) {
                if (!fits(value))
                    return nullptr;
                taken_[at] = true;
                return &value;
            }
            ++at;
        }
        return nullptr;
    }
    void drop(std::string_view key) {
        take(key, [](const Json&) { return true; });
    }

    void integer(std::string_view key, std::int64_t& into) {
        const auto fits = [](const Json& value) {
            return value.is_number_integer() &&
                   (!value.is_number_unsigned() ||
                    value.get<std::uint64_t>() <= std::uint64_t(std::numeric_limits<std::int64_t>::max()));
        };
        if (const Json* const value = take(key, fits))
            into = value->get<std::int64_t>();
    }
    void text(std::string_view key, std::string& into) {
        if (const Json* const value = take(key, [](const Json& v) { return v.is_string() && v != ""; }))
            into = value->get<std::string>();
    }
    void boolean(std::string_view key, bool& into) {
        if (const Json* const value = take(key, [](const Json& v) { return v.is_boolean(); }))
            into = value->get<bool>();
    }
    void number(std::string_view key, std::optional<double>& into) {
        const Json* const value = take(key, [](const Json& v) { return v.is_number() || v.is_null(); });
        if (value != nullptr && value->is_number())
            into = value->get<double>();
    }

    [[nodiscard]] Json rest() const {
        Json out = Json::object();
        std::size_t at = 0;
        for (const auto& [name, value] : object_.get_ref<const Json::object_t&>()) {
            if (!taken_[at++])
                out.push_back({name, value});
        }
        return out;
    }

private:
    const Json& object_;
    std::vector<bool> taken_;
};

bool is_array(const Json& value) {
    return value.is_array();
}
bool is_object(const Json& value) {
    return value.is_object();
}

class Importer {
public:
    Importer(std::string_view file, Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {}

    /// One element of a list of tasks; nothing when it is no task.
    std::optional<Task> task(const Json& item, const std::string& pointer) {
        if (!item.is_object()) {
            report(say("task-shape"), pointer);
            return std::nullopt;
        }
        const Json* const data = find(item, "data");
        if (data == nullptr) { // bare data, also when one of its keys is "annotations"
            Task task;
            task.data = item;
            return task;
        }
        if (!data->is_object()) {
            report(say("task-data"), pointer + "/data");
            return std::nullopt;
        }
        Task task;
        Members members(item);
        task.data = *members.take("data", is_object);
        members.integer("id", task.id);
        members.integer("inner_id", task.inner_id);
        if (const Json* const meta = members.take("meta", is_object))
            task.meta = *meta;
        if (const Json* const drafts = members.take("drafts", is_array))
            task.drafts = *drafts;
        for (const std::string_view key : counted_keys)
            members.drop(key);
        if (members.take("completions", [](const Json&) { return true; }) != nullptr)
            diagnostics_.warning(say("task-completions"), where(pointer + "/completions"));
        each(members, "annotations", pointer, [&](const Json& json, const std::string& place) {
            if (auto read = annotation(json, place))
                task.annotations.push_back(std::move(*read));
        });
        each(members, "predictions", pointer, [&](const Json& json, const std::string& place) {
            if (auto read = prediction(json, place))
                task.predictions.push_back(std::move(*read));
        });
        task.extra = members.rest();
        return task;
    }

private:
    [[nodiscard]] Where where(std::string pointer) const { return {file_, 0, 0, std::move(pointer)}; }
    void report(Message said, std::string pointer) { diagnostics_.error(std::move(said), where(std::move(pointer))); }

    template <class Read>
    void each(Members& members, const std::string& key, const std::string& pointer, Read read) {
        const Json* const list = members.take(key, [](const Json& v) { return v.is_array() || v.is_null(); });
        if (list == nullptr) {
            if (members.take(key, [](const Json&) { return true; }) != nullptr)
                report(say("task-shape.list", "key"_is(key)), pointer + "/" + key);
            return;
        }
        for (std::size_t at = 0; at < list->size(); ++at)
            read((*list)[at], pointer + "/" + key + "/" + std::to_string(at));
    }

    std::optional<Annotation> annotation(const Json& json, const std::string& pointer) {
        if (!json.is_object()) {
            report(say("annotation-shape"), pointer);
            return std::nullopt;
        }
        Annotation out;
        out.ground_truth = true; // what Label Studio takes an imported annotation for that does not say
        Members members(json);
        members.text("unique_id", out.uid);
        members.integer("id", out.id);
        members.boolean("was_cancelled", out.was_cancelled);
        members.boolean("ground_truth", out.ground_truth);
        members.number("lead_time", out.lead_time_s);
        members.text("created_at", out.created_at_utc);
        members.text("updated_at", out.updated_at_utc);
        members.drop("result_count");
        members.drop("task");
        out.result = result(members, say("annotation-shape.result"), pointer);
        out.extra = members.rest();
        return out;
    }

    std::optional<Prediction> prediction(const Json& json, const std::string& pointer) {
        Prediction out;
        if (json.is_number_integer()) { // an export that names predictions by id alone
            out.id = json.get<std::int64_t>();
            out.result = nullptr;
            return out;
        }
        if (!json.is_object()) {
            report(say("prediction-shape"), pointer);
            return std::nullopt;
        }
        Members members(json);
        members.integer("id", out.id);
        members.text("model_version", out.model_version);
        members.number("score", out.score);
        members.drop("task");
        out.result = result(members, say("prediction-shape.result"), pointer);
        out.extra = members.rest();
        return out;
    }

    Json result(Members& members, Message no_list, const std::string& pointer) {
        if (const Json* const list = members.take("result", is_array))
            return *list;
        const Json* const other = members.take("result", [](const Json& value) { return !value.is_null(); });
        if (other != nullptr)
            report(std::move(no_list), pointer + "/result");
        members.drop("result");
        return Json::array();
    }

    std::string file_;
    Diagnostics& diagnostics_;
};

/// The list of tasks in `json`: itself, what stands under "tasks", or nothing.
const Json* task_list(const Json& json) {
    if (json.is_array())
        return &json;
    const Json* const tasks = find(json, "tasks");
    return tasks != nullptr && tasks->is_array() && find(json, "data") == nullptr ? tasks : nullptr;
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

/// The elements of the list of tasks that stand whole before the place where the text stops being JSON.
std::vector<Json> elements_before_break(std::string_view text) {
    std::vector<Json> out;
    std::size_t at = skip_spaces(text, text.starts_with("\xef\xbb\xbf") ? 3 : 0);
    if (at < text.size() && text[at] == '{') { // {"tasks": [
        at = skip_spaces(text, at + 1);
        if (!text.substr(at).starts_with("\"tasks\""))
            return out;
        at = skip_spaces(text, at + 7);
        if (at >= text.size() || text[at] != ':')
            return out;
        at = skip_spaces(text, at + 1);
    }
    if (at >= text.size() || text[at] != '[')
        return out;
    for (at = skip_spaces(text, at + 1); at < text.size(); at = skip_spaces(text, at + 1)) {
        const std::size_t end = json_value_end(text, at);
        if (end == std::string_view::npos)
            break;
        auto element = parse_json(text.substr(at, end - at));
        if (!element)
            break;
        out.push_back(std::move(*element));
        at = skip_spaces(text, end);
        if (at >= text.size() || text[at] != ',')
            break;
    }
    return out;
}

} // namespace

Result<std::vector<Task>> tasks_from_json(const Json& json, std::string_view file, Diagnostics& diagnostics) {
    Importer importer(file, diagnostics);
    std::vector<Task> tasks;
    const Json* const list = task_list(json);
    if (list == nullptr && !json.is_object())
        return fail(say("tasks-shape"), {std::string(file), 0, 0, {}});
    if (list == nullptr) {
        if (auto task = importer.task(json, {}))
            tasks.push_back(std::move(*task));
        return tasks;
    }
    const std::string base = json.is_array() ? "/" : "/tasks/";
    for (std::size_t at = 0; at < list->size(); ++at) {
        if (auto task = importer.task((*list)[at], base + std::to_string(at)))
            tasks.push_back(std::move(*task));
    }
    return tasks;
}

Result<std::vector<Task>> import_tasks(std::string_view text, std::string_view file, Diagnostics& diagnostics) {
    const auto json = parse_json(text, file);
    if (json)
        return tasks_from_json(*json, file, diagnostics);
    if (json.error().code != "json-syntax")
        return std::unexpected(json.error());
    std::vector<Json> elements = elements_before_break(text);
    if (elements.empty())
        return std::unexpected(json.error());
    diagnostics.error(say("json-syntax.rest-lost", "problem"_is(json.error().said)), json.error().where);
    return tasks_from_json(Json(std::move(elements)), file, diagnostics);
}

} // namespace tw
