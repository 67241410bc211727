// Where things are on the page, and what is on it, as data: locate() and inspect() of the embedding API.
#include "app/page_states.hpp"

#include <algorithm>

namespace tw {
namespace {

Json rect_json(const Rect& r) {
    return {{"x", r.x}, {"y", r.y}, {"width", r.w}, {"height", r.h}};
}

std::string_view page_name(const Studio& studio) {
    static constexpr std::string_view names[] = {"loading",  "projects", "new-project", "project-settings",
                                                 "tasks",    "labeling", "missing",     "closed",
                                                 "settings", "hotkeys",  "about",       "server"};
    static_assert(std::size(names) == static_cast<std::size_t>(Page::server) + 1);
    const bool takes_pages =
        studio.page == Page::projects || studio.page == Page::tasks || studio.page == Page::labeling;
    return takes_pages && studio.states->intake.run ? "import" : names[static_cast<std::size_t>(studio.page)];
}

/// From an object's content to CSS pixels of the element; nullopt when it is not on screen.
std::optional<Transform> to_element(const Studio& studio, std::string_view object) {
    const Rect* box = studio.area.box_of(object);
    if (!box || !studio.task || studio.page != Page::labeling)
        return {};
    Transform transform;
    if (const auto view = studio.task->view.canvases.find(std::string(object));
        view != studio.task->view.canvases.end())
        transform = view->second.content_to_box;
    transform.offset_in_view = transform.offset_in_view + Vec2{box->x, box->y};
    return transform;
}

/// A rectangle of content as seen: cut to the object's box and the viewport; nothing when none of it is on screen.
void add_seen(Json& out, const Studio& studio, std::string_view object, const Rect& content) {
    const auto transform = to_element(studio, object);
    if (!transform)
        return;
    const Rect whole = transform->to_view(content);
    const Rect screen =
        studio.area.box_of(object)->intersected({0, 0, studio.ui.viewport_px.w, studio.ui.viewport_px.h});
    if (screen.empty())
        return;
    if (content.w == 0 && content.h == 0) {
        // The edges of a picture are points of it too, wherever rounding puts them.
        if (screen.expanded(0.5).contains({whole.x, whole.y}))
            out.push_back(rect_json(whole));
    } else if (const Rect seen = whole.intersected(screen); !seen.empty()) {
        out.push_back(rect_json(seen));
    }
}

} // namespace

Json Studio::locate(const Json& what) const {
    Json out = Json::array();
    if (const std::string name = string_or(what, "widget", ""); !name.empty()) {
        const std::string role = string_or(what, "role", "");
        for (const SemanticNode& node : semantics.nodes())
            if (node.name == name && (role.empty() || node.role == role))
                out.push_back(rect_json(node.rect_px));
        return out;
    }
    if (!task)
        return out;
    const EditorSession& session = *task->session;
    if (const std::string region = string_or(what, "region", ""); !region.empty()) {
        const Region* found = session.document().region(region);
        if (const auto bounds = found ? session.region_bounds(region) : std::nullopt)
            add_seen(out, *this, found->to_name(), *bounds);
        return out;
    }
    const std::string object = string_or(what, "object", "");
    const ObjectModel* model = session.object(object);
    if (!model || model->status() == ObjectModel::Status::loading) // its size is not known: nothing is anywhere yet
        return out;
    const auto x_pct = number_at(what, "x_pct"), y_pct = number_at(what, "y_pct");
    if (x_pct && y_pct) {
        const Size size = model->content_size();
        add_seen(out, *this, object, {*x_pct / 100 * size.w, *y_pct / 100 * size.h, 0, 0});
        return out;
    }
    const auto start = number_at(what, "start_utf16"), end = number_at(what, "end_utf16");
    if (start && end && *start >= 0 && *end >= *start) {
        const std::vector<Rect> lines =
            model->range_rects(static_cast<std::uint32_t>(*start), static_cast<std::uint32_t>(*end));
        if (!lines.empty())
            add_seen(out, *this, object, lines.front());
        if (lines.size() > 1)
            add_seen(out, *this, object, lines.back());
    }
    return out;
}

Json Studio::inspect() const {
    Json widgets_json = Json::array();
    for (const SemanticNode& node : semantics.nodes()) {
        Json json = {{"role", node.role}, {"name", node.name}, {"rect", rect_json(node.rect_px)}};
        if (!node.value.empty())
            json["value"] = node.value;
        if (node.checked)
            json["checked"] = *node.checked;
        if (node.pressed)
            json["pressed"] = *node.pressed;
        if (node.expanded)
            json["expanded"] = *node.expanded;
        if (node.disabled)
            json["disabled"] = true;
        if (node.selected)
            json["selected"] = true;
        if (node.focused)
            json["focused"] = true;
        widgets_json.push_back(std::move(json));
    }
    double zoom = 1;
    Vec2 pan;
    if (task && !task->view.canvases.empty()) {
        const Transform& transform = task->view.canvases.begin()->second.content_to_box;
        zoom = transform.scale;
        pan = transform.offset_in_view;
    }
    static constexpr std::string_view saves[] = {"none", "saved", "saving", "failed"};
    return {{"page", page_name(*this)},
            {"save", saves[static_cast<std::size_t>(autosave.state())]},
            {"zoom", zoom},
            {"pan", {{"x", pan.x}, {"y", pan.y}}},
            {"tool", task ? std::string(task->session->tool()) : std::string()},
            {"regions", task ? task->session->document().region_order().size() : 0},
            {"selected", task ? Json(task->session->selection()) : Json::array()},
            {"text_selection",
             task && !task->session->text_selection().empty()
                 ? Json::array({task->session->text_selection().start_utf16, task->session->text_selection().end_utf16})
                 : Json()},
            {"widgets", std::move(widgets_json)},
            {"frames",
             {{"drawn", stats.drawn}, {"cpu_ms_p50", stats.percentile(0.5)}, {"cpu_ms_p99", stats.percentile(0.99)}}},
            {"memory", {{"wasm_mb", ports.host->wasm_mb()}, {"textures_mb", ports.host->textures_mb()}}}};
}

} // namespace tw
