// What SDL is built with for the page: windows and events. Found before SDL's own file of this name, which it takes the rest
// from; we paint through WebGL ourselves, and game controllers label nothing.
#ifndef SDL_config_h_
#define SDL_config_h_

#include "SDL_platform.h"

#include "SDL_config_emscripten.h"

#undef SDL_JOYSTICK_EMSCRIPTEN
#undef SDL_POWER_EMSCRIPTEN
#undef SDL_VIDEO_OPENGL_EGL
#undef SDL_VIDEO_OPENGL_ES2
#undef SDL_VIDEO_RENDER_OGL_ES2
#define SDL_AUDIO_DISABLED 1
#define SDL_JOYSTICK_DISABLED 1
#define SDL_POWER_DISABLED 1
#define SDL_RENDER_DISABLED 1
#define SDL_SENSOR_DISABLED 1
#define SDL_LEAN_AND_MEAN 1

#endif
