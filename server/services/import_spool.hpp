// The temporary file in which the checked items of an import wait for the transaction that inserts them, so that memory
// does not grow with the import and the database is held only for the insertion. Written once from the first item to the
// last, then read in the same order; gone with its owner.
#pragma once

#include "http/message.hpp"
#include "services/import_item.hpp"

#include <fstream>
#include <functional>

namespace tw::server {

class ImportSpool {
public:
    explicit ImportSpool(std::filesystem::path file);
    /// Errors, of all three: "storage-failed", when the disk is full or the file is gone.
    Result<void> add(const ImportItem& item);
    Result<void> finish();
    /// Hands on item after item; stops at the first error of `take`.
    Result<void> read(const std::function<Result<void>(ImportItem&)>& take) const;

private:
    TemporaryFile file_;
    std::ofstream out_;
    std::string record_;
    std::uint64_t count_ = 0;
};

} // namespace tw::server
