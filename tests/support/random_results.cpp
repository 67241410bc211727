#include "support/random_results.hpp"

#include <array>
#include <string>

namespace tw::test {
namespace {

template <std::size_t N>
const char* pick(SeededRandom& random, const std::array<const char*, N>& from) {
    return from[random.below(N)];
}

Json random_scalar(SeededRandom& random) {
    switch (random.below(7)) {
    case 0:
        return nullptr;
    case 1:
        return random.one_in(2);
    case 2:
        return static_cast<std::int64_t>(random.below(2000)) - 1000;
    case 3:
        return static_cast<double>(random.below(100000)) / 997.0;
    case 4:
        return "";
    default:
        return pick(random, std::array{"Car", "\xe4\xb8\xad\xe6\x96\x87", "a b", "r1", "0"});
    }
}

Json random_json(SeededRandom& random, int depth) {
    if (depth == 0 || random.one_in(2))
        return random_scalar(random);
    Json out = random.one_in(2) ? Json::array() : Json::object();
    for (std::size_t n = random.below(4); n > 0; --n) {
        if (out.is_array())
            out.push_back(random_json(random, depth - 1));
        else
            out[pick(random, std::array{"x", "text", "labels", "id", "value/x"})] = random_json(random, depth - 1);
    }
    return out;
}

Json rectangle(SeededRandom& random) {
    const auto percent = [&] { return static_cast<double>(random.below(1000)) / 10.0; };
    return {{"x", percent()}, {"y", percent()}, {"width", percent()}, {"height", percent()}, {"rotation", 0}};
}

Json span(SeededRandom& random) {
    const std::size_t start = random.below(50);
    return {{"start", start}, {"end", start + random.below(9)}, {"text", "words"}};
}

void add_region(SeededRandom& random, Json& out, std::size_t number) {
    const bool is_box = random.one_in(2);
    Json first = {{"id", "r" + std::to_string(number)},
                  {"from_name", "tool"},
                  {"to_name", is_box ? "img" : "txt"},
                  {"type", is_box ? "rectanglelabels" : "labels"},
                  {"origin", "manual"},
                  {"value", is_box ? rectangle(random) : span(random)}};
    if (is_box) {
        first["original_width"] = 800;
        first["original_height"] = 600;
        first["image_rotation"] = 0;
    }
    if (random.one_in(4))
        first["meta"] = {{"text", {"a note"}}};
    if (random.one_in(4))
        first["parentID"] = "r" + std::to_string(random.below(number + 2));
    if (random.one_in(4))
        first["score"] = 0.5;
    if (random.one_in(6))
        first["readonly"] = true;
    if (random.one_in(6))
        first["item_index"] = random.below(3);
    Json second = first;
    Json third = first;
    first["value"][is_box ? "rectanglelabels" : "labels"] = {pick(random, std::array{"Car", "Cat"})};
    out.push_back(std::move(first));
    if (random.one_in(2)) {
        second["from_name"] = "note";
        second["type"] = "textarea";
        second["value"]["text"] = {"said"};
        out.push_back(std::move(second));
    }
    if (random.one_in(3)) {
        third["from_name"] = "kind";
        third["type"] = "choices";
        third["value"]["choices"] = {"Big"};
        if (random.one_in(3))
            third["value"] = {{"choices", {"Small"}}};
        out.push_back(std::move(third));
    }
}

void add_other(SeededRandom& random, Json& out, std::size_t number) {
    const auto some_region = [&] { return "r" + std::to_string(random.below(number + 2)); };
    switch (random.below(5)) {
    case 0:
        out.push_back({{"id", "c" + std::to_string(number)},
                       {"from_name", pick(random, std::array{"mood", "topic"})},
                       {"to_name", "txt"},
                       {"type", "choices"},
                       {"value", {{"choices", {pick(random, std::array{"Good", "Bad"})}}}}});
        break;
    case 1:
        out.push_back(
            {{"from_name", "words"}, {"to_name", "txt"}, {"type", "textarea"}, {"value", {{"text", {"hi"}}}}});
        break;
    case 2:
    case 3:
        out.push_back({{"type", "relation"},
                       {"from_id", some_region()},
                       {"to_id", some_region()},
                       {"direction", "right"},
                       {"labels", Json::array()}});
        break;
    default:
        out.push_back({{"id", "u" + std::to_string(number)},
                       {"from_name", "future"},
                       {"to_name", "img"},
                       {"type", "hologram"},
                       {"depth", 3},
                       {"value", {{"voxels", random_json(random, 2)}, {"hologram", 1}}}});
    }
}

void mangle(SeededRandom& random, Json& out) {
    static constexpr std::array keys = {"id",       "from_name",      "to_name", "type",   "value",   "meta",
                                        "parentID", "from_id",        "to_id",   "score",  "origin",  "item_index",
                                        "unheard",  "original_width", "hidden",  "locked", "$differs"};
    for (Json& item : out) {
        if (random.one_in(25))
            item = random_json(random, 2);
        if (!item.is_object() || !random.one_in(3))
            continue;
        const std::string key = pick(random, keys);
        switch (random.below(4)) {
        case 0:
            item.erase(key);
            break;
        case 1:
            item[key] = random_json(random, 2);
            break;
        case 2:
            item["id"] = "r" + std::to_string(random.below(4));
            break;
        default:
            if (item.contains("value") && item["value"].is_object())
                item["value"][pick(random, std::array{"x", "start", "text", "labels", "textarea", "choices"})] =
                    random_json(random, 2);
        }
    }
    if (out.size() > 1 && random.one_in(3))
        out.push_back(Json(out[random.below(out.size())]));
}

} // namespace

Json random_result(SeededRandom& random, std::size_t size, bool mangled) {
    Json out = Json::array();
    const std::size_t wanted = random.below(size + 1);
    for (std::size_t number = 0; out.size() < wanted; ++number) {
        if (random.one_in(3))
            add_other(random, out, number);
        else
            add_region(random, out, number);
    }
    if (mangled)
        mangle(random, out);
    // Several results of one region need not stand together.
    if (out.size() > 1 && random.one_in(3))
        std::swap(out[random.below(out.size())], out[random.below(out.size())]);
    return out;
}

} // namespace tw::test
