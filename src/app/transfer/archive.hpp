// A whole project in one file (export_service.hpp) as it comes back.
#pragma once

#include "app/studio.hpp"

namespace tw {

/// A dropped .tagwright file becomes a project of its own, with new ids; import_page.cpp shows how far it is.
void import_archive(Studio& studio, PickedFile file);

} // namespace tw
