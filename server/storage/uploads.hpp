// Rows of uploaded files; the files themselves lie under data_dir/media. SQL only.
#pragma once

#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tw::server {

struct UploadRow {
    std::int64_t id = 0, project_id = 0;
    std::optional<std::int64_t> user_id;
    std::string file; ///< "upload/<project>/<8 hex>-<name>"
    std::int64_t size = 0;
    std::string created_at;
};

void insert_upload(Transaction& transaction, UploadRow& row);
std::optional<UploadRow> find_upload(Transaction& transaction, std::int64_t id);
std::optional<UploadRow> find_upload_by_file(Transaction& transaction, const std::string& file);
std::vector<UploadRow> uploads_of(Transaction& transaction, std::int64_t project_id);
void delete_upload(Transaction& transaction, std::int64_t id);
std::vector<std::int64_t> tasks_of_upload(Transaction& transaction, std::int64_t upload_id);

} // namespace tw::server
