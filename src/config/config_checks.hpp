// What a config may get wrong although it is well-formed XML, said with its place. Checks change nothing and refuse
// nothing: whoever calls decides what an error means. They go by the tags' schemas and know no tag by name.
#pragma once

#include "config/config_tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tw {

/// Everything about a parsed tree but its XML and its dangling targets.
void check_config(const ConfigTree& tree, const TagRegistry& registry, Diagnostics& diagnostics);

/// The same value twice in one container; `only_dynamic` leaves out what the XML alone already shows.
void check_duplicate_values(const ConfigTree& tree, bool only_dynamic, Diagnostics& diagnostics);

/// May a control of this type point to this object?
bool can_label(const TagType& control, const TagNode& object);

/// Does the config have an object, also one of a tag that is not built or not known?
bool shows_data(const ConfigTree& tree);

/// The tag that `control` lists as children and task data may add to ("Label", "Choice"); nullptr when it lists none.
const TagType* listed_child(const TagType& control, const TagRegistry& registry);

/// The keys an element asks for by its `hotkey` attribute, in lower case; several are comma separated.
std::vector<std::string> explicit_hotkeys(const TagNode& node);

} // namespace tw
