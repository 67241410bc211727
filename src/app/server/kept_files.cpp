#include "app/server/kept_files.hpp"

#include "app/page_states.hpp"
#include "app/server/sync_state.hpp"
#include "app/studio.hpp"

namespace tw {
namespace {

constexpr std::size_t most_at_once = 3;
constexpr std::string_view files_of_server = "/data/";

void find_files(const Json& value, std::vector<std::string>& out) {
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        if (text.starts_with(files_of_server))
            out.push_back(text);
    } else if (value.is_structured()) {
        for (const Json& inner : value)
            find_files(inner, out);
    }
}

void end(Studio& studio) {
    const auto then = std::move(studio.sync->files.then);
    const std::size_t missing = studio.sync->files.missing;
    stop_keeping_files(studio);
    if (then)
        then(missing);
}

void give_up_the_rest(FileWishes& files) {
    files.missing += files.wanted.size();
    files.wanted.clear();
}

void fetch_some(Studio& studio) {
    SyncState& sync = *studio.sync;
    FileWishes& files = sync.files;
    if (files.card) {
        files.card->done = files.kept + files.missing;
        files.card->total = files.kept + files.missing + files.under_way + files.wanted.size();
        if (files.card->cancelled)
            give_up_the_rest(files);
    }
    if (files.wanted.empty() && files.under_way == 0)
        return end(studio);
    while (files.under_way < most_at_once && !files.wanted.empty()) {
        ++files.under_way;
        const std::string url = std::move(files.wanted.front());
        files.wanted.pop_front();
        studio.store->storage().blobs().keep_copy(
            url, studio.later<Unit>([&studio, feed = sync.feed](const Result<Unit>& kept) {
                FileWishes& now = studio.sync->files;
                if (studio.sync->feed != feed || now.under_way == 0)
                    return; // another project is open
                --now.under_way;
                ++(kept ? now.kept : now.missing);
                if (!kept && kept.error().code != "not-found") // so it would be for the rest
                    give_up_the_rest(now);
                fetch_some(studio);
            }));
    }
}

} // namespace

std::vector<std::string> server_files_in(const Json& data) {
    std::vector<std::string> out;
    find_files(data, out);
    return out;
}

void keep_files_of(Studio& studio, const Json& data) {
    FileWishes& files = studio.sync->files;
    const bool idle = files.under_way == 0;
    for (std::string& url : server_files_in(data))
        files.wanted.push_back(std::move(url));
    if (idle && !files.wanted.empty())
        fetch_some(studio);
}

void when_files_are_kept(Studio& studio, std::function<void(std::size_t missing)> then) {
    FileWishes& files = studio.sync->files;
    if (files.wanted.empty() && files.under_way == 0)
        return then(0);
    files.then = std::move(then);
    if (studio.states->exporting.busy())
        return; // that card is another's
    files.card = std::make_shared<CountedWork>();
    begin_work_card(studio, files.card, "sync.keeping-files");
    files.card->total = files.kept + files.under_way + files.wanted.size();
}

void stop_keeping_files(Studio& studio) {
    FileWishes& files = studio.sync->files;
    if (files.card && studio.states->exporting.work == files.card)
        end_export_card(studio);
    files = {};
}

void forget_files(Studio& studio, std::int64_t server_project_id) {
    studio.store->storage().blobs().forget_copies(
        std::string(files_of_server) + "upload/" + std::to_string(server_project_id) + "/", [](const Result<Unit>&) {});
}

} // namespace tw
