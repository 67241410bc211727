// Opens the studio and returns: from here on the page calls in (exports.cpp). A browser without WebGL2 is told so by the
// exit status, which the element turns into words.
bool tw_open_studio();

int main() {
    return tw_open_studio() ? 0 : 1;
}
