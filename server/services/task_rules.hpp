// What follows from a change to a task's annotations or predictions: its counters, whether it is labeled, the project's
// counters and its summary. Everything that writes an annotation or a prediction ends here, so that counts are kept and
// never counted anew.
#pragma once

#include "services/services.hpp"
#include "storage/annotations.hpp"
#include "storage/projects.hpp"
#include "storage/tasks.hpp"

namespace tw::server {

/// Recounts one task and passes the difference on to its project. `changed_by`: who is named as updated_by.
void recount_task(Services& services, Transaction& transaction, const ProjectRow& project, std::int64_t task_id,
                  std::optional<std::int64_t> changed_by);

/// Gives every task the overlap that the project now asks for (spec/datamanager.md, last rows), when `overlap_too`, and
/// recomputes which tasks are labeled.
void rearrange_overlap(Services& services, Transaction& transaction, const ProjectRow& project, bool overlap_too);

/// Adds what a result contributes to a project's summary; `sign` -1 takes it away.
void count_result(ProjectCounts& counts, const Json& result, std::int64_t sign, bool draft = false);
void count_data(ProjectCounts& counts, const Json& data, std::int64_t sign);

/// Distinct region ids.
std::int64_t result_count_of(const Json& result);

/// Is a task with these annotations labeled? Distinct authors of annotations that count reach the overlap.
bool is_labeled(const std::vector<AnnotationRow>& annotations, std::int64_t overlap, bool skips_count);

} // namespace tw::server
