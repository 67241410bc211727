#include "app/transfer/import_status.hpp"

#include "base/message_json.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t most_cell_bytes = 400; ///< of a preview

std::uint64_t count_at(const Json& json, std::string_view key, std::uint64_t otherwise = 0) {
    return static_cast<std::uint64_t>(std::max(0.0, number_or(json, key, static_cast<double>(otherwise))));
}

std::vector<std::string> texts_at(const Json& json, std::string_view key) {
    std::vector<std::string> out;
    if (const Json* list = find(json, key); list && list->is_array())
        for (const Json& one : *list)
            out.push_back(one.is_string() ? one.get<std::string>() : std::string());
    return out;
}

std::string_view cut(std::string_view text) {
    std::size_t end = std::min(text.size(), most_cell_bytes);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end);
}

Json source_json(const ImportSource& source) {
    Json preview = Json::array(), problems = Json::array();
    for (const std::vector<std::string>& cells : source.preview) {
        Json row = Json::array();
        for (const std::string& cell : cells)
            row.push_back(cut(cell));
        preview.push_back(std::move(row));
    }
    for (const Diagnostic& one : source.problems) {
        problems.push_back(to_json(one.error));
        problems.back()["severity"] = static_cast<int>(one.severity);
    }
    Json json = {{"name", source.name},
                 {"format", static_cast<int>(source.format)},
                 {"encoding", source.encoding},
                 {"sure", source.encoding_sure},
                 {"separator", std::string(1, source.separator)},
                 {"columns", source.columns},
                 {"keys", source.keys},
                 {"preview", std::move(preview)},
                 {"problems", std::move(problems)},
                 {"left_out", source.left_out}};
    if (source.error)
        json["error"] = to_json(*source.error);
    return json;
}

ImportSource source_from(const Json& json) {
    ImportSource source;
    source.name = string_or(json, "name", "");
    source.format = static_cast<RowFormat>(std::min<std::uint64_t>(3, count_at(json, "format")));
    source.encoding = string_or(json, "encoding", "");
    source.encoding_sure = bool_or(json, "sure", true);
    source.separator = (string_or(json, "separator", "") + ',').front();
    source.columns = texts_at(json, "columns");
    source.keys = texts_at(json, "keys");
    if (const Json* rows = find(json, "preview"); rows && rows->is_array())
        for (const Json& row : *rows)
            source.preview.push_back(texts_at(Json{{"row", row}}, "row"));
    if (const Json* problems = find(json, "problems"); problems && problems->is_array())
        for (const Json& one : *problems)
            source.problems.push_back(
                {static_cast<Severity>(std::min<std::uint64_t>(2, count_at(one, "severity"))), error_from(one)});
    source.left_out = count_at(json, "left_out");
    if (const Json* error = find(json, "error"))
        source.error = error_from(*error);
    return source;
}

} // namespace

Json to_json(const Error& error) {
    return {{"code", error.code},       {"message", error.message},       {"file", error.where.file},
            {"line", error.where.line}, {"pointer", error.where.pointer}, {"said", to_json(error.said)}};
}

Error error_from(const Json& json) {
    return {string_or(json, "code", ""),
            string_or(json, "message", ""),
            {string_or(json, "file", ""), static_cast<std::uint32_t>(count_at(json, "line")), 0,
             string_or(json, "pointer", "")},
            find(json, "said") ? message_from_json(*find(json, "said")) : Message()};
}

Json to_json(const ImportStatus& status, bool with_sources) {
    Json json = {{"state", static_cast<int>(status.state)},
                 {"rows", status.rows},
                 {"left_out", status.left_out},
                 {"imported", status.imported},
                 {"progress", status.progress}};
    if (with_sources) {
        Json& sources = json["sources"] = Json::array();
        for (const ImportSource& source : status.sources)
            sources.push_back(source_json(source));
    }
    if (status.error)
        json["error"] = to_json(*status.error);
    if (status.state == ImportStatus::State::done)
        json["added"] = {{"project", to_record(status.added.project)},
                         {"first", status.added.first_task_id},
                         {"count", status.added.count}};
    return json;
}

void take_status(const Json& json, ImportStatus& status) {
    status.state = static_cast<ImportStatus::State>(
        std::min<std::uint64_t>(static_cast<std::uint64_t>(ImportStatus::State::failed), count_at(json, "state")));
    status.rows = count_at(json, "rows");
    status.left_out = count_at(json, "left_out");
    status.imported = count_at(json, "imported");
    status.progress = number_or(json, "progress", 0);
    if (const Json* sources = find(json, "sources"); sources && sources->is_array()) {
        status.sources.clear();
        for (const Json& one : *sources)
            status.sources.push_back(source_from(one));
    }
    if (const Json* error = find(json, "error"))
        status.error = error_from(*error);
    if (const Json* added = find(json, "added")) {
        if (auto project = project_from_record(string_or(*added, "project", "")))
            status.added.project = std::move(*project);
        status.added.first_task_id = static_cast<std::int64_t>(number_or(*added, "first", 0));
        status.added.count = count_at(*added, "count");
    }
}

} // namespace tw
