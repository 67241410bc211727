// Emscripten's C library counts in 128-bit floats, in software, to read a number: four times what fast_float takes. The
// linker hands all calls of strtod to this (--wrap in cmake/web_program.cmake).
#include <cstring>
#include <fast_float/fast_float.h>

extern "C" {

double __real_strtod(const char* text, char** end);
double __wrap_strtod(const char* text, char** end);

double __wrap_strtod(const char* text, char** end) {
    double value = 0;
    const char* const past = text + std::strlen(text);
    const auto read = fast_float::from_chars(text, past, value);
    // Whatever is not all of it a plain number (a sign +, spaces, hexadecimal, out of range) has its own rules.
    if (read.ec != std::errc() || read.ptr != past)
        return __real_strtod(text, end);
    if (end != nullptr)
        *end = const_cast<char*>(past); // as C has it
    return value;
}
}
