// What the pages keep between frames, apart from the studio's own state so that a page can change its own without anybody
// else being compiled again. Owned by Studio.
#pragma once

#include "app/data/data_view.hpp"
#include "app/projects/projects_view.hpp"
#include "app/projects/setup_view.hpp"
#include "app/transfer/export_card.hpp"
#include "app/transfer/import_page.hpp"

namespace tw {

struct PageStates {
    ProjectsView projects;
    SetupView setup;
    ImportView intake;
    DataView data;
    ExportView exporting;
};

} // namespace tw
