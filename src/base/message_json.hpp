// Messages on their way between workers, pages and the browser's side, as {"key": .., "arguments": {name: text, number or
// message}}. What comes in is outside data: nothing in it is trusted to have words.
#pragma once

#include "base/json.hpp"

namespace tw {

Json to_json(const Message& message);
Message message_from_json(const Json& json);

/// An error of the browser's side: a key of our words with their arguments. A key without words keeps its "detail" as the
/// sentence.
Error error_from_json(const Json& message);

} // namespace tw
