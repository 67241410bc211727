#include "formats/row_import.hpp"

#include "base/text.hpp"
#include "formats/ls_json.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t preview_rows = 50;
constexpr std::size_t most_problems = 10'000; ///< named one by one; more are only counted
constexpr std::string_view bom = "\xef\xbb\xbf";

std::string plain(const Json& value) {
    return value.is_string() ? value.get<std::string>() : dump_json(value);
}

} // namespace

RowImport::RowImport(RowImportOptions options, Diagnostics& problems, OnTask on_task)
    : options_(std::move(options)), problems_(&problems), on_task_(std::move(on_task)),
      delimited_(options_.separator, problems), json_(problems),
      on_row_([this](std::uint64_t line, std::vector<std::string>& cells) { take_cells(line, cells); }),
      on_line_([this](std::uint64_t line, std::string_view text) { take_line(line, text); }),
      on_element_([this](std::uint64_t index, std::string_view text, bool whole_file) {
          take_json(text, whole_file ? std::string() : std::string(json_.pointer()) + "/" + std::to_string(index), 0,
                    whole_file);
      }) {}

void RowImport::feed(std::string_view text) {
    if (first_ && !text.empty()) {
        first_ = false;
        if (text.starts_with(bom))
            text.remove_prefix(bom.size());
    }
    if (options_.format == RowFormat::delimited)
        delimited_.feed(text, on_row_);
    else if (options_.format == RowFormat::json)
        json_.feed(text, on_element_);
    else
        lines_.feed(text, on_line_);
}

void RowImport::finish() {
    if (options_.format == RowFormat::delimited)
        delimited_.finish(on_row_);
    else if (options_.format == RowFormat::json)
        json_.finish(on_element_);
    else
        lines_.finish(on_line_);
}

void RowImport::leave_out(Message why, std::uint64_t line) {
    ++left_out_;
    if (problems_->items().size() < most_problems)
        problems_->error(std::move(why), {options_.file, static_cast<std::uint32_t>(line), 0, {}});
}

void RowImport::take_cells(std::uint64_t line, std::vector<std::string>& cells) {
    if (!has_header_) {
        has_header_ = true;
        for (std::string& cell : cells) {
            std::string name(trim(cell));
            const std::string wanted = name.empty() ? "column " + std::to_string(columns_.size() + 1) : name;
            name = wanted;
            for (int n = 2; std::ranges::find(columns_, name) != columns_.end(); ++n)
                name = wanted + " " + std::to_string(n);
            columns_.push_back(std::move(name));
        }
        types_ = options_.types;
        types_.resize(columns_.size());
        return;
    }
    while (cells.size() > columns_.size() && cells.back().empty())
        cells.pop_back();
    if (cells.size() > columns_.size())
        return leave_out(say("csv-width", "cells"_is(cells.size()), "columns"_is(columns_.size())), line);
    cells.resize(columns_.size());
    ++rows_;
    for (std::string& cell : cells)
        if (!is_valid_utf8(cell))
            cell = decode_text(cell).text;
    if (preview_.size() < preview_rows)
        preview_.push_back(cells);
    if (!on_task_) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            types_[i].look(cells[i]);
        return;
    }
    Task task;
    auto& data = task.data.get_ref<Json::object_t&>();
    data.reserve(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string& key = i < options_.keys.size() ? options_.keys[i] : columns_[i];
        if (key.empty())
            continue;
        Json value = types_[i].numeric() ? types_[i].value(cells[i]) : Json(std::move(cells[i]));
        if (options_.keys.empty()) // columns have names of their own, keys may be chosen twice
            data.push_back({key, std::move(value)});
        else
            task.data[key] = std::move(value);
    }
    on_task_(std::move(task));
}

void RowImport::take_line(std::uint64_t line, std::string_view text) {
    if (options_.format == RowFormat::json_lines) {
        // Pieces cut out of a list still have its brackets and commas.
        std::string_view object = trim(text);
        if (object.starts_with('['))
            object = trim(object.substr(1));
        while (object.ends_with(',') || (object.ends_with(']') && object.starts_with('{')))
            object = trim(object.substr(0, object.size() - 1));
        if (!object.empty() && object != "]")
            take_json(object, {}, line, false);
        return;
    }
    ++rows_;
    if (columns_.empty())
        columns_ = {options_.line_key};
    std::string value = is_valid_utf8(text) ? std::string(text) : decode_text(text).text;
    if (preview_.size() < preview_rows)
        preview_.push_back({value});
    if (!on_task_)
        return;
    Task task;
    task.data[options_.line_key] = std::move(value);
    on_task_(std::move(task));
}

void RowImport::take_json(std::string_view text, std::string pointer, std::uint64_t line, bool whole_file) {
    if (!on_task_ && !whole_file && preview_.size() >= preview_rows) { // a scan only counts from here on
        ++rows_;
        return;
    }
    const auto fail_with = [&](Error error) {
        ++left_out_;
        if (problems_->items().size() >= most_problems)
            return;
        error.where = {options_.file, static_cast<std::uint32_t>(line), 0, pointer + error.where.pointer};
        problems_->add(Severity::error, std::move(error));
    };
    auto parsed = parse_json(text);
    if (!parsed)
        return fail_with(parsed.error());
    Diagnostics found;
    Json list = whole_file ? std::move(*parsed) : Json::array({std::move(*parsed)});
    auto tasks = tasks_from_json(list, options_.file, found);
    if (!tasks)
        return fail_with(tasks.error());
    for (const Diagnostic& one : found.items()) {
        Error error = one.error;
        // The list of one that was read is element `pointer` of the file.
        if (!whole_file && error.where.pointer.starts_with("/0"))
            error.where.pointer.erase(0, 2);
        if (error.code.starts_with("task-") && one.severity == Severity::error) {
            fail_with(std::move(error));
        } else {
            error.where = {options_.file, static_cast<std::uint32_t>(line), 0, pointer + error.where.pointer};
            problems_->add(one.severity, std::move(error));
        }
    }
    for (Task& task : *tasks)
        take_task(std::move(task));
}

void RowImport::take_task(Task task) {
    ++rows_;
    if (preview_.size() < preview_rows) {
        for (const auto& [key, value] : task.data.items())
            if (std::ranges::find(columns_, key) == columns_.end() && columns_.size() < 200)
                columns_.push_back(key);
        std::vector<std::string> cells;
        for (const std::string& column : columns_)
            cells.push_back(find(task.data, column) ? plain(*find(task.data, column)) : std::string());
        preview_.push_back(std::move(cells));
    }
    if (!on_task_)
        return;
    if (!options_.keys.empty()) {
        Json renamed = Json::object();
        for (auto& [key, value] : task.data.get_ref<Json::object_t&>()) {
            const auto at = static_cast<std::size_t>(std::ranges::find(columns_, key) - columns_.begin());
            const std::string& wanted = at < options_.keys.size() ? options_.keys[at] : key;
            if (!wanted.empty())
                renamed[wanted] = std::move(value);
        }
        task.data = std::move(renamed);
    }
    on_task_(std::move(task));
}

Result<std::vector<Task>> import_file(std::string_view bytes, std::string_view file, Diagnostics& problems) {
    const DecodedText decoded = decode_text(bytes);
    const std::string& text = decoded.text;
    RowImportOptions options{.file = std::string(file), .format = row_format_of(file, text)};
    if (options.format == RowFormat::json ||
        (options.format == RowFormat::lines && !to_lower_ascii(file).ends_with(".txt")))
        return import_tasks(text, file, problems);
    if (decoded.lossy)
        problems.warning(say("file-encoding"), {options.file, 0, 0, {}});
    if (options.format == RowFormat::delimited) {
        options.separator = detect_separator(std::string_view(text).substr(0, 65536));
        Diagnostics ignored;
        RowImport scan(options, ignored);
        scan.feed(text);
        scan.finish();
        options.types = scan.types();
    }
    std::vector<Task> tasks;
    RowImport import(std::move(options), problems, [&tasks](Task task) { tasks.push_back(std::move(task)); });
    import.feed(text);
    import.finish();
    return tasks;
}

} // namespace tw
