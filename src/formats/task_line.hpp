// How this device keeps tasks as text: one line of JSON for what never changes after an import (ids, data, meta, how it
// stood when it came in), a small summary record for what happened since, and a work record for annotations, predictions
// and drafts. Made by imports and by the studio alike, also in a worker; knows no storage. A line is
// [id, inner id, "uid", "document uid", "created", summary or 0, {meta}, {data}] so that its head is read by hand and its
// data can be searched without parsing.
#pragma once

#include "model/stored_task.hpp"
#include "ports/completion.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tw {

class Random;

/// The place of a task's parts in the text of its chunk.
struct TaskLine {
    std::int64_t id = 0, inner_id = 0;
    std::string_view uid, document_uid, created_at_utc; ///< into the line
    std::string_view summary;                           ///< "0": nothing to tell
    std::string_view meta, data;                        ///< JSON objects
};

/// Appends one line, newline and all.
void append_task_line(std::string& out, const StoredTask& task);
/// The same from parts: `data` and `meta` are JSON text of one line.
void append_task_line(std::string& out, const TaskLine& parts);
/// False when the line is not one of ours.
bool parse_task_line(std::string_view line, TaskLine& out);

/// The text of a summary. Reading never fails: what cannot be read stays as it is in a fresh one.
std::string to_record(const TaskSummary& summary);
TaskSummary summary_from_record(std::string_view json);

/// Annotations, predictions, drafts and what else is not in the line; "" when there is nothing of it.
std::string work_record(const StoredTask& task);
/// Fills a task with what work_record wrote. Errors: "record-shape", and those of parse_json.
Result<Unit> read_work_record(std::string_view json, StoredTask& task);

/// A task that comes in: gives it ids and uids, and tells where its own annotation begins (the first annotation, else
/// the newest draft, else the first prediction). Annotations get uids of this device, so that one file can come in twice;
/// the unique_id they came with is kept for exports.
StoredTask task_coming_in(Task task, std::int64_t id, std::int64_t inner_id, std::uint64_t now_ms_utc, Random& random);

} // namespace tw
