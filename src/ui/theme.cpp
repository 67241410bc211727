#include "ui/theme.hpp"

#include "base/json.hpp"

#include <fmt/format.h>

namespace tw {
namespace {

struct ColorToken {
    std::string_view name;
    Color Theme::* field;
};
struct SizeToken {
    std::string_view name;
    float Theme::* field;
};
struct TypeToken {
    std::string_view name;
    TextStyle Theme::* field;
};

constexpr ColorToken color_tokens[] = {
    {"page", &Theme::page},
    {"surface", &Theme::surface},
    {"surface_raised", &Theme::surface_raised},
    {"surface_sunken", &Theme::surface_sunken},
    {"border", &Theme::border},
    {"border_strong", &Theme::border_strong},
    {"scrim", &Theme::scrim},
    {"text", &Theme::text},
    {"text_muted", &Theme::text_muted},
    {"text_disabled", &Theme::text_disabled},
    {"text_on_accent", &Theme::text_on_accent},
    {"link", &Theme::link},
    {"accent", &Theme::accent},
    {"accent_hover", &Theme::accent_hover},
    {"accent_soft", &Theme::accent_soft},
    {"danger", &Theme::danger},
    {"danger_soft", &Theme::danger_soft},
    {"warning", &Theme::warning},
    {"warning_soft", &Theme::warning_soft},
    {"success", &Theme::success},
    {"success_soft", &Theme::success_soft},
    {"focus", &Theme::focus},
    {"canvas", &Theme::canvas},
    {"canvas_grid", &Theme::canvas_grid},
    {"selection", &Theme::selection},
    {"selection_fill", &Theme::selection_fill},
    {"text_mark", &Theme::text_mark},
};
constexpr SizeToken size_tokens[] = {
    {"radius", &Theme::radius_px},
    {"space_1", &Theme::space_1_px},
    {"space_2", &Theme::space_2_px},
    {"space_3", &Theme::space_3_px},
    {"space_4", &Theme::space_4_px},
    {"space_6", &Theme::space_6_px},
    {"control_height", &Theme::control_height_px},
    {"top_bar", &Theme::top_bar_px},
    {"bottom_bar", &Theme::bottom_bar_px},
    {"rail", &Theme::rail_px},
    {"touch_target", &Theme::touch_target_px},
};
constexpr TypeToken type_tokens[] = {
    {"small", &Theme::small},     {"body", &Theme::body}, {"title", &Theme::title},
    {"heading", &Theme::heading}, {"mono", &Theme::mono}, {"reading", &Theme::reading},
};

std::unexpected<Error> bad_token(std::string_view section, std::string_view name, std::string_view wanted) {
    return fail(say("theme-token", "section"_is(section), "name"_is(name), "wanted"_is(wanted)),
                {{}, 0, 0, fmt::format("/{}/{}", section, name)});
}

} // namespace

Result<Theme> parse_theme(std::string_view json) {
    const auto parsed = parse_json(json);
    if (!parsed)
        return std::unexpected(parsed.error());
    Theme theme;
    theme.dark = bool_or(*parsed, "dark", false);
    static const Json nothing = Json::object();
    const auto section = [&](std::string_view name) -> const Json& {
        const Json* found = find(*parsed, name);
        return found ? *found : nothing;
    };
    for (const ColorToken& token : color_tokens) {
        const auto color = parse_css_color(string_or(section("colors"), token.name, ""));
        if (!color)
            return bad_token("colors", token.name, "a colour");
        theme.*token.field = *color;
    }
    for (const SizeToken& token : size_tokens) {
        const auto size = number_at(section("sizes"), token.name);
        if (!size || *size < 0)
            return bad_token("sizes", token.name, "a size in pixels");
        theme.*token.field = static_cast<float>(*size);
    }
    for (const TypeToken& token : type_tokens) {
        const auto size = number_at(section("type"), token.name);
        if (!size || *size < 1)
            return bad_token("type", token.name, "a size in pixels");
        (theme.*token.field).size_px = static_cast<float>(*size);
    }
    return theme;
}

} // namespace tw
