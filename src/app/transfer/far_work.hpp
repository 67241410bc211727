// Long work with two ends: a service, which does it where it is told to, and the page, which sends wishes and hears how far
// it is. Both speak JSON, so that the service runs in a worker (a second instance of this program, with files and storage
// of its own but no page) or, where there is none, beside the page: the same code either way.
#pragma once

#include "app/host.hpp"
#include "base/json.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace tw {

class WorkService {
public:
    using Tell = std::function<void(const Json& message)>;
    virtual ~WorkService() = default;
    virtual void take(const Json& wish) = 0;
    /// After everything that may have changed something: tells what did, figures at most some times a second.
    virtual void step() = 0;
};

/// What is read and worked on in one go: a frame feels it (some 15 ms), a worker works better in larger pieces.
enum class Pieces : std::uint8_t { small, large };

/// How often figures that only count are told.
constexpr double told_every_ms = 80;

/// The page's end. Ended with its owner; a worker ends with it.
class FarWork : public std::enable_shared_from_this<FarWork> {
public:
    using Make = std::function<std::unique_ptr<WorkService>(WorkService::Tell)>;
    /// `make_here` makes the service where there is no worker. `hear` takes what is told, {"failed": true} when the
    /// worker broke at its work.
    FarWork(Host& host, Make make_here, WorkService::Tell hear);
    ~FarWork();
    FarWork(const FarWork&) = delete;
    FarWork& operator=(const FarWork&) = delete;

    /// `first` opens the work. `here`: not in a worker, for what only this instance of the program knows.
    void start(Json first, std::vector<std::uint32_t> file_handles, bool here = false);
    void tell(const Json& wish);
    /// Once a frame.
    void step();

private:
    void work_here();

    Host* host_;
    Make make_here_;
    WorkService::Tell hear_;
    Json first_; ///< for the case that the worker cannot be had
    bool heard_ = false;
    std::uint32_t worker_ = 0;
    std::unique_ptr<WorkService> here_;
};

} // namespace tw
