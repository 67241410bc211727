#include "support/test_editor.hpp"

#include <fmt/format.h>

namespace tw::test {

const ImageState& FakeImages::image(const std::string& url) {
    ImageState& state = states_[url];
    if (loading)
        return state;
    if (const auto known = sizes.find(url); known != sizes.end()) {
        state.status = ImageState::Status::ready;
        state.natural_px = known->second;
        state.version = 1;
    } else {
        state.status = ImageState::Status::failed;
        state.error = {"image-fetch", "There is no such picture."};
    }
    return state;
}

TestEditor::TestEditor(std::string_view config_xml, Json data, EditorOptions options) : registry_(all_tags()) {
    images_.sizes = std::move(options.images);
    images_.loading = options.images_loading;
    EditorServices services;
    services.registry = &registry_;
    services.clock = &clock_;
    services.random = &random_;
    services.objects = {&shaper_, &images_};
    EditorSetup setup;
    setup.config = ConfigTree::parse(config_xml, registry_, diagnostics_);
    setup.task.data = std::move(data);
    setup.document_uid = "document";
    setup.document = std::move(options.document);
    setup.result = std::move(options.result);
    setup.client_id = options.client_id;
    setup.readonly = options.readonly;
    setup.select_after_create = options.select_after_create;
    const std::vector<const TagNode*> objects = setup.config->objects();
    if (!objects.empty())
        object_ = objects.front()->name;
    session_ = std::make_unique<EditorSession>(services, std::move(setup));
    session_->poll();
    session_->layout({800, 600});
}

PointerEvent TestEditor::event(PointerPhase phase, Vec2 at, Modifiers modifiers, int clicks) const {
    PointerEvent out;
    out.phase = phase;
    out.object = object_;
    out.pos_in_content = out.pos_in_view = at;
    out.click_count = clicks;
    out.modifiers = modifiers;
    return out;
}

void TestEditor::press(Vec2 at, Modifiers modifiers, int clicks) {
    session_->input(event(PointerPhase::down, at, modifiers, clicks));
}
void TestEditor::move(Vec2 to, Modifiers modifiers) {
    session_->input(event(PointerPhase::move, to, modifiers, 1));
}
void TestEditor::release(Vec2 at, Modifiers modifiers) {
    session_->input(event(PointerPhase::up, at, modifiers, 1));
}

void TestEditor::drag(Vec2 from, Vec2 to, Modifiers modifiers) {
    press(from, modifiers);
    move((from + to) * 0.5, modifiers);
    move(to, modifiers);
    release(to, modifiers);
}

void TestEditor::click(Vec2 at, Modifiers modifiers, int clicks) {
    press(at, modifiers, clicks);
    release(at, modifiers);
}

Vec2 TestEditor::at(std::uint32_t offset_utf16) {
    const std::vector<Rect> rects = session_->object(object_)->range_rects(offset_utf16, offset_utf16 + 1);
    return rects.empty() ? Vec2{} : rects.front().center();
}

void TestEditor::select_text(std::uint32_t start_utf16, std::uint32_t end_utf16) {
    const std::vector<Rect> rects = session_->object(object_)->range_rects(start_utf16, end_utf16);
    if (rects.empty())
        return;
    drag({rects.front().x + 1, rects.front().center().y}, {rects.back().right() - 1, rects.back().center().y});
}

const DisplayList* TestEditor::drawn(std::string_view region_id) {
    const SceneLayer& scene = session_->scene(object_);
    const Region* region = session_->document().region(region_id);
    return region == nullptr ? nullptr : scene.find(region->index);
}

std::string TestEditor::state() {
    std::string out = fmt::format("tool {}", session_->tool());
    for (const auto& [control, labels] : session_->armed())
        for (const std::string& label : labels)
            out += fmt::format(", armed {}={}", control, label);
    if (const TextSelection& open = session_->text_selection(); !open.empty())
        out += fmt::format(", text {}..{}", open.start_utf16, open.end_utf16);
    out += '\n';
    const RegionRows rows = session_->rows();
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const RegionRow& row = rows[at];
        out += fmt::format("{:{}}{} {} [", "", row.depth * 2, row.index, row.type);
        for (std::size_t i = 0; i < row.labels.size(); ++i)
            out += (i == 0 ? "" : ", ") + row.labels[i];
        out += fmt::format("] {}", row.text);
        out += row.selected ? " selected" : "";
        out += row.hidden ? " hidden" : "";
        out += row.locked ? " locked" : "";
        out += row.editable ? "\n" : " kept\n";
    }
    return out;
}

std::string TestEditor::results() {
    std::map<std::string, std::string> names;
    const auto name_of = [&names](const std::string& id) {
        return names.emplace(id, "r" + std::to_string(names.size() + 1)).first->second;
    };
    std::string out;
    for (Json result : session_->result()) {
        for (const char* key : {"id", "parentID"})
            if (result.contains(key) && result[key].is_string())
                result[key] = name_of(result[key].get<std::string>());
        out += dump_json(result) + "\n";
    }
    return out;
}

std::string TestEditor::events() {
    std::string out;
    for (const EditorEvent& event : session_->take_events()) {
        if (event.type == "select")
            continue;
        out += out.empty() ? "" : " ";
        out += event.type;
        if (event.type == "notice")
            out += ":" + string_or(event.detail, "key", "");
    }
    return out;
}

} // namespace tw::test
