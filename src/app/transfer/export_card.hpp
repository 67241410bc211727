// What leaves or comes as an archive, while it takes time: a card in the corner with figures and Cancel, on every page.
#pragma once

#include "app/transfer/exchange.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace tw {

class Studio;

struct ExportView {
    std::shared_ptr<ExportRun> run; ///< the export under way
    std::string_view counted;       ///< key of the words for how far it is
    bool packing = false;           ///< its tasks are written, its files are on their way into the archive
    std::string reading;            ///< name of the archive that is being read
    double since_ms = 0;
};

void begin_export_card(Studio& studio, std::shared_ptr<ExportRun> run, std::string_view counted = "export.tasks");
void begin_reading_card(Studio& studio, std::string name);
void end_export_card(Studio& studio);
void draw_export_card(Studio& studio);

} // namespace tw
