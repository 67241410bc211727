// Any bytes as a task file: import answers with tasks or with an error that has a code; what it read is exported to
// something that is imported to the same export; the result of each annotation taken apart into a document and put
// together again means the same, also through a snapshot. Nothing throws.
#include "edit/document.hpp"
#include "formats/ls_json.hpp"
#include "require.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

/// As an export writes it: `hidden` and `locked` are state of an editing session, never written.
tw::Json without_session_keys(tw::Json result) {
    for (tw::Json& item : result) {
        if (item.is_object()) {
            item.erase("hidden");
            item.erase("locked");
        }
    }
    return result;
}

void check_document(const tw::Json& result) {
    tw::Diagnostics diagnostics;
    const tw::Document document = tw::Document::from_result("doc", result, diagnostics);
    const tw::Json out = document.to_result();
    if (!result.is_array()) {
        require(out == tw::Json::array());
        return;
    }
    require(tw::same_json(out, without_session_keys(result)));
    const auto again = tw::Document::from_snapshot(document.to_snapshot());
    require(again.has_value() && again->to_result() == out);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    tw::Diagnostics diagnostics;
    const auto tasks = tw::import_tasks(text, "fuzz.json", diagnostics);
    if (!tasks) {
        require(!tasks.error().code.empty() && !tasks.error().message.empty());
        return 0;
    }
    for (const tw::Task& task : *tasks) {
        for (const tw::Annotation& annotation : task.annotations)
            check_document(annotation.result);
        for (const tw::Prediction& prediction : task.predictions)
            check_document(prediction.result);
    }
    const tw::Json once = tw::export_tasks(*tasks);
    tw::Diagnostics of_export;
    const auto again = tw::import_tasks(tw::dump_json(once), "export.json", of_export);
    require(again.has_value());
    require(tw::same_json(tw::export_tasks(*again), once));
    return 0;
}
