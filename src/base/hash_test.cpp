#include "base/hash.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace tw;

TEST_CASE("SHA-256 of the FIPS 180 examples") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256_hex(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 does not depend on how the bytes are cut") {
    std::string text;
    for (int i = 0; i < 300; ++i)
        text += static_cast<char>(i * 7);
    for (const std::size_t length : {55, 56, 63, 64, 65, 119, 120, 128, 300}) {
        const std::string part = text.substr(0, length);
        Sha256 pieces;
        for (std::size_t at = 0; at < length; at += 13) {
            const std::string piece = part.substr(at, 13);
            pieces.update({reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size()});
        }
        CHECK(pieces.hex() == sha256_hex(part));
    }
}

TEST_CASE("FNV-1a of its published vectors") {
    CHECK(fnv1a("") == 0xcbf29ce484222325ULL);
    CHECK(fnv1a("a") == 0xaf63dc4c8601ec8cULL);
    CHECK(fnv1a("foobar") == 0x85944171f73967e8ULL);
}
