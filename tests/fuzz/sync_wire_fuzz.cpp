// Any bytes as what goes between a studio and a server: a push answers ops or errors with a code and can be applied to a
// document; a page of the feed, and a push's answer, are read as they were written. Nothing throws.
#include "edit/document.hpp"
#include "require.hpp"
#include "sync/wire.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto json = tw::parse_json(text);
    if (!json)
        return 0;
    if (const auto page = tw::read_feed_page(*json)) {
        const auto again = tw::parse_json(tw::to_text(*page));
        require(again.has_value());
        const auto read = tw::read_feed_page(*again);
        require(read.has_value() && tw::to_text(*read) == tw::to_text(*page));
    }
    if (const auto refused = tw::read_push_answer(*json))
        require(tw::read_push_answer(tw::push_answer(*refused)).has_value());
    if (const auto sent = tw::read_push(*json)) {
        for (const tw::SentOp& one : *sent) {
            if (!one.op) {
                require(!one.op.error().code.empty());
                continue;
            }
            tw::Document document(one.op->document_uid);
            document.apply(*one.op);
            const tw::Json once = document.to_snapshot();
            document.apply(*one.op);
            require(document.to_snapshot() == once);
            (void)document.to_result();
            require(tw::same_json(tw::to_json(*tw::op_from_json(tw::to_json(*one.op))), tw::to_json(*one.op)));
        }
    }
    return 0;
}
