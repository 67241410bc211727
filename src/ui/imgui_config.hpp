// ImGui's compile-time configuration, seen by the library and by everyone who includes imgui.h (IMGUI_USER_CONFIG).
// Not for other settings: whatever can be set while running is set where the context is made.
#pragma once

// Emoji lie above U+FFFF.
#define IMGUI_USE_WCHAR32
// A page of ten thousand rectangles has more than 65,536 vertices in one list; 16-bit indices abort there.
#define ImDrawIdx unsigned int

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_FILE_FUNCTIONS
