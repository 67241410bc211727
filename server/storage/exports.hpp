// Rows of export snapshots; their files lie under data_dir/export. SQL only.
#pragma once

#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tw::server {

struct ExportRow {
    std::int64_t id = 0, project_id = 0, task_number = 0;
    std::optional<std::int64_t> created_by;
    std::string title, status, file, md5, options = "{}", converted_formats = "[]", created_at, finished_at;
};
void insert_export(Transaction& transaction, ExportRow& row);
std::optional<ExportRow> find_export(Transaction& transaction, std::int64_t id);
std::vector<ExportRow> exports_of(Transaction& transaction, std::int64_t project_id);
void update_export(Transaction& transaction, const ExportRow& row);
void delete_export(Transaction& transaction, std::int64_t id);

} // namespace tw::server
