// What would turn one document into another: for whoever is given a whole result (a PATCH by REST) and has to say it in
// ops, so that others who edit the same annotation keep what they did.
#pragma once

#include "edit/history.hpp"

namespace tw {

/// Writes for a Transaction on `from` after which it has the result of `to`. What is the same is not written. Fields of
/// the annotation and its submission are left alone.
std::vector<Write> difference(const Document& from, const Document& to);

} // namespace tw
