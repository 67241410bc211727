// Opens the studio, or in a worker what works without a page, and returns: from here on the page calls in (exports.cpp). A browser without WebGL2 leaves the
// page without an api, which the element turns into words.
#include "platform/web/imports.hpp"

bool tw_open_studio();
void tw_open_worker();

int main() {
    if (twjs_in_worker() != 0) {
        tw_open_worker();
        return 0;
    }
    return tw_open_studio() ? 0 : 1;
}
