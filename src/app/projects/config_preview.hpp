// A picture of what a labeling config makes of a task: the real labeling area over a real session, drawn small and
// answering nothing. Owned by the page that shows it; made anew when config or data change.
#pragma once

#include "app/studio.hpp"

#include <memory>

namespace tw {

class ConfigPreview {
public:
    ConfigPreview(Studio& studio, std::string_view config, const Json& data, Json result = Json::array());
    /// Lays out for `box_px` at `scale` and paints what fits.
    void paint(Studio& studio, const Rect& box_px, double scale);
    /// What it would need of height at this width and scale.
    [[nodiscard]] double height_px(double width_px, double scale);

private:
    std::unique_ptr<EditorSession> session_;
    LabelingArea area_{all_tag_views()};
    LabelingViewState view_;
    WidgetState widgets_;
    SemanticTree tree_;
    std::vector<Intent> intents_;
};

/// A task for a config that has no data yet: a picture for what shows pictures, words for what shows words.
Json sample_data(const Studio& studio, const ConfigTree& config);

} // namespace tw
