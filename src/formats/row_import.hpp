// Rows of a file into tasks: the columns of a CSV become data keys, a line of text "$undefined$", JSON what it says. Read
// twice when it pays: a scan counts rows, types columns and keeps the first rows for a preview; the import then hands
// each task on. Both are fed text cut anywhere. What cannot become a task is named with its line and left out.
#pragma once

#include "formats/text_rows.hpp"
#include "model/entities.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tw {

struct RowImportOptions {
    std::string file; ///< its name, for problems
    RowFormat format = RowFormat::lines;
    char separator = ',';
    std::vector<std::string> keys = {};   ///< the data key of each column, "" leaves it out; empty: their own names
    std::vector<ColumnType> types = {};   ///< of an earlier scan; empty: everything is text
    std::string line_key = "$undefined$"; ///< of a line of text
};

class RowImport {
public:
    using OnTask = std::function<void(Task task)>;
    /// Without `on_task` it is a scan.
    RowImport(RowImportOptions options, Diagnostics& problems, OnTask on_task = {});
    void feed(std::string_view text);
    void finish();

    [[nodiscard]] std::uint64_t rows() const { return rows_; }         ///< that became, or would become, tasks
    [[nodiscard]] std::uint64_t left_out() const { return left_out_; } ///< each is in the problems
    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
    [[nodiscard]] const std::vector<ColumnType>& types() const { return types_; }
    /// The first rows, a cell a column; of JSON the values of its data.
    [[nodiscard]] const std::vector<std::vector<std::string>>& preview() const { return preview_; }

private:
    void take_cells(std::uint64_t line, std::vector<std::string>& cells);
    void take_line(std::uint64_t line, std::string_view text);
    void take_json(std::string_view text, std::string pointer, std::uint64_t line, bool whole_file);
    void take_task(Task task);
    void leave_out(Message why, std::uint64_t line);

    RowImportOptions options_;
    Diagnostics* problems_;
    OnTask on_task_;
    DelimitedReader delimited_;
    LineReader lines_;
    JsonListReader json_;
    DelimitedReader::OnRow on_row_;
    LineReader::OnLine on_line_;
    JsonListReader::OnElement on_element_;
    bool first_ = true, has_header_ = false;
    std::uint64_t rows_ = 0, left_out_ = 0;
    std::vector<std::string> columns_;
    std::vector<ColumnType> types_;
    std::vector<std::vector<std::string>> preview_;
};

/// A whole file at once. Errors: "file-encoding" when its bytes are no text we know.
Result<std::vector<Task>> import_file(std::string_view bytes, std::string_view file, Diagnostics& problems);

} // namespace tw
