// Any bytes as the JSON body of an import: items or an error that says where. A list is read exactly when JSON would take
// it whole. What is checked comes out of the spool as it went in, holds JSON, and has one ground truth at the most.
#include "require.hpp"
#include "services/import_source.hpp"
#include "services/import_spool.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

using namespace tw;
using namespace tw::server;

namespace {

/// Configs as read_label_config sums them up: none, one text with choices, a picture with a field in a field.
const Json& config_of(std::uint8_t which) {
    static const Json configs[] = {
        Json::object(),
        *parse_json(
            R"({"c":{"type":"Choices","to_name":["t"],"inputs":[{"type":"Text","value":"text"}],"labels":["A","B"],"labels_attrs":{}}})"),
        *parse_json(
            R"({"r":{"type":"RectangleLabels","to_name":["i"],"inputs":[{"type":"Image","value":"image.url"},{"type":"HyperText","valueList":"h"}],"labels":["A"]}})")};
    return configs[which % std::size(configs)];
}

std::string dump(const ImportItem& item) {
    std::string text = item.data + "\n" + item.meta;
    for (const ImportedAnnotation& one : item.annotations)
        text += fmt::format("\na {} {} {} {} {} {} {} {}", one.author.value_or(-1), one.author_email, one.result,
                            one.result_count, one.was_cancelled, one.ground_truth, one.lead_time.value_or(-1),
                            one.import_id.value_or(-1));
    for (const ImportedPrediction& one : item.predictions)
        text += fmt::format("\np {} {} {}", one.result, one.model_version, one.score.value_or(-1));
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    Body body;
    body.text.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
    body.size_bytes = body.text.size();

    const auto read = read_json_items(body, [](const Json&, std::int64_t) -> Result<void> { return {}; });
    require(read || (read.error().code == "json-parse" && !read.error().message.empty()));
    const auto whole = parse_json(body.text);
    if (whole)
        require(read.has_value());
    else if (body.text.starts_with('[') && whole.error().code != "json-depth")
        require(!read);

    const ItemChecker checker(config_of(data[0]), {"text", "c"});
    ImportSpool spool(std::filesystem::temp_directory_path() / fmt::format("tagwright-import-{}", getpid()));
    std::vector<std::string> dumps;
    const auto taken = read_json_items(body, [&](const Json& item, std::int64_t index) -> Result<void> {
        auto checked = checker.check(item, index);
        if (!checked) {
            require(checked.error().code == "validation" && !checked.error().message.empty());
            require(!dump_json(Json(checked.error().message)).empty());
            return {};
        }
        require(parse_json(checked->data).has_value() && parse_json(checked->meta).has_value());
        for (const ImportedAnnotation& one : checked->annotations)
            require(parse_json(one.result).value_or(Json()).is_array());
        require(std::ranges::count_if(checked->annotations, &ImportedAnnotation::ground_truth) <= 1);
        dumps.push_back(dump(*checked));
        return spool.add(*checked);
    });
    require(taken.has_value() == read.has_value());
    require(spool.finish().has_value());
    std::size_t at = 0;
    const auto back = spool.read([&](ImportItem& item) -> Result<void> {
        require(at < dumps.size() && dump(item) == dumps[at++]);
        return {};
    });
    require(back.has_value() && at == dumps.size());
    return 0;
}
