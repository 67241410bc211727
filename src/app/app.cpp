#include "app/app.hpp"

#include "app/studio.hpp"
#include "base/text.hpp"

namespace tw {

struct App::State {
    State(AppPorts ports, AppFonts fonts, AppOptions options) : studio(ports, fonts, std::move(options)) {}
    Studio studio;
};

App::App(AppPorts ports, AppFonts fonts, AppOptions options)
    : state_(std::make_unique<State>(ports, fonts, std::move(options))) {}
App::~App() = default;

void App::frame(Size viewport_px, float device_px_per_px) {
    state_->studio.frame(viewport_px, device_px_per_px);
}
bool App::busy() const {
    return state_->studio.frame_again;
}
const SemanticTree& App::semantics() const {
    return state_->studio.semantics;
}

void App::drop_files(std::vector<PickedFile> files) {
    state_->studio.take_files(std::move(files));
}

void App::navigate(std::string address) {
    const Address wanted = parse_address(address);
    if (!state_->studio.options.embedded && wanted != state_->studio.address)
        state_->studio.go(wanted, true);
}

void App::set_option(std::string_view name, std::string_view value) {
    Studio& studio = state_->studio;
    if (name == "lang") {
        studio.look.set_language(std::string(value));
    } else if (name == "theme") {
        studio.look.set_theme(std::string(value));
    } else if (name == "readonly") {
        studio.options.readonly = value == "true" || value == "1" || value == "readonly";
        studio.ui.readonly = studio.options.readonly;
    } else if (name == "panels") {
        studio.options.panels = split_trimmed(value, value.find(',') != std::string_view::npos ? ',' : ' ');
    }
    studio.ports.host->request_frame();
}

void App::activate(std::string semantic_id) {
    state_->studio.ui.activate_id = std::move(semantic_id);
    state_->studio.ports.host->request_frame();
}

bool App::typing_secret() const {
    return state_->studio.widgets.typing_secret;
}

bool App::key(std::string_view hotkey, bool typing) {
    const bool taken = state_->studio.key(hotkey, typing);
    if (taken)
        state_->studio.ports.host->request_frame();
    return taken;
}

std::string App::copy_text() const {
    const Studio& studio = state_->studio;
    if (!studio.task)
        return {};
    const Json copied = studio.task->session->copied();
    return copied.empty() ? std::string() : dump_json(copied);
}

bool App::paste_text(std::string_view text) {
    Studio& studio = state_->studio;
    return studio.task && studio.task->session->run("region:paste", std::string(text));
}

void App::flush() {
    state_->studio.autosave.step(state_->studio.ports.clock->monotonic_ms());
}

Json App::call(std::string_view method, Json argument) {
    return state_->studio.call(method, std::move(argument));
}

} // namespace tw
