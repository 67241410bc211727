// Whatever bytes a file of rows holds, and wherever it is cut: nothing crashes, every task is valid JSON, and feeding it
// in pieces gives the tasks that feeding it whole gives.
#include "formats/row_import.hpp"

#include <cstdlib>

namespace {

std::vector<std::string> read(std::string_view text, tw::RowFormat format, char separator, std::size_t piece) {
    std::vector<std::string> out;
    tw::Diagnostics problems;
    tw::RowImport import({.file = "f", .format = format, .separator = separator}, problems,
                         [&out](tw::Task task) { out.push_back(tw::dump_json(task.data)); });
    for (std::size_t at = 0; at < text.size(); at += piece)
        import.feed(text.substr(at, piece));
    import.finish();
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2)
        return 0;
    const auto format = static_cast<tw::RowFormat>(data[0] % 4);
    const char separator = ",;\t|"[data[0] / 4 % 4];
    const std::size_t piece = data[1] % 16 + 3U; // a BOM is three bytes
    const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
    const auto whole = read(text, format, separator, text.size() + 1);
    if (whole != read(text, format, separator, piece))
        std::abort();
    for (const std::string& task : whole)
        if (!tw::parse_json(task))
            std::abort();
    (void)tw::detect_separator(text);
    return 0;
}
