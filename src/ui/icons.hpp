// Icons of one open set (Lucide, ISC), flattened to polylines by the build and stroked with the theme's colours at any
// size. The list here is what the studio uses; cmake/make_icons.py reads it.
#pragma once

#include <cstdint>
#include <span>

namespace tw {

// One a line: enumerator // lucide name
enum class Icon : std::uint8_t {
    none,
    menu,          // menu
    undo,          // undo-2
    redo,          // redo-2
    move,          // mouse-pointer-2
    rect,          // square-dashed
    pan,           // hand
    zoom_in,       // zoom-in
    zoom_out,      // zoom-out
    fit,           // maximize
    eye,           // eye
    eye_off,       // eye-off
    lock,          // lock
    lock_open,     // lock-open
    trash,         // trash-2
    copy,          // copy
    plus,          // plus
    close,         // x
    check,         // check
    chevron_left,  // chevron-left
    chevron_right, // chevron-right
    chevron_down,  // chevron-down
    search,        // search
    settings,      // settings
    sun,           // sun
    moon,          // moon
    languages,     // languages
    upload,        // upload
    download,      // download
    file,          // file-text
    image,         // image
    folder,        // folder
    warning,       // triangle-alert
    info,          // info
    history,       // history
    list,          // list
    code,          // code
    text,          // text-cursor
    skip,          // skip-forward
    send,          // send
    keyboard,      // keyboard
    panel_right,   // panel-right
    note,          // message-square-text
    more,          // ellipsis
    minus,         // minus
    reset,         // rotate-ccw
    sample,        // sparkles
    pencil,        // pencil
    monitor,       // monitor
    panel_left,    // panel-left
    star,          // star
    compare,       // columns-2
    model,         // bot
    guide,         // book-open
    help,          // circle-help
    arrow_up,      // arrow-up
    arrow_down,    // arrow-down
    columns,       // columns-3
    filter,        // funnel
    grid,          // layout-grid
    braces,        // braces
    user,          // user
    users,         // users
    log_in,        // log-in
    log_out,       // log-out
    key,           // key-round
    server,        // server
    link,          // link
    count_
};

/// Strokes of an icon in a 24 x 24 box: `points` holds x, y pairs; `ends` the index after each stroke's last point.
struct IconShape {
    std::span<const float> points;
    std::span<const std::uint16_t> ends;
};
IconShape icon_shape(Icon icon);

} // namespace tw
