// Any bytes as what Beast leaves to us of a request's head: the first line is the target, the others are headers. Whatever
// they hold, reading them ends, an address that was written is read back, a range stays inside its file, and what goes to
// the log is printable.
#include "http/delivery.hpp"
#include "http/log.hpp"
#include "http/request_head.hpp"
#include "require.hpp"
#include "services/attempts.hpp"
#include "services/origins.hpp"
#include "services/settings.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <unistd.h>

using namespace tw::server;

namespace {

constexpr std::uint64_t file_bytes = 1000;

const std::filesystem::path& file() {
    static const std::filesystem::path path = [] {
        const auto made =
            std::filesystem::temp_directory_path() / ("tagwright-request-" + std::to_string(getpid()) + ".txt");
        std::ofstream(made) << std::string(file_bytes, 'x');
        std::atexit([] { std::filesystem::remove(file()); });
        return made;
    }();
    return path;
}

void check_delivery(const Request& request) {
    Response response;
    response.file = file();
    const Delivery delivery = prepare(request, std::move(response));
    require(delivery.status == 200 || delivery.status == 206 || delivery.status == 304 || delivery.status == 416);
    require(delivery.file_bytes <= file_bytes);
    if (!delivery.file)
        return;
    std::string bytes(delivery.file_bytes, '\0');
    delivery.file->read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    require(static_cast<std::uint64_t>(delivery.file->gcount()) == delivery.file_bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const auto next_line = [&rest] {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        return std::string(line);
    };
    Request request;
    read_target(request, next_line());
    while (!rest.empty()) {
        const std::string line = next_line();
        const std::size_t colon = std::min(line.find(':'), line.size());
        request.headers.add(line.substr(0, colon), line.substr(std::min(colon + 1, line.size())));
    }
    request.remote_address = "127.0.0.1";
    request.host = request.header("host");
    believe_proxy(request, {"127.0.0.1", "::1"});
    (void)request.cookie("sessionid");
    (void)request.content_type();
    (void)address_group(request.remote_address);

    Fields again;
    for (const auto& [name, value] : request.query.items())
        again.add(name, value);
    std::string encoded;
    for (const auto& [name, value] : again.items())
        encoded += (encoded.empty() ? "" : "&") + url_encode(name) + "=" + url_encode(value);
    require(Fields::parse(encoded).items() == request.query.items() || encoded.find("&=") != std::string::npos ||
            encoded.starts_with('='));
    require(url_decode(url_encode(request.path)) == request.path);
    const std::string logged = loggable(request.target);
    require(std::ranges::none_of(logged, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));

    Settings settings;
    settings.allowed_origins = {"https://portal.example"};
    (void)preflight(settings, request);
    Response response = empty_response(200);
    add_cors(settings, request, response);
    for (const auto& [name, value] : response.headers.items())
        require(value.find_first_of("\r\n") == std::string::npos);
    request.method = Method::get;
    check_delivery(request);
    return 0;
}
