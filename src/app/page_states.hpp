// What the pages keep between frames, apart from the studio's own state so that a page can change its own without anybody
// else being compiled again. Owned by Studio.
#pragma once

#include "app/data_view.hpp"
#include "app/import_page.hpp"
#include "app/projects_view.hpp"
#include "app/setup_view.hpp"

namespace tw {

struct PageStates {
    ProjectsView projects;
    SetupView setup;
    ImportView intake;
    DataView data;
};

} // namespace tw
