#include "services/next_task.hpp"

#include "base/id.hpp"
#include "base/time.hpp"
#include "ports/clock.hpp"
#include "services/projects.hpp"
#include "storage/next_search.hpp"
#include "storage/task_filters.hpp"

#include <fmt/format.h>

namespace tw::server {
namespace {

std::string text_setting(const ProjectRow& project, std::string_view name) {
    const Json value = project_setting(project, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

struct Choice {
    std::int64_t task = 0;
    std::string_view queue;
};

std::optional<Choice> choose(Transaction& t, const Pool& pool, const ProjectRow& project, bool queried,
                             const SearchPiece& custom_order) {
    if (const auto held = locked_task(t, pool))
        return Choice{*held, "Task lock"};
    const std::string sampling = text_setting(project, "sampling"), version = text_setting(project, "model_version");
    if (queried) {
        if (const auto first = choose_from_pool(t, pool, {.free_only = false, .custom_order = custom_order}))
            return Choice{*first, "Data manager queue"};
    } else {
        const PoolOrder order = sampling == "Uniform sampling" ? PoolOrder::random : PoolOrder::by_id;
        if (project_setting(project, "annotator_evaluation_enabled") == true)
            if (const auto truth = choose_from_pool(t, pool, {.order = order, .ground_truth_only = true}))
                return Choice{*truth, "Onboarding ground truth queue"};
        if (project.maximum_annotations > 1)
            if (const auto most = choose_from_pool(t, pool, {.order = PoolOrder::random, .most_annotated = true}))
                return Choice{*most, "Breadth first queue"};
        std::optional<bool> overlapping;
        if (project_setting(project, "show_overlap_first") == true)
            overlapping = any_overlapping(t, pool);
        if (sampling == "Uncertainty sampling") {
            std::optional<std::int64_t> found;
            if (!version.empty())
                found = choose_from_pool(
                    t, pool, {.order = PoolOrder::least_score, .overlapping = overlapping, .model_version = version});
            if (!found)
                found = choose_from_pool(t, pool, {.order = PoolOrder::random, .overlapping = overlapping});
            if (found)
                return Choice{*found, "Active learning or random queue"};
        } else if (const auto next = choose_from_pool(t, pool, {.order = order, .overlapping = overlapping})) {
            return Choice{*next, order == PoolOrder::random ? "Uniform random queue" : "Sequence queue"};
        }
    }
    if (const auto postponed = oldest_postponed(t, pool))
        return Choice{*postponed, "Postponed draft queue"};
    if (text_setting(project, "skip_queue") == "REQUEUE_FOR_ME")
        if (const auto skipped = oldest_skipped(t, pool))
            return Choice{*skipped, "Skipped queue"};
    return std::nullopt;
}

} // namespace

Result<NextTask> next_task(Services& services, Transaction& t, const Caller& caller, const ProjectRow& project,
                           const TaskQuery* query) {
    Pool pool{project.id, caller.user_id, now_iso(services), SkipCount::own, {}};
    const std::string skip_queue = text_setting(project, "skip_queue");
    pool.skips = skip_queue == "IGNORE_SKIPPED"   ? SkipCount::all
                 : skip_queue == "REQUEUE_FOR_ME" ? SkipCount::others
                                                  : SkipCount::own;
    SearchPiece order;
    const bool queried = query && !query->empty();
    if (queried) {
        const FilterContext context{text_setting(project, "model_version"), query->column_types};
        auto filters = compile_filters(query->filters, context);
        if (!filters)
            return std::unexpected(filters.error());
        auto selection = compile_selection(query->selected_items);
        if (!selection)
            return std::unexpected(selection.error());
        auto ordering = compile_ordering(query->ordering, context);
        if (!ordering)
            return std::unexpected(ordering.error());
        pool.within = both(std::move(*filters), std::move(*selection));
        order = std::move(*ordering);
    }
    const auto choice = choose(t, pool, project, queried, order);
    if (!choice)
        return fail("not-found", fmt::format("There are no tasks for {}", caller.email));
    NextTask next;
    next.task = *find_task(t, choice->task);
    next.queue = choice->queue;
    const auto held = lock_id(t, choice->task, caller.user_id);
    next.lock_id = held ? *held : make_uid(services.clock.now_ms_utc(), services.random);
    set_lock(t, project.id,
             {choice->task, caller.user_id, next.lock_id,
              iso_from_ms(services.clock.now_ms_utc() +
                          static_cast<std::uint64_t>(services.settings.task_lock_ttl_s) * 1000)});
    note_in_stream(t, project.id, caller.user_id, choice->task, std::nullopt);
    return next;
}

} // namespace tw::server
