// Rows of the data manager's views. SQL only.
#pragma once

#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tw::server {

struct ViewRow {
    std::int64_t id = 0, project_id = 0, position = 0;
    std::optional<std::int64_t> user_id;
    std::string data = "{}", selected_items = "{}";
};

std::optional<ViewRow> find_view(Transaction& transaction, std::int64_t id);
std::optional<std::int64_t> project_of_view(Transaction& transaction, std::int64_t id);
std::vector<ViewRow> views_of(Transaction& transaction, std::int64_t project_id);
std::vector<ViewRow> views_of_organization(Transaction& transaction, std::int64_t organization_id);
void insert_view(Transaction& transaction, ViewRow& row); ///< fills `id` and `position`
void update_view(Transaction& transaction, const ViewRow& row);
void delete_view(Transaction& transaction, std::int64_t id);
void delete_views_of(Transaction& transaction, std::int64_t project_id);

} // namespace tw::server
