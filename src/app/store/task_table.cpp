#include "app/store/task_table.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t kept_parsed = 256;

/// At most `bytes`, and no character cut in two.
std::size_t utf8_cut(std::string_view text, std::size_t bytes) {
    if (bytes >= text.size())
        return text.size();
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U)
        --bytes;
    return bytes;
}

} // namespace

std::string_view TaskTable::line_text(const Row& row) const {
    return std::string_view(*chunks_[row.chunk].text).substr(row.line_begin, row.line_size);
}

void TaskTable::add_chunk(std::string key, std::string text) {
    const auto chunk = static_cast<std::uint32_t>(chunks_.size());
    chunks_.push_back({std::move(key), std::make_unique<std::string>(std::move(text))});
    const std::string_view all = *chunks_.back().text;
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t end = std::min(all.find('\n', at), all.size());
        const std::string_view line = all.substr(at, end - at);
        TaskLine parts;
        if (parse_task_line(line, parts)) {
            Row row{.id = parts.id,
                    .inner_id = parts.inner_id,
                    .chunk = chunk,
                    .line_begin = static_cast<std::uint32_t>(at),
                    .line_size = static_cast<std::uint32_t>(line.size()),
                    .data_begin = static_cast<std::uint32_t>(parts.data.data() - line.data()),
                    .data_size = static_cast<std::uint32_t>(parts.data.size())};
            ids_rise_ = ids_rise_ && (rows_.empty() || rows_.back().id < row.id);
            if (parts.summary != "0") {
                row.summary = static_cast<std::int32_t>(summaries_.size());
                summaries_.push_back(summary_from_record(parts.summary));
                row.state = summaries_.back().state;
            }
            ++counts_[static_cast<std::size_t>(row.state)];
            rows_.push_back(row);
        }
        at = end + 1;
    }
    ++layout_;
    ++revision_;
}

int TaskTable::row_of(std::int64_t task_id) const {
    const auto found = ids_rise_ ? std::ranges::lower_bound(rows_, task_id, {}, &Row::id)
                                 : std::ranges::find(rows_, task_id, &Row::id);
    return found == rows_.end() || found->id != task_id ? -1 : static_cast<int>(found - rows_.begin());
}

int TaskTable::row_of_inner(std::int64_t inner_id) const {
    const auto found = std::ranges::lower_bound(rows_, inner_id, {}, &Row::inner_id);
    return found == rows_.end() || found->inner_id != inner_id ? -1 : static_cast<int>(found - rows_.begin());
}

const TaskSummary& TaskTable::summary(std::size_t row) const {
    static const TaskSummary fresh;
    const std::int32_t at = rows_[row].summary;
    return at < 0 ? fresh : summaries_[static_cast<std::size_t>(at)];
}

void TaskTable::set_summary(std::size_t row, TaskSummary summary) {
    Row& its = rows_[row];
    --counts_[static_cast<std::size_t>(its.state)];
    its.state = summary.state;
    ++counts_[static_cast<std::size_t>(its.state)];
    if (its.summary < 0) {
        its.summary = static_cast<std::int32_t>(summaries_.size());
        summaries_.push_back(std::move(summary));
    } else {
        summaries_[static_cast<std::size_t>(its.summary)] = std::move(summary);
    }
    ++revision_;
}

int TaskTable::next_unfinished(std::size_t from) const {
    if (done_count() == size())
        return -1;
    for (std::size_t i = 0; i < size(); ++i) {
        const std::size_t row = (from + i) % size();
        if (!is_finished(rows_[row].state))
            return static_cast<int>(row);
    }
    return -1;
}

std::string_view TaskTable::raw(std::size_t row) const {
    return line_text(rows_[row]).substr(rows_[row].data_begin, rows_[row].data_size);
}

TaskLine TaskTable::line(std::size_t row) const {
    TaskLine parts;
    parse_task_line(line_text(rows_[row]), parts);
    return parts;
}

const Json& TaskTable::data(std::size_t row) const {
    const auto wanted = static_cast<std::uint32_t>(row);
    auto found = std::ranges::find(parsed_, wanted, &Parsed::row);
    if (found == parsed_.end()) {
        if (parsed_.size() < kept_parsed) {
            parsed_.push_back({});
            found = std::prev(parsed_.end());
        } else {
            found = std::ranges::min_element(parsed_, {}, &Parsed::last_used);
        }
        found->row = wanted;
        found->data = std::make_unique<Json>(parse_json(raw(row)).value_or(Json::object()));
    }
    found->last_used = ++uses_;
    return *found->data;
}

std::string TaskTable::title(std::size_t row, std::size_t max_bytes) const {
    const Json& its = data(row);
    for (const auto& [key, value] : its.items()) {
        if (!value.is_string() || value.get_ref<const std::string&>().empty())
            continue;
        const std::string& all = value.get_ref<const std::string&>();
        if (all.starts_with("tagwright-blob:"))
            if (const std::size_t slash = all.find('/'); slash != std::string::npos)
                return all.substr(slash + 1);
        return all.substr(0, utf8_cut(all, max_bytes));
    }
    const std::string_view text = raw(row);
    return std::string(text.substr(0, utf8_cut(text, max_bytes)));
}

const std::vector<std::string>& TaskTable::fields() const {
    if (fields_at_size_ == size() && (!fields_.empty() || size() == 0))
        return fields_;
    fields_.clear();
    fields_at_size_ = size();
    const auto look = [&](std::size_t row) {
        const Json its = parse_json(raw(row)).value_or(Json::object());
        for (const auto& [key, value] : its.items())
            if (std::ranges::find(fields_, key) == fields_.end())
                fields_.push_back(key);
    };
    const std::size_t first = std::min<std::size_t>(size(), 200);
    for (std::size_t row = 0; row < first; ++row)
        look(row);
    for (std::size_t i = 1; i <= 100 && size() > first; ++i) // imports of another shape come behind
        look(first + (size() - first) * i / 101);
    return fields_;
}

std::size_t TaskTable::memory_bytes() const {
    std::size_t bytes = rows_.capacity() * sizeof(Row) + summaries_.size() * sizeof(TaskSummary);
    for (const Chunk& chunk : chunks_)
        bytes += chunk.text->capacity();
    return bytes;
}

std::vector<TaskTable::Rewritten> TaskTable::erase(const std::vector<std::uint32_t>& doomed) {
    std::vector<Rewritten> rewritten;
    if (doomed.empty())
        return rewritten;
    std::vector<bool> dies(rows_.size(), false), chunk_changes(chunks_.size(), false);
    for (const std::uint32_t row : doomed)
        if (row < rows_.size()) {
            dies[row] = true;
            chunk_changes[rows_[row].chunk] = true;
        }
    TaskTable left(project_uid_);
    std::size_t row = 0;
    std::vector<Row> before = std::move(rows_);
    std::deque<TaskSummary> summaries = std::move(summaries_);
    const auto line_of = [&](const Row& one) {
        return std::string_view(*chunks_[one.chunk].text).substr(one.line_begin, one.line_size);
    };
    for (std::size_t i = 0; i < chunks_.size(); ++i) {
        std::string text;
        std::vector<std::int32_t> kept;
        for (; row < before.size() && before[row].chunk == i; ++row) {
            if (dies[row])
                continue;
            kept.push_back(before[row].summary);
            if (chunk_changes[i])
                (text += line_of(before[row])) += '\n';
        }
        if (chunk_changes[i])
            rewritten.push_back({chunks_[i].key, std::move(*chunks_[i].text), text});
        if (kept.empty())
            continue;
        const std::size_t first = left.size();
        left.add_chunk(chunks_[i].key, chunk_changes[i] ? std::move(text) : std::move(*chunks_[i].text));
        for (std::size_t k = 0; k < kept.size() && first + k < left.size(); ++k)
            if (kept[k] >= 0)
                left.set_summary(first + k, std::move(summaries[static_cast<std::size_t>(kept[k])]));
    }
    left.revision_ = revision_ + 1;
    left.layout_ = layout_ + 1;
    *this = std::move(left);
    return rewritten;
}

} // namespace tw
