#include "app/projects/config_preview.hpp"

#include "ui/scaled.hpp"

namespace tw {

ConfigPreview::ConfigPreview(Studio& studio, std::string_view config, const Json& data, Json result) {
    Diagnostics ignored;
    EditorSetup setup;
    setup.config = ConfigTree::parse(config, studio.registry, ignored);
    setup.task.data = data;
    setup.document_uid = setup.client_id = "preview";
    setup.result = std::move(result);
    session_ = std::make_unique<EditorSession>(
        EditorServices{
            &studio.registry, studio.ports.clock, studio.ports.random, {studio.ports.shaper, studio.ports.images}},
        std::move(setup));
}

void ConfigPreview::paint(Studio& studio, const Rect& box_px, double scale) {
    if (session_->poll())
        studio.frame_again = true;
    tree_.clear();
    intents_.clear();
    widgets_.again = false;
    Ui ui = studio.ui;
    ui.inert = true;
    ui.readonly = false; // as it will look when one works with it
    ui.compact = false;
    ui.semantics = &tree_;
    ui.intents = &intents_;
    ui.widgets = &widgets_;
    ui.activate_id.clear();
    const Scaled scaled = begin_scaled(ui, box_px, scale);
    area_.paint(ui, scaled.box_px, *session_, view_);
    end_scaled(ui, scaled);
}

double ConfigPreview::height_px(double width_px, double scale) {
    const double pad = double(16) * 2;
    return (session_->layout({width_px / scale - pad, 400}).content_px.h + pad) * scale;
}

Json sample_data(const Studio& studio, const ConfigTree& config) {
    Json data = Json::object();
    const auto put = [&](std::string_view text, const Json& value) {
        for (const std::string& field : variables_in(text))
            if (!data.contains(field))
                data[field] = value;
    };
    for (const TagNode& node : config.nodes()) {
        if (!node.type)
            continue;
        for (const auto& [name, attribute] : node.attributes) {
            const bool content = name == "value";
            if (content && node.type->kind == TagKind::object)
                put(attribute.text, node.type->name == "Image" ? Json("assets/templates/scene.svg")
                                                               : Json(studio.ui.text("new.sample-text")));
            else if (content && node.type->kind == TagKind::control)
                put(attribute.text, Json::array({{{"value", "A"}}, {{"value", "B"}}}));
        }
    }
    for (const std::string& field : config.data_fields())
        if (!data.contains(field))
            data[field] = field;
    return data;
}

} // namespace tw
