#include "services/import_source.hpp"

#include "base/text.hpp"
#include "formats/row_import.hpp"
#include "formats/text_rows.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::string_view bom = "\xef\xbb\xbf";
constexpr std::uint64_t max_text_bytes = 64U << 20U; ///< of a file that has to be held whole

std::unexpected<Error> bad_json(const Error& error) {
    std::string place;
    if (error.where.line > 0)
        place = fmt::format("line {} column {}", error.where.line, error.where.column);
    if (!error.where.pointer.empty())
        place += (place.empty() ? "" : ", ") + error.where.pointer;
    return fail("json-parse",
                fmt::format("JSON parse error - {}{}", error.message, place.empty() ? "" : " (" + place + ")"),
                error.where);
}

/// A place inside an element, as a place of the whole.
Where in_whole(Where inner, const Where& element) {
    if (inner.line <= 1)
        inner.column += std::max<std::uint32_t>(element.column, 1) - 1;
    inner.line += std::max<std::uint32_t>(element.line, 1) - 1;
    inner.pointer = element.pointer;
    return inner;
}

/// UTF-16 is the one encoding that cannot be cut anywhere: it is read whole. Bytes that are no UTF-8 are read cell by cell.
Result<bool> is_utf16(const Body& body) {
    bool found = false;
    auto read = body.read([&found](std::string_view piece) {
        const std::string_view head = piece.substr(0, 4);
        found =
            head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff") || head.find('\0') != std::string_view::npos;
        return false;
    });
    return read ? Result<bool>(found) : std::unexpected(read.error());
}

/// The text of a file, piece by piece.
Result<void> read_text(const Body& body, const std::function<bool(std::string_view)>& take) {
    const auto wide = is_utf16(body);
    if (!wide)
        return std::unexpected(wide.error());
    if (!*wide)
        return body.read(take);
    const auto bytes = body.load(max_text_bytes);
    if (!bytes)
        return std::unexpected(bytes.error());
    take(decode_text(*bytes).text);
    return {};
}

Result<void> read_lines(const Body& body, const TakeItem& take) {
    Result<void> taken;
    std::int64_t index = 0;
    LineReader lines;
    const auto on_line = [&](std::uint64_t, std::string_view line) {
        if (!taken)
            return;
        if (index == 0 && line.starts_with(bom))
            line.remove_prefix(bom.size());
        // Blank lines are tasks too, as in Label Studio.
        taken = take(Json{{"data", {{"$undefined$", decode_text(line).text}}}}, index++);
    };
    auto read = read_text(body, [&](std::string_view piece) {
        lines.feed(piece, on_line);
        return taken.has_value();
    });
    if (!read)
        return read;
    lines.finish(on_line);
    return taken;
}

Result<void> read_rows(const Body& body, const std::string& file, const std::string& extension, const TakeItem& take) {
    std::string head;
    auto read = read_text(body, [&head](std::string_view piece) {
        head += piece.substr(0, piece.find('\n'));
        return piece.find('\n') == std::string_view::npos && head.size() < 1U << 20U;
    });
    if (!read)
        return read;
    Diagnostics problems;
    RowImportOptions options;
    options.file = file;
    options.format = RowFormat::delimited;
    options.separator = extension == ".tsv"                                             ? '\t'
                        : std::ranges::count(head, ';') > std::ranges::count(head, ',') ? ';'
                                                                                        : ',';
    RowImport scan(options, problems);
    read = read_text(body, [&scan](std::string_view piece) {
        scan.feed(piece);
        return true;
    });
    if (!read)
        return read;
    scan.finish();
    options.types = scan.types();
    Result<void> taken;
    std::int64_t index = 0;
    RowImport rows(options, problems, [&](Task task) {
        if (taken)
            taken = take(Json{{"data", std::move(task.data)}}, index++);
    });
    read = read_text(body, [&](std::string_view piece) {
        rows.feed(piece);
        return taken.has_value();
    });
    if (!read)
        return read;
    rows.finish();
    return taken;
}

} // namespace

Result<void> read_json_items(const Body& body, const TakeItem& take) {
    Diagnostics problems;
    std::optional<Error> failed;
    JsonListReader reader(problems);
    const auto on_element = [&](std::uint64_t index, std::string_view text, bool /*whole*/) {
        if (failed)
            return;
        // A byte order mark is taken off the beginning of a text; inside a list it is refused.
        const auto item = text.starts_with(bom) ? parse_json(fmt::format("{}{}", bom, text)) : parse_json(text);
        if (!item)
            failed = bad_json({item.error().code, item.error().message,
                               in_whole(item.error().where, reader.element_place())})
                         .error();
        else if (auto taken = take(*item, static_cast<std::int64_t>(index)); !taken)
            failed = taken.error();
    };
    bool first = true;
    auto read = body.read([&](std::string_view piece) {
        if (std::exchange(first, false) && piece.starts_with(bom))
            piece.remove_prefix(bom.size());
        reader.feed(piece, on_element);
        return !failed && problems.empty();
    });
    if (!read)
        return read;
    if (!failed && problems.empty())
        reader.finish(on_element);
    if (failed)
        return std::unexpected(*failed);
    if (problems.has_errors())
        return bad_json(problems.items().front().error);
    return {};
}

std::string extension_of(const std::string& name) {
    const std::size_t dot = name.find_last_of('.');
    return dot == std::string::npos ? "" : to_lower_ascii(name.substr(dot));
}

bool is_rows(const std::string& extension) {
    return extension == ".csv" || extension == ".tsv" || extension == ".txt";
}

bool is_importable(const std::string& extension) {
    static constexpr std::array<std::string_view, 31> known = {
        ".wav", ".mp3",  ".flac", ".m4a", ".ogg",  ".mp4",  ".webm", ".avi",  ".mov",  ".bmp", ".gif",
        ".jpg", ".jpeg", ".png",  ".svg", ".webp", ".tif",  ".tiff", ".html", ".htm",  ".xml", ".json",
        ".csv", ".tsv",  ".txt",  ".pdf", ".md",   ".aiff", ".avif", ".heic", ".opus",
    };
    return std::ranges::find(known, extension) != known.end();
}

std::string safe_file_name(std::string name) {
    constexpr std::string_view unsafe = " /\\\"'<>&?#%";
    for (char& c : name)
        if (unsafe.find(c) != std::string_view::npos || static_cast<unsigned char>(c) < 0x20)
            c = '_';
    while (name.starts_with('.'))
        name.erase(0, 1);
    // Endings say what a file is: of a name that is too long the beginning goes.
    if (name.size() > 160)
        name.erase(0, name.size() - 160);
    while (!is_valid_utf8(name))
        name.erase(0, 1);
    return name.empty() ? "file" : name;
}

Result<void> read_file_items(const SourceFile& source, const TakeItem& take) {
    const std::string extension = extension_of(source.file);
    Body body;
    body.file = std::make_shared<TemporaryFile>(source.path);
    struct Keep {
        TemporaryFile* file;
        ~Keep() { file->keep(); }
    } const not_ours_to_delete{body.file.get()};
    std::error_code error;
    body.size_bytes = std::filesystem::file_size(source.path, error);
    if (error)
        return fail("body-read", "This file is not there any more.");
    if (extension == ".json")
        return read_json_items(body, take);
    if (is_rows(extension) && source.rows_as_tasks)
        return extension == ".txt" ? read_lines(body, take) : read_rows(body, source.file, extension, take);
    if (!source.one_field)
        return fail("validation",
                    "Your label config has more than one data key and direct file upload supports only one data key. "
                    "To import data with multiple data keys, use a JSON or CSV file");
    std::string value = "/data/" + source.file;
    if (extension == ".html" || extension == ".htm" || extension == ".xml") {
        const auto bytes = body.load(max_text_bytes);
        if (!bytes)
            return std::unexpected(bytes.error());
        value = decode_text(*bytes).text;
    }
    return take(Json{{"data", {{"$undefined$", value}}}}, 0);
}

} // namespace tw::server
