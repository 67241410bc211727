// What leaves or comes, while it takes time: a card in the corner with figures and Cancel, on every page.
#pragma once

#include "app/transfer/export_service.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tw {

class Studio;

/// Other work behind such a card.
struct CountedWork {
    std::size_t done = 0, total = 0;
    bool cancelled = false; ///< by the person
};

struct ExportView {
    std::unique_ptr<Export> run;       ///< the export under way
    std::shared_ptr<CountedWork> work; ///< or other work
    std::string_view counted;          ///< key of the words for how far that is
    std::string reading;               ///< name of the archive that is being read
    double since_ms = 0;
    std::deque<std::function<void()>> waiting; ///< further work, one behind the other

    [[nodiscard]] bool busy() const { return run || work || !reading.empty(); }
};

/// Calls `work`, which begins a card: now, or when the one on screen is over.
void when_card_is_free(Studio& studio, std::function<void()> work);
/// From the disk, in a worker where there is one; with a table from memory. Behind what is under way.
void begin_export(Studio& studio, const ExportOrder& order, std::shared_ptr<TaskTable> table);
void begin_work_card(Studio& studio, std::shared_ptr<CountedWork> work, std::string_view counted);
void begin_reading_card(Studio& studio, std::string name);
void end_export_card(Studio& studio);
void draw_export_card(Studio& studio);

} // namespace tw
