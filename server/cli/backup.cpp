// `tagwright backup`: a copy of a data directory while a server goes on working in it. The database is one moment; uploads
// are never changed once they are there, so what the database names is in the copy.
#include "cli/serve.hpp"

#include <ostream>

#include <fmt/format.h>

namespace tw::cli {
namespace {

bool belongs_to_backup(const std::filesystem::path& name) {
    const std::string text = name.string();
    return text != "tmp" && text != "lock" && !text.starts_with("tagwright.sqlite3");
}

int backup(const SettingFlags& flags, const std::filesystem::path& to, Streams streams) {
    const auto data = open_data(flags);
    if (!data)
        return report(data.error(), streams);
    std::error_code failed;
    if (std::filesystem::exists(to, failed) && !std::filesystem::is_empty(to, failed))
        return report(Error{"backup", fmt::format("{} exists already; name a new folder.", to.string()), {}}, streams);
    std::filesystem::create_directories(to, failed);
    std::filesystem::permissions(to, std::filesystem::perms::owner_all, failed);
    if (failed)
        return report(Error{"backup", fmt::format("{} cannot be made: {}.", to.string(), failed.message()), {}},
                      streams);
    // First the database: a file that comes later is one too many, never one too few.
    if (const auto done = (*data)->services().database.backup(database_file(to)); !done)
        return report(done.error(), streams);
    for (const auto& entry : std::filesystem::directory_iterator((*data)->settings().data_dir, failed)) {
        if (!belongs_to_backup(entry.path().filename()))
            continue;
        std::filesystem::copy(entry.path(), to / entry.path().filename(), std::filesystem::copy_options::recursive,
                              failed);
        if (failed)
            return report(
                Error{"backup", fmt::format("{} cannot be copied: {}.", entry.path().string(), failed.message()), {}},
                streams);
    }
    streams.err << "Copied to " << to.string() << ". To go back: tagwright serve --data " << to.string() << '\n';
    return 0;
}

} // namespace

void add_backup(CLI::App& app, Streams streams, int& status) {
    CLI::App* const command = app.add_subcommand("backup", "Copy all data to a new folder, also while a server runs");
    const auto flags = add_setting_flags(*command, false);
    const auto to = std::make_shared<std::string>();
    command->add_option("FOLDER", *to, "Where to; must not exist, or be empty")->required();
    command->callback([flags, to, streams, &status] { status = backup(*flags, *to, streams); });
}

} // namespace tw::cli
