// Regions as the session sees them: what draws them, how they look, their rows in the list and their lists in the scene.
#include "base/text.hpp"
#include "editor/editor_internal.hpp"

#include <algorithm>

namespace tw {
namespace {

constexpr Color unlabelled_color{107, 114, 128, 255};
constexpr double hit_reach_px = 3;

bool contains(const Rect& outer, const Rect& inner) {
    return outer.x <= inner.x && outer.y <= inner.y && outer.right() >= inner.right() &&
           outer.bottom() >= inner.bottom();
}

/// Does any result of the region say this of itself?
template <class Says>
bool any_extra(const Region& region, std::string_view key, Says says) {
    return std::ranges::any_of(region.extra, [&](const auto& entry) {
        const Json* found = find(entry.second.value, key);
        return found != nullptr && says(*found);
    });
}

bool predicted(const Region& region) {
    return any_extra(region, "origin", [](const Json& origin) {
        const auto* const text = origin.get_ptr<const std::string*>();
        return text != nullptr && *text == "prediction";
    });
}

bool is_on(const Region& region, std::string_view object) {
    const Json* const name = find(region.geometry.value, "to_name");
    const auto* const text = name == nullptr ? nullptr : name->get_ptr<const std::string*>();
    return text != nullptr && *text == object;
}

} // namespace

const Json* value_of(const Region& region, std::string_view control) {
    const auto found = region.controls.find(control);
    return found == region.controls.end() ? nullptr : find(found->second.value, "value");
}

bool read_only(const Region& region) {
    return any_extra(region, "readonly", [](const Json& value) { return value == true; });
}

std::string object_of(const Region& region) {
    return string_or(region.geometry.value, "to_name", "");
}

EditorSession::RegionView EditorSession::view_of(std::string_view region_id) const {
    const Region* region = document_.region(region_id);
    return region == nullptr ? RegionView{} : view_of(*region);
}

EditorSession::RegionView EditorSession::view_of(const Region& region) const {
    RegionView view;
    view.region = &region;
    const std::string object_name = object_of(region);
    view.object = config_->by_name(object_name);
    view.model = object(object_name);
    std::string type;
    for (const auto& [from_name, entry] : region.controls) {
        if (entry.value.is_null())
            continue;
        const TagNode* control = config_->by_name(from_name);
        if (control == nullptr || control->type == nullptr || control->type->kind != TagKind::control) {
            type = string_or(entry.value, "type", "");
            continue;
        }
        view.known = true;
        if (control->type->shape != nullptr && view.shape == nullptr) {
            view.control = control;
            view.shape = control->type->shape;
        }
    }
    if (view.shape != nullptr || view.object == nullptr)
        return view;
    // Nothing that draws is among its results: spans are drawn by their object, a shape with labels only by whichever
    // control of the object can read it, one of a foreign control by the tag of its result type.
    if (view.object->type != nullptr && view.object->type->shape != nullptr &&
        view.object->type->shape->validate(region.shape())) {
        view.shape = view.object->type->shape;
        return view;
    }
    for (const TagNode* control : config_->controls_of(object_name))
        if (control->type != nullptr && control->type->shape != nullptr &&
            control->type->shape->validate(region.shape())) {
            view.control = control;
            view.shape = control->type->shape;
            return view;
        }
    const TagType* foreign = type.empty() ? nullptr : services_.registry->by_result_type(type);
    if (foreign != nullptr && foreign->shape != nullptr && foreign->shape->validate(region.shape()))
        view.shape = foreign->shape;
    return view;
}

bool EditorSession::is_editable(std::string_view region_id) const {
    if (readonly_ || is_locked(region_id))
        return false;
    const RegionView view = view_of(region_id);
    return view.region != nullptr && view.known && view.shape != nullptr && !read_only(*view.region);
}

const Json& EditorSession::shape_of(const RegionView& view) const {
    if (!caches_->preview.empty())
        if (const auto shown = caches_->preview.find(view.region->id); shown != caches_->preview.end())
            if (const Json* shape = find(shown->second, "value"))
                return *shape;
    return view.region->shape();
}

EditorSession::Caches::NodeLook::NodeLook(const TagNode& node)
    : highlight(parse_css_color(node.get("highlightcolor"))), stroke(parse_css_color(node.get("strokecolor"))),
      fill(parse_css_color(node.get("fillcolor"))),
      label(parse_css_color(node.get("background")).value_or(palette_color(node.get("value")))) {
    if (node.attribute("opacity") != nullptr)
        opacity = std::clamp(node.number("opacity"), 0.0, 1.0);
    if (node.attribute("strokewidth") != nullptr)
        stroke_px = float(std::clamp(node.number("strokewidth"), 0.0, 20.0));
}

Color EditorSession::label_color(const TagNode& label) const {
    return caches_->looks[label.id].label;
}

ShapeStyle EditorSession::style_of(const RegionView& view) const {
    ShapeStyle style;
    const Region& region = *view.region;
    style.color = unlabelled_color;
    const TagNode* styled = view.control;
    bool coloured = false;
    for (const auto& [from_name, entry] : region.controls) {
        const TagNode* control = config_->by_name(from_name);
        if (control == nullptr || control->type == nullptr || !control->type->label_container)
            continue;
        const Json* labels = find(entry.value, "value");
        if (labels == nullptr || !labels->is_array())
            continue;
        if (styled == nullptr)
            styled = control;
        for (const Json& value : *labels) {
            if (!value.is_string())
                continue;
            const std::string& text = value.get_ref<const std::string&>();
            style.tag_text += (style.tag_text.empty() ? "" : ", ") + text;
            if (coloured)
                continue;
            const TagNode* label = find_label(control->name, text);
            style.color = label == nullptr ? palette_color(text) : caches_->looks[label->id].label;
            coloured = true;
        }
    }
    if (view.object != nullptr)
        style.color = caches_->looks[view.object->id].highlight.value_or(style.color);
    if (styled != nullptr) {
        const Caches::NodeLook& look = caches_->looks[styled->id];
        if (!coloured) {
            style.color = look.stroke.value_or(style.color);
            style.fill_color = look.fill;
        }
        style.fill_opacity = look.opacity.value_or(style.fill_opacity);
        style.stroke_px = look.stroke_px.value_or(style.stroke_px);
    }
    style.selected = is_selected(region.id);
    style.hovered = hovered_ == region.id;
    style.locked = is_locked(region.id);
    style.predicted = predicted(region);
    return style;
}

std::uint64_t EditorSession::look_of(const Region& region) const {
    return region.content_revision << 4 | (is_selected(region.id) ? 1U : 0U) | (is_locked(region.id) ? 2U : 0U) |
           (is_hidden(region.id) ? 4U : 0U) | (hovered_ == region.id ? look_hovered : 0U);
}

void EditorSession::touch(std::string_view region_id) {
    if (const Region* region = document_.region(region_id))
        touch(*region);
}

void EditorSession::touch(const Region& region) {
    // A region whose making was undone no longer says on which object it was.
    for (auto& [object_name, state] : caches_->scenes)
        state.dirty.add(region.index);
}

void EditorSession::set_preview(std::vector<std::pair<std::string, Json>> geometries) {
    for (const auto& [id, geometry] : caches_->preview)
        touch(id);
    caches_->preview.clear();
    for (auto& [id, geometry] : geometries) {
        touch(id);
        caches_->preview.insert_or_assign(id, std::move(geometry));
    }
}

void EditorSession::bring_up_to_date(SceneLayer& layer, std::string_view object_name, const Region& region) {
    if (!region.alive() || is_hidden(region.id) || !is_on(region, object_name)) {
        layer.hide(region.index);
        return;
    }
    const bool previewed = !caches_->preview.empty() && caches_->preview.contains(region.id);
    const std::uint64_t look = previewed ? 0 : look_of(region);
    if (!previewed && layer.show(region.index, look))
        return;
    const RegionView view = view_of(region);
    if (view.object == nullptr || view.shape == nullptr || view.model == nullptr ||
        view.model->status() != ObjectModel::Status::ready) {
        layer.hide(region.index);
        return;
    }
    DisplayList list;
    ShapeStyle style = style_of(view);
    if (view.object->attribute("showlabels") != nullptr && !view.object->flag("showlabels"))
        style.tag_text.clear();
    view.shape->draw(shape_of(view), *view.model, style, list);
    layer.set(region.index, std::move(list), look);
}

const SceneLayer& EditorSession::scene(std::string_view object_name) {
    const std::string name(object_name);
    SceneLayer& layer = scenes_[name];
    Caches::SceneState& state = caches_->scenes[name];
    if (const ObjectModel* model = object(object_name)) {
        // A picture's revision rises with every tile; only its size moves regions. Text moves them with its lines.
        const bool moved =
            model->content_size() != state.extent_px || (!model->zooms() && model->revision() != state.model_revision);
        state.model_revision = model->revision();
        if (moved) {
            state.extent_px = model->content_size();
            layer.set_extent(state.extent_px);
            state.all = true;
        }
    }
    if (state.all) {
        layer.clear();
        for (const RegionIndex index : document_.region_order())
            bring_up_to_date(layer, name, document_.region_at(index));
        state.order = true;
    } else {
        for (const RegionIndex index : state.dirty.list())
            bring_up_to_date(layer, name, document_.region_at(index));
    }
    if (state.order)
        layer.set_order(document_.region_order());
    state.dirty.clear();
    state.all = state.order = false;
    return layer;
}

std::string EditorSession::region_at(const PointerEvent& event) {
    if (object(event.object) == nullptr)
        return {};
    std::vector<RegionIndex> candidates;
    const double reach = hit_reach_px * event.content_per_px;
    scene(event.object).candidates(event.pos_in_content, reach, candidates);
    std::string topmost;
    Rect topmost_bounds;
    for (const RegionIndex index : candidates) {
        const Region& region = document_.region_at(index);
        const std::string& id = region.id;
        if (is_locked(id))
            continue;
        const RegionView view = view_of(region);
        if (view.shape == nullptr || view.model == nullptr ||
            !view.shape->hit(shape_of(view), *view.model, event.pos_in_content, reach))
            continue;
        // What is selected can be taken hold of below others, and what lies wholly inside another can be reached.
        if (is_selected(id))
            return id;
        const Rect bounds = view.shape->bounds(shape_of(view), *view.model);
        if (topmost.empty() || (contains(topmost_bounds, bounds) && bounds != topmost_bounds)) {
            topmost = id;
            topmost_bounds = bounds;
        }
    }
    return topmost;
}

std::optional<Rect> EditorSession::region_bounds(std::string_view region_id) const {
    const RegionView view = view_of(region_id);
    if (view.region == nullptr || !view.region->alive() || view.shape == nullptr || view.model == nullptr)
        return std::nullopt;
    return view.shape->bounds(shape_of(view), *view.model);
}

void EditorSession::preview(std::string_view object_name, DisplayList& out) const {
    out.clear();
    const ObjectModel* model = object(object_name);
    if (model == nullptr)
        return;
    if (text_selection_.object == object_name)
        for (const Rect& rect : model->range_rects(text_selection_.start_utf16, text_selection_.end_utf16)) {
            Primitive mark;
            mark.kind = PrimitiveKind::fill;
            mark.rect = rect;
            mark.fill = Color{59, 130, 246, 80};
            out.items.push_back(mark);
        }
    if (tool_->object() == object_name)
        tool_->preview(out);
    if (const auto own = object_tools_.find(object_name); own != object_tools_.end())
        own->second->preview(out);
    if (selection_.size() != 1 || tool_->id() == "pan-image" || !is_editable(selection_.front()) ||
        is_hidden(selection_.front()))
        return;
    const RegionView view = view_of(selection_.front());
    if (view.model != model)
        return;
    for (const Handle& handle : view.shape->handles(shape_of(view), *model, view.control)) {
        Primitive grip;
        grip.kind = PrimitiveKind::handle;
        grip.rect = {handle.pos_in_content.x, handle.pos_in_content.y, 0, 0};
        grip.fill = Color{255, 255, 255, 255};
        grip.stroke = style_of(view).color;
        out.items.push_back(grip);
    }
}

void EditorSession::semantics(std::string_view object_name, const Transform& to_element, SemanticTree& out) const {
    for (const std::string& id : selection_) {
        const RegionView view = view_of(id);
        if (view.object == nullptr || view.object->name != object_name || view.shape == nullptr ||
            view.model == nullptr)
            continue;
        SemanticNode node;
        node.id = "region:" + id;
        node.role = "img";
        node.name = style_of(view).tag_text;
        const std::string text = view.shape->describe(shape_of(view), *view.model);
        if (!text.empty())
            node.name += (node.name.empty() ? "" : ", ") + text;
        node.rect_px = to_element.to_view(view.shape->bounds(shape_of(view), *view.model));
        node.selected = true;
        node.disabled = !is_editable(id);
        out.add(std::move(node));
    }
}

} // namespace tw
