// The server's projects on this device: their list, and what a page has to do differently for one of them. Each is kept as
// a mirror of the person's own (store/task_record), so that it opens and works without a network like a local one.
#pragma once

#include "app/studio.hpp"

#include <functional>
#include <vector>

namespace tw {

/// Is it to be seen now: local, or of whoever is signed in?
bool is_mine(const Studio& studio, const StoredProject& stored);
/// Asks the server for its projects, and brings the mirrors up to date. Nothing happens when nobody is signed in. `then` is
/// called however it ended.
void refresh_projects(Studio& studio, std::function<void()> then = {});
/// Once a frame: somebody may have signed in or out.
void step_remote_projects(Studio& studio);
/// An address of a project that this device does not know: asks for it, or who one is, and goes there.
void look_for(Studio& studio, const Address& wanted);
/// Reads the task whole before it is opened, and those behind it for when there is no network; local ones at once.
void before_task(Studio& studio, int row, std::function<void()> then);
/// What the settings of a server's project have become: said to the server, and kept here when it agrees.
void change_on_server(Studio& studio, const StoredProject& project);
void delete_on_server(Studio& studio, const StoredProject& project);
/// Rows of the open project are read whole before they are exported.
void export_whole_rows(Studio& studio, std::vector<std::uint32_t> rows);
/// Asks first: there is no way back, and they go for everybody.
void offer_delete_on_server(Studio& studio, const std::vector<std::uint32_t>& rows);
/// All tasks of the open project are read whole, also from now on.
void keep_offline(Studio& studio, bool on);

} // namespace tw
