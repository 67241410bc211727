#include "app/transfer/far_work.hpp"

namespace tw {

FarWork::FarWork(Host& host, Make make_here, WorkService::Tell hear)
    : host_(&host), make_here_(std::move(make_here)), hear_(std::move(hear)) {}

FarWork::~FarWork() {
    if (worker_ != 0)
        host_->close_worker(worker_);
}

void FarWork::start(Json first, std::vector<std::uint32_t> file_handles, bool here) {
    first_ = std::move(first);
    if (here)
        return work_here();
    worker_ = host_->open_worker([self = weak_from_this()](const std::string& text) {
        const std::shared_ptr<FarWork> work = self.lock();
        const auto message = parse_json(text);
        if (!work || !message)
            return;
        if (!message->contains("failed")) {
            work->heard_ = true;
            return work->hear_(*message);
        }
        work->host_->close_worker(std::exchange(work->worker_, 0));
        if (work->heard_)
            work->hear_(*message);
        else // it did not start
            work->work_here();
    });
    if (worker_ == 0)
        return work_here();
    host_->tell_worker(worker_, dump_json(first_), file_handles);
}

void FarWork::work_here() {
    here_ = make_here_(hear_);
    here_->take(first_);
}

void FarWork::tell(const Json& wish) {
    if (here_)
        here_->take(wish);
    else if (worker_ != 0)
        host_->tell_worker(worker_, dump_json(wish), {});
}

void FarWork::step() {
    if (here_)
        here_->step();
}

} // namespace tw
