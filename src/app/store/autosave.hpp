// Makes the edits of the open session durable: its pending ops go to the log at once while none is under way, else
// together as soon as the one under way is done. Tells the page what it may call saved, tells other tabs what it wrote and
// brings their ops into the session, writes a snapshot now and then. Invariant: saved means that the log said so for every
// op taken from the session.
#pragma once

#include "app/host.hpp"
#include "editor/editor_session.hpp"
#include "ports/op_log.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tw {

enum class SaveState : std::uint8_t { none, saved, saving, failed };

class Autosave {
public:
    /// Without storage nothing is kept: the state is `none` for ever.
    Autosave(DeviceStorage* storage, TabChannel* tabs, Host& host, std::string client_id);
    ~Autosave();

    /// The session whose ops are kept from now on; nullptr ends it (what is queued is still written). With a feed they are
    /// kept as unsent too, to be sent with `task_id`.
    void attach(EditorSession* session, std::size_t ops_since_snapshot, std::string feed = {},
                std::int64_t task_id = 0);
    /// Once a frame, after everything that edits: takes pending ops and writes.
    void step(double now_ms);
    /// Tries again after a failure.
    void retry();
    /// Something else than ops of the open document changed: "projects", "tasks" or "task", with what there is to say.
    void tell_tabs(const std::string& what, Json more = Json::object());
    /// What other tabs said so since the last call: {type, ...}.
    std::vector<Json> take_tab_news();

    [[nodiscard]] SaveState state() const;
    [[nodiscard]] const Error& error() const { return error_; }
    [[nodiscard]] const std::string& client_id() const { return client_id_; }
    /// The sequence of the next op of this tab, over all documents.
    [[nodiscard]] std::uint64_t next_sequence() const { return next_sequence_; }
    /// True once after something became durable, for the event "draft".
    bool take_saved();

private:
    struct Link; ///< outlives the autosave in completions that are still to come
    void collect();
    void write();
    void written(Result<std::uint64_t> result, std::vector<OpRecord> records);
    void maybe_snapshot();
    void message(const std::string& json);

    DeviceStorage* storage_;
    TabChannel* tabs_;
    Host* host_;
    std::string client_id_;
    EditorSession* session_ = nullptr;
    std::uint64_t next_sequence_ = 1;
    std::vector<OpRecord> queue_;
    bool writing_ = false, failed_ = false, snapshotting_ = false, saved_news_ = false;
    std::vector<Json> tab_news_;
    std::size_t ops_since_snapshot_ = 0;
    std::string feed_;
    std::int64_t task_id_ = 0;
    double retry_at_ms_ = 0;
    Error error_;
    std::shared_ptr<Link> link_;
};

} // namespace tw
