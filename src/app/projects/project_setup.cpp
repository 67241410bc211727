#include "app/projects/project_setup.hpp"

#include "app/projects/result_usage.hpp"
#include "app/transfer/exchange.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "formats/media_paths.hpp"
#include "formats/row_import.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr std::size_t most_samples = 200;
constexpr std::uint64_t small_bytes =
    300'000; ///< as the host has it: larger files of rows come with their beginning only
constexpr std::string_view image_endings[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".avif", ".svg"};

std::string file_name(const std::string& path) {
    const std::size_t slash = path.find_last_of('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string stem(const std::string& path) {
    const std::string name = file_name(path);
    const std::size_t dot = name.find_last_of('.');
    return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

std::string_view as_text(const Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The field that the first object of `tag` reads, "$undefined$" when the config has none.
std::string field_for(const ConfigTree& config, std::string_view tag) {
    for (const TagNode* object : config.objects()) {
        if (to_lower_ascii(object->tag) != tag)
            continue;
        const std::string_view value = object->get("value");
        if (value.starts_with('$')) {
            const std::size_t end = value.find_first_of(".[", 1);
            return std::string(value.substr(1, end == std::string_view::npos ? end : end - 1));
        }
    }
    return "$undefined$";
}

void take_lines(Dropped& dropped, const std::string& text) {
    // One task a line, blank lines too; the newline that ends the file begins no line.
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = text.find('\n', at);
        if (end == std::string::npos)
            end = text.size();
        std::string line = text.substr(at, end - at);
        if (line.ends_with('\r'))
            line.pop_back();
        dropped.items.push_back({Dropped::Item::Kind::text, std::move(line), {}});
        at = end + 1;
    }
}

/// By its first bytes, whatever its name says. One that breaks off later says so where it is shown.
bool begins_like_image(std::string_view bytes) {
    constexpr std::string_view beginnings[] = {"\xff\xd8\xff", "\x89PNG", "GIF8", "BM", "RIFF"};
    if (std::ranges::any_of(beginnings, [&](std::string_view begin) { return bytes.starts_with(begin); }))
        return true;
    return bytes.substr(0, 12).find("ftyp") != std::string_view::npos ||
           bytes.substr(0, 4096).find("<svg") != std::string_view::npos;
}

/// The tasks that stand whole in the beginning of a file of rows.
std::vector<Task> first_tasks(const PickedFile& file) {
    std::vector<Task> tasks;
    const std::string text = decode_text(as_text(file.bytes)).text;
    Diagnostics ignored;
    RowImportOptions options{.file = file.name, .format = row_format_of(file.name, text)};
    options.separator = detect_separator(std::string_view(text).substr(0, 65536));
    RowImport import(std::move(options), ignored, [&tasks](Task task) {
        if (tasks.size() < most_samples)
            tasks.push_back(std::move(task));
    });
    import.feed(text); // and no end: what is cut off is no row
    return tasks;
}

void take_file(Dropped& dropped, PickedFile& file) {
    const std::string lower = to_lower_ascii(file.name);
    const auto refuse = [&](std::string reason) { dropped.problems.push_back({file.name, std::move(reason), {}}); };
    if (file.handle != 0 && file.size > std::max<std::uint64_t>(file.bytes.size(), small_bytes)) {
        for (Task& task : first_tasks(file))
            dropped.samples.push_back(std::move(task));
        file.bytes.clear();
        dropped.large.push_back(std::move(file));
        return;
    }
    if (file.bytes.empty())
        return refuse("error.file-empty");
    if (file.mime.starts_with("image/") ||
        std::ranges::any_of(image_endings, [&](std::string_view ending) { return lower.ends_with(ending); })) {
        if (!begins_like_image(as_text(file.bytes)))
            return refuse("error.file-not-image");
        const std::string sha256 = file.sha256.empty() ? sha256_hex(as_text(file.bytes)) : file.sha256;
        dropped.items.push_back({Dropped::Item::Kind::image, blob_address(sha256, file.name), {}});
        dropped.blobs.push_back({sha256, file.mime, file.sha256.empty() ? std::move(file.bytes) : Bytes()});
        return;
    }
    const DecodedText decoded = decode_text(as_text(file.bytes));
    const std::string& text = decoded.text;
    constexpr std::string_view row_endings[] = {".csv", ".tsv", ".tab", ".jsonl", ".ndjson"};
    const bool rows =
        std::ranges::any_of(row_endings, [&](std::string_view ending) { return lower.ends_with(ending); });
    const bool known = rows || lower.ends_with(".txt") || lower.ends_with(".xml") || lower.ends_with(".json");
    if (decoded.lossy && known)
        return refuse("error.file-encoding");
    if (lower.ends_with(".txt") || (file.mime == "text/plain" && !known)) {
        take_lines(dropped, text);
    } else if (rows) {
        Diagnostics diagnostics;
        if (auto tasks = import_file(text, file.name, diagnostics))
            for (Task& task : *tasks)
                dropped.items.push_back({Dropped::Item::Kind::task, {}, std::move(task)});
        for (const Diagnostic& diagnostic : diagnostics.items())
            dropped.problems.push_back({file.name, "", diagnostic});
    } else if (lower.ends_with(".xml")) {
        dropped.config = text;
    } else if (lower.ends_with(".json") || file.mime == "application/json") {
        Diagnostics diagnostics;
        for (Task& task : read_task_file(text, file.name, diagnostics))
            dropped.items.push_back({Dropped::Item::Kind::task, {}, std::move(task)});
        for (const Diagnostic& diagnostic : diagnostics.items())
            dropped.problems.push_back({file.name, "", diagnostic});
    } else {
        refuse("error.file-kind");
    }
}

} // namespace

void take_files(Dropped& dropped, std::vector<PickedFile> files) {
    for (PickedFile& file : files) {
        if (dropped.title.empty()) {
            const std::size_t slash = file.name.find('/');
            dropped.title = slash == std::string::npos ? stem(file.name) : file.name.substr(0, slash);
        }
        take_file(dropped, file);
    }
}

namespace {

bool is_picture_path(std::string_view value) {
    const std::string lower = to_lower_ascii(value.substr(0, std::min(value.find('?'), value.size())));
    return std::ranges::any_of(image_endings, [&](std::string_view ending) { return lower.ends_with(ending); });
}

/// Can a config name this field?
bool is_plain_name(std::string_view field) {
    return !field.empty() && std::ranges::all_of(field, [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

struct ShownFields {
    std::string image, text; ///< "" for none
};

/// Which fields of a task's data are worth showing: those of the usual names, else a path of a picture, else the longest
/// text.
ShownFields shown_fields(const Json& data) {
    ShownFields fields;
    std::size_t longest = 0;
    std::string any_text;
    for (const auto& [key, value] : data.items()) {
        if (!value.is_string() || !is_plain_name(key))
            continue;
        const auto& text = value.get_ref<const std::string&>();
        if (key == "image" || (fields.image.empty() && is_picture_path(text))) {
            fields.image = key;
        } else if (key == "text") {
            fields.text = key;
        } else if (text.size() > longest) {
            longest = text.size();
            any_text = key;
        }
    }
    if (fields.image.empty() && fields.text.empty())
        fields.text = any_text;
    return fields;
}

} // namespace

std::string propose_config(const Dropped& dropped) {
    ShownFields shown;
    for (const Dropped::Item& item : dropped.items) {
        if (item.kind == Dropped::Item::Kind::image)
            shown.image = "image";
        else if (item.kind == Dropped::Item::Kind::text)
            shown.text = "text";
    }
    // Tasks of a file tell by their fields; the results of an export know better than any guess.
    ResultUsage usage;
    const Task* first = dropped.samples.empty() ? nullptr : &dropped.samples.front();
    for (const Dropped::Item& item : dropped.items)
        if (item.kind == Dropped::Item::Kind::task) {
            usage.add(item.task);
            first = first ? first : &item.task;
        }
    for (const Task& task : dropped.samples)
        usage.add(task);
    if (first)
        if (std::string inferred = infer_config(usage, first->data); !inferred.empty())
            return inferred;
    if (first && shown.image.empty() && shown.text.empty())
        shown = shown_fields(first->data);
    if (shown.image.empty() && shown.text.empty() && !dropped.large.empty())
        shown.text = "text";
    const bool images = !shown.image.empty(), texts = !shown.text.empty();
    if (!images && !texts)
        return {};
    std::string config = "<View>\n";
    if (images)
        config += "  <RectangleLabels name=\"label\" toName=\"image\">\n"
                  "    <Label value=\"Object\" background=\"#2f6fed\"/>\n"
                  "    <Label value=\"Other\" background=\"#d9480f\"/>\n"
                  "  </RectangleLabels>\n"
                  "  <Image name=\"image\" value=\"$" +
                  shown.image + "\"/>\n";
    if (texts)
        config += "  <Labels name=\"entities\" toName=\"text\">\n"
                  "    <Label value=\"Person\" background=\"#d9480f\"/>\n"
                  "    <Label value=\"Place\" background=\"#2f6fed\"/>\n"
                  "    <Label value=\"Organisation\" background=\"#2b8a3e\"/>\n"
                  "  </Labels>\n"
                  "  <Text name=\"text\" value=\"$" +
                  shown.text +
                  "\"/>\n"
                  "  <Choices name=\"sentiment\" toName=\"text\" choice=\"single\" showInline=\"true\">\n"
                  "    <Choice value=\"Positive\"/>\n"
                  "    <Choice value=\"Neutral\"/>\n"
                  "    <Choice value=\"Negative\"/>\n"
                  "  </Choices>\n";
    return config + "</View>\n";
}

std::vector<Task> make_tasks(std::vector<Dropped::Item> items, const ConfigTree& config) {
    const std::string image_field = field_for(config, "image"), text_field = field_for(config, "text");
    std::vector<Task> tasks;
    tasks.reserve(items.size());
    for (Dropped::Item& item : items) {
        if (item.kind == Dropped::Item::Kind::task) {
            tasks.push_back(std::move(item.task));
            continue;
        }
        Task task;
        task.data[item.kind == Dropped::Item::Kind::image ? image_field : text_field] = std::move(item.value);
        tasks.push_back(std::move(task));
    }
    return tasks;
}

} // namespace tw
