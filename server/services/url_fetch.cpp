#include "services/url_fetch.hpp"

#include <fstream>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace tw::server {
namespace {

struct Fetch {
    std::ofstream out;
    std::uint64_t bytes = 0, limit = 0;
    bool guarded = true, refused = false;
};

std::size_t write_piece(char* data, std::size_t size, std::size_t count, void* user) {
    auto& fetch = *static_cast<Fetch*>(user);
    fetch.bytes += size * count;
    if (fetch.bytes > fetch.limit)
        return 0;
    fetch.out.write(data, static_cast<std::streamsize>(size * count));
    return fetch.out ? size * count : 0;
}

/// Asked with the address that is about to be connected to: names that resolve anew each time fool nobody here.
curl_socket_t open_socket(void* user, curlsocktype /*purpose*/, curl_sockaddr* address) {
    auto& fetch = *static_cast<Fetch*>(user);
    char text[INET6_ADDRSTRLEN] = {};
    if (address->family == AF_INET)
        inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in*>(&address->addr)->sin_addr, text, sizeof text);
    else if (address->family == AF_INET6)
        inet_ntop(AF_INET6, &reinterpret_cast<sockaddr_in6*>(&address->addr)->sin6_addr, text, sizeof text);
    if (fetch.guarded && is_reserved_address(text)) {
        fetch.refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype, address->protocol);
}

} // namespace

bool is_reserved_address(const std::string& address) {
    in_addr v4{};
    if (inet_pton(AF_INET, address.c_str(), &v4) == 1) {
        const std::uint32_t ip = ntohl(v4.s_addr);
        struct Block {
            std::uint32_t network;
            int bits;
        };
        static constexpr Block blocks[] = {{0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},
                                           {0xa9fe0000, 16}, {0xac100000, 12}, {0xc0000000, 24}, {0xc0a80000, 16},
                                           {0xc6120000, 15}, {0xe0000000, 4},  {0xf0000000, 4}};
        for (const Block& block : blocks)
            if ((ip >> (32 - block.bits)) == (block.network >> (32 - block.bits)))
                return true;
        return false;
    }
    in6_addr v6{};
    if (inet_pton(AF_INET6, address.c_str(), &v6) != 1)
        return true; // neither: not to be trusted
    const std::uint8_t* const b = v6.s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&v6))
        return is_reserved_address(fmt::format("{}.{}.{}.{}", b[12], b[13], b[14], b[15]));
    return IN6_IS_ADDR_LOOPBACK(&v6) || IN6_IS_ADDR_UNSPECIFIED(&v6) || IN6_IS_ADDR_LINKLOCAL(&v6) ||
           (b[0] & 0xfeU) == 0xfcU || b[0] == 0xff;
}

Result<UploadedFile> fetch_to_file(const std::string& url, const std::filesystem::path& temporary_file,
                                   const Settings& settings) {
    const auto refuse = [](std::string message) { return fail("validation", std::move(message)); };
    if (!url.starts_with("http://") && !url.starts_with("https://"))
        return refuse("The URL must begin with http:// or https://.");
    UploadedFile file;
    file.file = std::make_shared<TemporaryFile>(temporary_file);
    Fetch fetch;
    fetch.out.open(file.file->path(), std::ios::binary);
    fetch.limit = settings.max_body_bytes;
    fetch.guarded = settings.ssrf_protection;
    CURL* const curl = curl_easy_init();
    if (!curl || !fetch.out)
        return refuse("The server cannot fetch this URL now.");
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 5L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 120L);
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); // a proxy would hide where we really connect to
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, write_piece);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &fetch);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &fetch);
    const CURLcode code = curl_easy_perform(curl);
    char* final_url = nullptr;
    curl_easy_getinfo(curl, CURLINFO_EFFECTIVE_URL, &final_url);
    std::string name = final_url ? final_url : url;
    curl_easy_cleanup(curl);
    fetch.out.close();
    if (fetch.refused)
        return refuse("URL resolves to a reserved network address");
    if (fetch.bytes > fetch.limit)
        return refuse("What this URL gives is too large.");
    if (code != CURLE_OK)
        return refuse(fmt::format("The URL cannot be fetched: {}", curl_easy_strerror(code)));
    name = name.substr(0, name.find_first_of("?#"));
    file.name = url_decode(name.substr(name.find_last_of('/') + 1));
    file.size_bytes = fetch.bytes;
    return file;
}

} // namespace tw::server
