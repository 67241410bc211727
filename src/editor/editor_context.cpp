// What tools see of the session. Geometry here is the whole register ({to_name, value, ...}); hooks of tags see only the
// shape in it.
#include "editor/editor_internal.hpp"

namespace tw {

std::string EditorSession::Context::region_at(const PointerEvent& event) {
    return session_.region_at(event);
}

std::vector<std::string> EditorSession::Context::regions_in(const std::string& object, const Rect& area_in_content) {
    std::vector<RegionIndex> touching;
    session_.scene(object).touching(area_in_content, touching);
    std::vector<std::string> out;
    for (const RegionIndex index : touching)
        if (const std::string& id = session_.document_.region_at(index).id; !session_.is_locked(id))
            out.push_back(id);
    return out;
}

std::vector<std::string> EditorSession::Context::selection() {
    return session_.selection_;
}

void EditorSession::Context::select(std::vector<std::string> region_ids) {
    session_.set_selection(std::move(region_ids));
}

bool EditorSession::Context::editable(const std::string& region_id) {
    return session_.is_editable(region_id);
}

std::vector<Handle> EditorSession::Context::handles(const std::string& region_id) {
    const RegionView view = session_.view_of(region_id);
    if (view.shape == nullptr || view.model == nullptr)
        return {};
    return view.shape->handles(session_.shape_of(view), *view.model, view.control);
}

Rect EditorSession::Context::bounds(const std::string& region_id) {
    return session_.region_bounds(region_id).value_or(Rect{});
}

Json EditorSession::Context::geometry(const std::string& region_id) {
    const Region* region = session_.document_.region(region_id);
    return region == nullptr ? Json{} : region->geometry.value;
}

Json EditorSession::Context::with_shape(const RegionView& view, Json shape) const {
    if (view.control != nullptr)
        shape = view.shape->stored(std::move(shape), *view.model, *view.control);
    Json geometry = view.region->geometry.value;
    geometry["value"] = std::move(shape);
    return geometry;
}

Json EditorSession::Context::moved(const std::string& region_id, Vec2 delta_in_content) {
    const RegionView view = session_.view_of(region_id);
    if (view.shape == nullptr || view.model == nullptr)
        return geometry(region_id);
    Json shape = view.shape->moved(view.region->shape(), *view.model, delta_in_content);
    return with_shape(view, std::move(shape));
}

Json EditorSession::Context::handle_moved(const std::string& region_id, int handle, Vec2 pos_in_content,
                                          Modifiers modifiers) {
    const RegionView view = session_.view_of(region_id);
    if (view.shape == nullptr || view.model == nullptr)
        return geometry(region_id);
    Json shape = view.shape->handle_moved(view.region->shape(), *view.model, handle, pos_in_content, modifiers);
    return with_shape(view, std::move(shape));
}

void EditorSession::Context::preview(std::vector<std::pair<std::string, Json>> geometries) {
    session_.set_preview(std::move(geometries));
}

void EditorSession::Context::change_geometry(std::vector<std::pair<std::string, Json>> geometries, std::string action) {
    session_.set_preview({});
    Transaction transaction;
    transaction.action = std::move(action);
    for (auto& [id, geometry] : geometries) {
        const RegionView view = session_.view_of(id);
        if (view.region == nullptr || same_json(view.region->geometry.value, geometry))
            continue;
        if (view.object != nullptr && view.object->type != nullptr && view.object->type->object != nullptr &&
            view.model != nullptr) {
            const Json extras = view.object->type->object->result_extras(*view.model);
            for (const auto& [key, value] : extras.items())
                if (find(geometry, key) == nullptr)
                    geometry[key] = value;
        }
        session_.add_edited_origin(transaction, *view.region);
        transaction.set({RegisterKind::region_geometry, id, ""}, std::move(geometry));
    }
    session_.commit(std::move(transaction));
}

bool EditorSession::Context::may_create(const std::string& control, const std::string& object) {
    return session_.may_create(control, object);
}

Color EditorSession::Context::drawing_color(const std::string& control) {
    const TagNode* node = session_.config_->by_name(control);
    // Labels of the control itself come first, then those of plain label bars beside it.
    for (const auto& [container, labels] : session_.armed_)
        if (container == control && !labels.empty())
            if (const TagNode* label = session_.find_label(container, labels.front()))
                return session_.label_color(*label);
    for (const auto& [container, labels] : session_.armed_)
        if (!labels.empty())
            if (const TagNode* label = session_.find_label(container, labels.front()))
                return session_.label_color(*label);
    if (node != nullptr)
        if (const auto color = parse_css_color(node->get("strokecolor")))
            return *color;
    return {107, 114, 128, 255};
}

std::string EditorSession::Context::create_region(const std::string& control, const std::string& object,
                                                  Json shape_value) {
    return session_.create_region(control, object, std::move(shape_value));
}

Size EditorSession::Context::content_size(const std::string& object) {
    const ObjectModel* model = session_.object(object);
    return model == nullptr ? Size{} : model->content_size();
}

std::uint32_t EditorSession::Context::text_offset_at(const std::string& object, Vec2 pos_in_content) {
    const ObjectModel* model = session_.object(object);
    return model == nullptr ? 0 : model->offset_at(pos_in_content);
}

std::pair<std::uint32_t, std::uint32_t> EditorSession::Context::text_unit_around(const std::string& object,
                                                                                 std::uint32_t offset_utf16,
                                                                                 std::string_view granularity) {
    const ObjectModel* model = session_.object(object);
    return model == nullptr ? std::pair{offset_utf16, offset_utf16} : model->unit_around(offset_utf16, granularity);
}

std::vector<Rect> EditorSession::Context::text_rects(const std::string& object, std::uint32_t start_utf16,
                                                     std::uint32_t end_utf16) {
    const ObjectModel* model = session_.object(object);
    return model == nullptr ? std::vector<Rect>{} : model->range_rects(start_utf16, end_utf16);
}

void EditorSession::Context::set_text_selection(const std::string& object, std::uint32_t start_utf16,
                                                std::uint32_t end_utf16) {
    if (start_utf16 < end_utf16 && !session_.selection_.empty())
        session_.set_selection({});
    session_.set_text_selection({object, start_utf16, end_utf16});
}

void EditorSession::Context::finish_text_selection() {
    session_.span_from_selection();
}

void EditorSession::Context::request_pan(Vec2 delta_in_view) {
    session_.emit("pan", {{"dx", delta_in_view.x}, {"dy", delta_in_view.y}});
}

} // namespace tw
