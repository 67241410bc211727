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

/// Does any result of the region carry this key with this value?
bool any_extra(const Region& region, std::string_view key, const Json& value) {
    return std::ranges::any_of(region.extra, [&](const auto& entry) {
        const Json* found = find(entry.second.value, key);
        return found != nullptr && *found == value;
    });
}

} // namespace

const Json* value_of(const Region& region, std::string_view control) {
    const auto found = region.controls.find(control);
    return found == region.controls.end() ? nullptr : find(found->second.value, "value");
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
    return view.region != nullptr && view.known && view.shape != nullptr && !any_extra(*view.region, "readonly", true);
}

const Json& EditorSession::shape_of(const RegionView& view) const {
    if (!caches_->preview.empty())
        if (const auto shown = caches_->preview.find(view.region->id); shown != caches_->preview.end())
            if (const Json* shape = find(shown->second, "value"))
                return *shape;
    return view.region->shape();
}

Color EditorSession::label_color(const TagNode& label) const {
    if (const auto color = parse_css_color(label.get("background")))
        return *color;
    return palette_color(label.get("value"));
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
            style.color = label == nullptr ? palette_color(text) : label_color(*label);
            coloured = true;
        }
    }
    if (view.object != nullptr)
        if (const auto color = parse_css_color(view.object->get("highlightcolor")))
            style.color = *color;
    if (styled != nullptr) {
        if (const auto stroke = parse_css_color(styled->get("strokecolor")); stroke && !coloured)
            style.color = *stroke;
        if (!coloured)
            style.fill_color = parse_css_color(styled->get("fillcolor"));
        if (styled->attribute("opacity") != nullptr)
            style.fill_opacity = std::clamp(styled->number("opacity"), 0.0, 1.0);
        if (styled->attribute("strokewidth") != nullptr)
            style.stroke_px = float(std::clamp(styled->number("strokewidth"), 0.0, 20.0));
    }
    style.selected = is_selected(region.id);
    style.hovered = hovered_ == region.id;
    style.locked = is_locked(region.id);
    style.predicted = any_extra(region, "origin", "prediction");
    return style;
}

void EditorSession::touch(std::string_view region_id) {
    caches_->dirty_rows.emplace(region_id);
    // A region whose making was undone no longer says on which object it was.
    for (auto& [object_name, state] : caches_->scenes)
        state.dirty.emplace(region_id);
}

void EditorSession::set_preview(std::vector<std::pair<std::string, Json>> geometries) {
    const auto dirty_scene_of = [this](const std::string& id) {
        if (const Region* region = document_.region(id))
            if (const auto state = caches_->scenes.find(object_of(*region)); state != caches_->scenes.end())
                state->second.dirty.insert(id);
    };
    for (const auto& [id, geometry] : caches_->preview)
        dirty_scene_of(id);
    caches_->preview.clear();
    for (auto& [id, geometry] : geometries) {
        dirty_scene_of(id);
        caches_->preview.insert_or_assign(id, std::move(geometry));
    }
}

void EditorSession::rebuild(SceneLayer& layer, std::string_view object_name, const std::string& region_id) {
    const RegionView view = view_of(region_id);
    const bool shown = view.region != nullptr && view.region->alive() && !is_hidden(region_id) &&
                       view.object != nullptr && view.object->name == object_name && view.shape != nullptr &&
                       view.model != nullptr && view.model->status() == ObjectModel::Status::ready;
    if (!shown) {
        layer.erase(region_id);
        return;
    }
    DisplayList list;
    ShapeStyle style = style_of(view);
    if (view.object->attribute("showlabels") != nullptr && !view.object->flag("showlabels"))
        style.tag_text.clear();
    view.shape->draw(shape_of(view), *view.model, style, list);
    layer.set(region_id, std::move(list));
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
        for (const std::string& id : document_.region_ids())
            if (object_of(*document_.region(id)) == name)
                rebuild(layer, name, id);
        state.order = true;
    } else {
        for (const std::string& id : state.dirty) {
            const bool was_shown = layer.find(id) != nullptr;
            rebuild(layer, name, id);
            if (!was_shown && layer.find(id) != nullptr)
                state.order = true; // new or shown again: it takes its place among the others
        }
    }
    if (state.order)
        layer.set_order(document_.region_ids());
    state.dirty.clear();
    state.all = state.order = false;
    return layer;
}

std::string EditorSession::region_at(const PointerEvent& event) {
    if (object(event.object) == nullptr)
        return {};
    std::vector<std::string_view> candidates;
    const double reach = hit_reach_px * event.content_per_px;
    scene(event.object).candidates(event.pos_in_content, reach, candidates);
    std::string topmost;
    Rect topmost_bounds;
    for (const std::string_view id : candidates) {
        if (is_locked(id))
            continue;
        const RegionView view = view_of(id);
        if (view.shape == nullptr || view.model == nullptr ||
            !view.shape->hit(shape_of(view), *view.model, event.pos_in_content, reach))
            continue;
        // What is selected can be taken hold of below others, and what lies wholly inside another can be reached.
        if (is_selected(id))
            return std::string(id);
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

RegionRow EditorSession::row_of(const Region& region) const {
    const RegionView view = view_of(region);
    const ShapeStyle style = style_of(view);
    RegionRow row;
    row.id = region.id;
    row.color = style.color;
    for (const auto& [from_name, entry] : region.controls) {
        if (entry.value.is_null())
            continue;
        const TagNode* control = config_->by_name(from_name);
        if (row.type.empty() || control == view.control)
            row.type = string_or(entry.value, "type", "");
        if (control == nullptr || control->type == nullptr || !control->type->label_container)
            continue;
        if (const Json* labels = find(entry.value, "value"); labels != nullptr && labels->is_array())
            for (const Json& label : *labels)
                if (label.is_string())
                    row.labels.push_back(label.get<std::string>());
    }
    if (view.shape != nullptr && view.model != nullptr)
        row.text = view.shape->describe(region.shape(), *view.model);
    row.selected = style.selected;
    row.hidden = is_hidden(region.id);
    row.locked = style.locked;
    row.editable = view.known && view.shape != nullptr && !any_extra(region, "readonly", true);
    return row;
}

const std::vector<RegionRow>& EditorSession::rows() const {
    Caches& caches = *caches_;
    if (!caches.rows_order_stale) {
        for (const std::string& id : caches.dirty_rows)
            if (const auto at = caches.row_at.find(id); at != caches.row_at.end()) {
                RegionRow& row = caches.rows[at->second];
                const int index = row.index, depth = row.depth;
                row = row_of(*document_.region(id));
                row.index = index;
                row.depth = depth;
                if (!document_.region(id)->parent.value.is_null() || depth > 0)
                    caches.rows_order_stale = true;
            }
        caches.dirty_rows.clear();
        if (!caches.rows_order_stale)
            return caches.rows;
    }
    // Rows that still hold move over as they are; only changed ones are made again.
    const std::vector<std::string>& ids = document_.region_ids();
    std::vector<RegionRow> rows;
    rows.reserve(ids.size());
    std::map<std::string, std::vector<std::string>, std::less<>> children;
    IdSet nested;
    for (const std::string& id : ids)
        if (!document_.region(id)->parent.value.is_null())
            if (const std::string parent = document_.parent_of(id); !parent.empty()) {
                children[parent].push_back(id);
                nested.insert(id);
            }
    int index = 0;
    IdMap<int> index_of;
    for (const std::string& id : ids)
        index_of.emplace(id, ++index);
    const auto add = [&](const auto& self, const std::string& id, int depth) -> void {
        const auto known = caches.row_at.find(id);
        if (known != caches.row_at.end() && !caches.dirty_rows.contains(id))
            rows.push_back(std::move(caches.rows[known->second]));
        else
            rows.push_back(row_of(*document_.region(id)));
        rows.back().index = index_of.find(id)->second;
        rows.back().depth = depth;
        if (const auto below = children.find(id); below != children.end())
            for (const std::string& child : below->second)
                self(self, child, depth + 1);
    };
    for (const std::string& id : ids)
        if (!nested.contains(id))
            add(add, id, 0);
    caches.rows = std::move(rows);
    caches.row_at.clear();
    for (std::size_t i = 0; i < caches.rows.size(); ++i)
        caches.row_at.emplace(caches.rows[i].id, i);
    caches.dirty_rows.clear();
    caches.rows_order_stale = false;
    return caches.rows;
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
