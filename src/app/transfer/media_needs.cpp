#include "app/transfer/media_needs.hpp"

#include "base/json_scan.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace tw {
namespace {

constexpr std::size_t rows_a_look = 256; ///< between two looks at the clock
constexpr std::size_t longest_path = 600;
constexpr std::array<std::string_view, 6> media_tags = {"image", "audio", "audioplus", "video", "pdf", "timeseries"};

} // namespace

std::string lower_file_name(std::string_view path) {
    const std::size_t slash = path.find_last_of('/');
    return to_lower_ascii(path.substr(slash == std::string_view::npos ? 0 : slash + 1));
}

MediaNeeds::MediaNeeds(std::shared_ptr<const TaskTable> table, const std::vector<WantedKey>& wanted)
    : table_(std::move(table)), layout_(table_->layout()) {
    for (const WantedKey& one : wanted)
        if (std::ranges::find(media_tags, one.tag) != media_tags.end())
            keys_.push_back(one.key);
    if (keys_.empty())
        row_ = table_->size();
}

bool MediaNeeds::step(double budget_ms, const Clock& clock, const MediaIndex& media) {
    if (layout_ != table_->layout()) // it is of no use any more; its owner makes another
        row_ = table_->size(), checked_ = paths_.size();
    const double until_ms = clock.monotonic_ms() + budget_ms;
    while (!done()) {
        for (std::size_t i = 0; i < rows_a_look && row_ < table_->size(); ++i)
            look_at_row();
        for (std::size_t i = 0; i < rows_a_look && row_ == table_->size() && checked_ < paths_.size(); ++i)
            look_for_path(media);
        if (clock.monotonic_ms() >= until_ms)
            break;
    }
    return done();
}

void MediaNeeds::look_at_row() {
    for (const std::string& key : keys_) {
        const std::string_view value = json_member(table_->raw(row_), key);
        if (value.size() > longest_path || !value.starts_with('"') || value.starts_with("\"tagwright-blob:"))
            continue;
        std::string path = media_path(json_plain(value));
        if (path.empty())
            continue;
        const auto [found, fresh] = known_.try_emplace(path, paths_.size());
        if (fresh) {
            const std::string name = lower_file_name(path);
            names_.insert(name);
            if (name.size() > 9 && name[8] == '-') // as Label Studio names an upload
                names_.insert(name.substr(9));
            paths_.push_back({std::move(path), 0});
        }
        ++paths_[found->second].tasks;
    }
    ++row_;
}

void MediaNeeds::look_for_path(const MediaIndex& media) {
    const Missing& one = paths_[checked_++];
    if (media.find(one.path))
        return;
    missing_.push_back(one);
    missing_tasks_ += one.tasks;
}

void MediaNeeds::look_again() {
    checked_ = 0;
    missing_.clear();
    missing_tasks_ = 0;
}

} // namespace tw
