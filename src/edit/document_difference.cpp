#include "edit/document_difference.hpp"

#include "edit/order_key.hpp"

#include <algorithm>

namespace tw {
namespace {

bool of_the_result(const RegisterAddress& address) {
    return address.kind != RegisterKind::annotation && address.kind != RegisterKind::submitted &&
           address.kind != RegisterKind::region_order && address.kind != RegisterKind::region_deleted;
}

/// Regions in the order of `to`: those that stay keep their keys when their order stays and the new ones come behind.
void order_writes(const Document& from, const Document& to, std::vector<Write>& out) {
    const std::vector<std::string>&before = from.region_ids(), &after = to.region_ids();
    const auto in = [](const Document& document, const std::string& id) {
        const Region* const region = document.region(id);
        return region != nullptr && region->alive();
    };
    std::vector<std::string> staying, kept;
    std::ranges::copy_if(before, std::back_inserter(staying), [&](const std::string& id) { return in(to, id); });
    std::ranges::copy_if(after, std::back_inserter(kept), [&](const std::string& id) { return in(from, id); });
    const bool appended = staying == kept && std::equal(kept.begin(), kept.end(), after.begin());
    std::string last = appended ? from.next_order_key() : std::string();
    for (std::size_t n = 0; n < after.size(); ++n) {
        if (appended && n < kept.size())
            continue;
        out.push_back(
            {{RegisterKind::region_order, after[n], {}}, appended ? last : initial_order_key(n, after.size())});
        last = order_key_between(last, "");
    }
}

} // namespace

std::vector<Write> difference(const Document& from, const Document& to) {
    std::vector<Write> out;
    to.for_each([&](const RegisterAddress& address, const Register& wanted) {
        if (!of_the_result(address))
            return;
        const Register* const now = from.find(address);
        if (now == nullptr ? !wanted.value.is_null() : now->value != wanted.value)
            out.push_back({address, wanted.value});
    });
    from.for_each([&](const RegisterAddress& address, const Register& now) {
        if (now.value.is_null() || !of_the_result(address))
            return;
        const bool region = address.kind <= RegisterKind::region_deleted;
        if (region && to.region(address.id) == nullptr)
            return; // its deletion says it all, and can be taken back
        if (const Register* const wanted = to.find(address); wanted == nullptr || wanted->value.is_null())
            if (wanted == nullptr) // else it is written above
                out.push_back({address, Json()});
    });
    for (const std::string& id : from.region_ids())
        if (const Region* const wanted = to.region(id); wanted == nullptr || !wanted->alive())
            out.push_back({{RegisterKind::region_deleted, id, {}}, true});
    for (const std::string& id : to.region_ids())
        if (const Region* const now = from.region(id); now != nullptr && !now->alive() && !now->deleted.value.is_null())
            out.push_back({{RegisterKind::region_deleted, id, {}}, Json()});
    order_writes(from, to, out);
    return out;
}

} // namespace tw
