#include "cli/opened_data.hpp"

#include "services/secrets.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

namespace tw::cli {

using namespace server;

std::filesystem::path database_file(const std::filesystem::path& data_dir) {
    return data_dir / "tagwright.sqlite3";
}

Result<std::unique_ptr<OpenedData>> OpenedData::open(Settings settings, bool alone) {
    std::unique_ptr<OpenedData> data(new OpenedData(std::move(settings)));
    const std::filesystem::path& dir = data->settings_.data_dir;
    std::error_code failed;
    if (!std::filesystem::exists(dir, failed)) {
        std::filesystem::create_directories(dir, failed);
        // What people label may be private: nobody else on this machine needs to read it.
        if (!failed)
            std::filesystem::permissions(dir, std::filesystem::perms::owner_all, failed);
    }
    if (!failed)
        std::filesystem::create_directories(dir / "tmp", failed);
    if (failed)
        return fail("data-dir",
                    fmt::format("The data directory {} cannot be made: {}.", dir.string(), failed.message()));
    if (alone) {
        data->lock_ = ::open((dir / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (data->lock_ < 0)
            return fail("data-dir", fmt::format("{} cannot be written to: {}.", dir.string(), std::strerror(errno)));
        if (::flock(data->lock_, LOCK_EX | LOCK_NB) != 0)
            return fail(
                "data-dir-in-use",
                fmt::format("Another tagwright serves {} already. Stop it, or choose another --data.", dir.string()));
        // Left by a server that was killed.
        for (const auto& leftover : std::filesystem::directory_iterator(dir / "tmp", failed))
            std::filesystem::remove_all(leftover.path(), failed);
    }
    auto secret = load_secret(dir / "secret");
    if (!secret)
        return std::unexpected(secret.error());
    auto database = open_sqlite(database_file(dir));
    if (!database)
        return std::unexpected(database.error());
    data->database_ = std::move(*database);
    data->accounts_ = std::make_unique<AccountState>(std::move(*secret));
    data->services_.reset(new Services{*data->database_,
                                       data->settings_,
                                       data->tags_,
                                       data->clock_,
                                       data->random_,
                                       data->accounts_.get(),
                                       &data->metrics_,
                                       {}});
    return data;
}

OpenedData::~OpenedData() {
    database_.reset();
    if (lock_ >= 0)
        ::close(lock_);
}

} // namespace tw::cli
