#include "api/accounts.hpp"
#include "api/answer.hpp"
#include "http/multipart.hpp"
#include "services/members.hpp"
#include "services/secrets.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include <fmt/format.h>

namespace tw::server {
namespace {

constexpr std::uint64_t largest_avatar_bytes = 2U << 20U;

std::filesystem::path avatar_dir(const Services& services) {
    return services.settings.data_dir / "avatars";
}

/// "png", ... by the first bytes of a file; "" for no picture that browsers show.
std::string_view picture_type(const std::filesystem::path& file) {
    std::array<char, 12> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    const std::string_view bytes(head.data(), head.size());
    if (bytes.starts_with("\x89PNG\r\n"))
        return "png";
    if (bytes.starts_with("\xff\xd8\xff"))
        return "jpg";
    if (bytes.starts_with("GIF8"))
        return "gif";
    if (bytes.starts_with("RIFF") && bytes.substr(8) == "WEBP")
        return "webp";
    return {};
}

Result<Response> save_avatar(Call& call) {
    auto form = read_multipart(call.request, call.services.settings.data_dir / "tmp", call.services.settings.max_files);
    if (!form)
        return std::unexpected(form.error());
    if (form->files.empty())
        return invalid_field("avatar", "Send the picture as a file of a multipart form.");
    UploadedFile& upload = form->files.front();
    const std::string_view type = picture_type(upload.file->path());
    if (type.empty() || upload.size_bytes > largest_avatar_bytes)
        return invalid_field("avatar", "An avatar is a PNG, JPEG, GIF or WebP picture of at most 2 MB.");
    const std::string name = fmt::format("{}.{}", random_hex(16), type);
    std::error_code failed;
    std::filesystem::create_directories(avatar_dir(call.services), failed);
    std::filesystem::copy_file(upload.file->path(), avatar_dir(call.services) / name, failed);
    if (failed)
        return fail("storage-full", fmt::format("The picture cannot be kept: {}.", failed.message()));
    if (auto set = set_avatar(call.services, call.caller, call.params.id(), "/data/avatars/" + name); !set) {
        std::filesystem::remove(avatar_dir(call.services) / name, failed);
        return std::unexpected(set.error());
    }
    return json_response(200, Json{{"detail", "avatar saved"}});
}

Result<Response> serve_avatar(Call& call) {
    const std::string& name = call.params.text("name");
    const bool plain =
        std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.'; });
    const std::filesystem::path file = avatar_dir(call.services) / name;
    std::error_code failed;
    if (!plain || name.starts_with('.') || !std::filesystem::is_regular_file(file, failed))
        return fail("not-found", "Not found.");
    Response response;
    response.file = file;
    const std::string type = file.extension() == ".jpg" ? "jpeg" : file.extension().string().substr(1);
    response.header("Content-Type", "image/" + type).header("Cache-Control", "private, max-age=86400");
    return response;
}

Result<Response> hotkeys_answer(Result<Json> result) {
    if (!result && result.error().code == "hotkeys")
        return json_response(400,
                             Json{{"error", "Invalid hotkeys configuration"}, {"details", result.error().message}});
    return answer(std::move(result));
}

Result<Response> product_tour(Call& call) {
    static constexpr std::array<std::string_view, 4> tours = {"create_prompt", "prompts_page", "show_ask_ai",
                                                              "show_autolabel_button"};
    const std::string name = call.request.query.get("name");
    if (std::ranges::find(tours, name) == tours.end())
        return invalid_field("name", fmt::format("\"{}\" is not a valid choice.", name));
    // The studio shows none of them: all count as seen.
    return json_response(
        200, Json{{"name", name}, {"state", "completed"}, {"interaction_data", Json::object()}, {"awaiting", false}});
}

} // namespace

void add_user_routes(Api& api) {
    api.add(Method::get, "/api/current-user/whoami",
            [](Call& call) { return answer(whoami(call.services, call.caller)); });
    api.add(Method::get, "/api/current-user/hotkeys/",
            [](Call& call) { return answer(hotkeys(call.services, call.caller)); });
    api.add(Method::patch, "/api/current-user/hotkeys/", [](Call& call) -> Result<Response> {
        const auto body = body_object(call);
        if (!body)
            return std::unexpected(body.error());
        const Json* const custom = find(*body, "custom_hotkeys");
        return hotkeys_answer(custom ? set_hotkeys(call.services, call.caller, *custom)
                                     : Result<Json>(fail("hotkeys", "custom_hotkeys is missing.")));
    });
    api.add(Method::get, "/api/current-user/product-tour", product_tour);
    api.add(Method::patch, "/api/current-user/product-tour", product_tour);

    api.add(Method::get, "/api/users/", [](Call& call) { return answer(list_users(call.services, call.caller)); });
    api.add(Method::post, "/api/users/", [](Call& call) -> Result<Response> {
        const auto body = body_object(call);
        return body ? answer(create_user(call.services, call.caller, *body), 201) : std::unexpected(body.error());
    });
    api.add(Method::get, "/api/users/{id:int}/",
            [](Call& call) { return answer(get_user(call.services, call.caller, call.params.id())); });
    api.add(Method::patch, "/api/users/{id:int}/", [](Call& call) -> Result<Response> {
        const auto body = body_object(call);
        return body ? answer(change_user(call.services, call.caller, call.params.id(), *body))
                    : std::unexpected(body.error());
    });
    api.add(Method::del, "/api/users/{id:int}/",
            [](Call& call) { return answer_nothing(remove_user(call.services, call.caller, call.params.id())); });
    api.add(Method::post, "/api/users/{id:int}/avatar/", save_avatar);
    api.add(Method::del, "/api/users/{id:int}/avatar/",
            [](Call& call) { return answer_nothing(set_avatar(call.services, call.caller, call.params.id(), {})); });
    api.add(Method::get, "/data/avatars/{name}", serve_avatar);
}

void add_account_routes(Api& api) {
    add_user_routes(api);
    add_token_routes(api);
    add_organization_routes(api);
    add_studio_account_routes(api);
}

} // namespace tw::server
