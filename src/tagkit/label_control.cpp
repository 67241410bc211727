#include "tagkit/label_control.hpp"

#include "base/text.hpp"

namespace tw {
namespace {

class LabelContainerControl final : public ControlHooks {
public:
    Result<Unit> validate(const TagNode& node, const Json& value) const override {
        if (!value.is_array())
            return fail(say("labels-type"));
        for (std::size_t i = 0; i < value.size(); ++i)
            if (!value[i].is_string())
                return fail(say("labels-type.label"), {.pointer = "/" + std::to_string(i)});
        if (value.size() > 1 && to_lower_ascii(node.get("choice")) != "multiple")
            return fail(say("labels-single"));
        return Unit{};
    }
    std::string describe(const Json& value) const override { return join_values(value); }
};

} // namespace

const ControlHooks& label_container_control() {
    static const LabelContainerControl control;
    return control;
}

std::string join_values(const Json& values) {
    std::string out;
    if (!values.is_array())
        return out;
    for (const Json& value : values) {
        std::string one;
        if (value.is_string())
            one = value.get<std::string>();
        else if (value.is_array())
            for (const Json& step : value)
                if (step.is_string())
                    one += (one.empty() ? "" : " / ") + step.get<std::string>();
        if (!one.empty())
            out += (out.empty() ? "" : ", ") + one;
    }
    return out;
}

} // namespace tw
