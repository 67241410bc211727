// A person at the labeling page without a page: an EditorSession over the real tags, with pictures of given sizes, a
// shaper of fixed widths, a clock and chance held still. Pointer positions are in content pixels, one view pixel each.
#pragma once

#include "editor/editor_session.hpp"
#include "support/fixed.hpp"
#include "support/fixed_shaper.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tw::test {

/// Pictures by URL; an unknown one fails to load.
class FakeImages final : public ImageSource {
public:
    std::map<std::string, Size> sizes;
    bool loading = false; ///< nothing is ready yet
    const ImageState& image(const std::string& url) override;
    void release_unused() override {}

private:
    std::map<std::string, ImageState> states_;
};

struct EditorOptions {
    Json result = Json::array();
    bool readonly = false;
    bool select_after_create = false;
    std::string client_id = "aaaaaaaaaaaaaaaa";
    std::optional<Document> document;
    std::map<std::string, Size> images = {{"a.png", {200, 100}}};
    bool images_loading = false;
};

class TestEditor {
public:
    TestEditor(std::string_view config_xml, Json data, EditorOptions options = {});

    EditorSession& session() { return *session_; }
    EditorSession* operator->() { return session_.get(); }
    ManualClock& clock() { return clock_; }
    FakeImages& images() { return images_; }

    // The pointer. `object`: the first of the config when empty.
    void press(Vec2 at, Modifiers modifiers = {}, int clicks = 1);
    void move(Vec2 to, Modifiers modifiers = {});
    void release(Vec2 at, Modifiers modifiers = {});
    void drag(Vec2 from, Vec2 to, Modifiers modifiers = {});
    void click(Vec2 at, Modifiers modifiers = {}, int clicks = 1);
    void on(std::string object) { object_ = std::move(object); }
    /// Middle of the character at a text offset of the current object; `before` and `after` its left and right edge.
    Vec2 at(std::uint32_t offset_utf16);
    void select_text(std::uint32_t start_utf16, std::uint32_t end_utf16);
    bool key(std::string_view hotkey) { return session_->key(hotkey, false); }
    bool run(std::string_view action, Json argument = {}) { return session_->run(action, argument); }
    bool choose(std::string_view label) { return run("label:choose", std::string(label)); }

    /// Session state and region list as text.
    std::string state();
    /// The result array, ids replaced by r1, r2, ... in order of appearance, one compact line each.
    std::string results();
    std::string id(std::size_t row) { return session_->rows().id(row); }
    /// What is painted of a region of the current object; nullptr when nothing is.
    const DisplayList* drawn(std::string_view region_id);
    /// Event types since the last call, notices as "notice:<key>", without "select".
    std::string events();

private:
    PointerEvent event(PointerPhase phase, Vec2 at, Modifiers modifiers, int clicks) const;
    FixedShaper shaper_;
    FakeImages images_;
    ManualClock clock_;
    SeededRandom random_;
    TagRegistry registry_;
    Diagnostics diagnostics_;
    std::string object_;
    std::unique_ptr<EditorSession> session_;
};

} // namespace tw::test
