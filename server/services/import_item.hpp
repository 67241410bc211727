// One item of an import, from the JSON that somebody gave to what becomes rows: checked against the project's config in
// Label Studio's own words, its annotations and predictions taken apart. Knows no database; who an author named by email
// is, and whether an author may be named at all, is asked later.
#pragma once

#include "base/error.hpp"
#include "base/json.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tw::server {

/// The model version of what is made from a data field (preannotated_from_fields).
constexpr std::string_view preannotated_version = "preannotated";

struct ImportedAnnotation {
    std::optional<std::int64_t> author; ///< completed_by as a number
    std::string author_email;           ///< completed_by as an email
    std::string result;                 ///< JSON text of a list
    std::int64_t result_count = 0;
    bool was_cancelled = false, ground_truth = true;
    std::optional<double> lead_time = {};
    std::optional<std::int64_t> import_id = {};
};

struct ImportedPrediction {
    std::string result; ///< JSON text
    std::string model_version;
    std::optional<double> score = {};
};

/// JSON texts, so that they can wait in a file and go to the database as they are.
struct ImportItem {
    std::string data, meta = "{}";
    std::optional<std::int64_t> upload; ///< the file it came in
    std::vector<ImportedAnnotation> annotations;
    std::vector<ImportedPrediction> predictions;
};

/// The data of an item: its "data", or the item itself.
const Json& data_of_item(const Json& item);

class ItemChecker {
public:
    ItemChecker(const Json& parsed_config, std::vector<std::string> preannotated_from_fields);
    /// Errors: "validation", which say at which `index` and what.
    [[nodiscard]] Result<ImportItem> check(const Json& item, std::int64_t index) const;
    /// What the config reads and this data, in which other such fields are, has not.
    [[nodiscard]] std::vector<std::string> missing_keys(const Json& data) const;
    /// How many data fields the config reads.
    [[nodiscard]] std::size_t field_count() const { return types_.size(); }

private:
    [[nodiscard]] Result<void> check_data(const Json& data) const;
    void preannotate(const std::string& field, const Json& data, ImportItem& out) const;

    Json parsed_config_;
    std::vector<std::string> preannotated_from_fields_;
    std::map<std::string, std::string> types_; ///< data field -> object tag
};

} // namespace tw::server
