// Opens the studio and returns: from here on the page calls in (exports.cpp). A browser without WebGL2 leaves the
// page without an api, which the element turns into words.
bool tw_open_studio();

int main() {
    return tw_open_studio() ? 0 : 1;
}
