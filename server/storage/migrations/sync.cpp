#include "storage/migrations/sync.hpp"

namespace tw::server {

Migration sync_migration() {
    return {"sync",
            {
                R"(ALTER TABLE drafts ADD COLUMN document_uid TEXT NOT NULL DEFAULT '')",
                R"(CREATE INDEX drafts_by_document ON drafts(document_uid) WHERE document_uid <> '')",
                R"(CREATE INDEX feed_by_ref ON feed(project_id, kind, ref) WHERE kind <> 'ops')",
            }};
}

} // namespace tw::server
