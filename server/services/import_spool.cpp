#include "services/import_spool.hpp"

#include <cstring>

namespace tw::server {
namespace {

// What a record holds and in which order, for writing and for reading.

template <class Annotation, class Each>
void each_field(Annotation& of, Each each)
    requires requires { of.author; }
{
    each(of.author), each(of.author_email), each(of.result), each(of.result_count), each(of.was_cancelled);
    each(of.ground_truth), each(of.lead_time), each(of.import_id);
}
template <class Prediction, class Each>
void each_field(Prediction& of, Each each)
    requires requires { of.score; }
{
    each(of.result), each(of.model_version), each(of.score);
}

// A record is its size and then its values one after the other, as this machine holds them: nobody else reads it.

template <class T>
void put(std::string& out, const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof value);
}

void put(std::string& out, const std::string& text) {
    put(out, static_cast<std::uint64_t>(text.size()));
    out += text;
}

template <class T>
void put(std::string& out, const std::optional<T>& value) {
    put(out, static_cast<std::uint8_t>(value.has_value()));
    put(out, value.value_or(T{}));
}

/// Takes values from the front. A record that is shorter than it says gives empty values and `broken`.
struct Record {
    std::string_view rest;
    bool broken = false;

    template <class T>
    void get(T& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        broken = broken || rest.size() < sizeof value;
        if (broken)
            return;
        std::memcpy(&value, rest.data(), sizeof value);
        rest.remove_prefix(sizeof value);
    }
    void get(std::string& text) {
        std::uint64_t size = 0;
        get(size);
        broken = broken || rest.size() < size;
        if (broken)
            return;
        text.assign(rest.substr(0, size));
        rest.remove_prefix(size);
    }
    template <class T>
    void get(std::optional<T>& value) {
        std::uint8_t has_value = 0;
        T inner{};
        get(has_value);
        get(inner);
        if (has_value != 0)
            value = inner;
    }
    template <class Items>
    void get_list(Items& items) {
        std::uint64_t count = 0;
        get(count);
        broken = broken || count > rest.size();
        if (broken)
            return;
        items.resize(count);
        for (auto& one : items)
            each_field(one, [&](auto& value) { get(value); });
    }
};

std::unexpected<Error> failed() {
    return fail("storage-failed", "The server cannot keep what is imported; its disk may be full.");
}

} // namespace

ImportSpool::ImportSpool(std::filesystem::path file) : file_(std::move(file)), out_(file_.path(), std::ios::binary) {}

Result<void> ImportSpool::add(const ImportItem& item) {
    record_.clear();
    put(record_, item.data);
    put(record_, item.meta);
    put(record_, item.upload);
    const auto put_list = [&](const auto& items) {
        put(record_, static_cast<std::uint64_t>(items.size()));
        for (const auto& one : items)
            each_field(one, [&](const auto& value) { put(record_, value); });
    };
    put_list(item.annotations);
    put_list(item.predictions);
    std::string size;
    put(size, static_cast<std::uint64_t>(record_.size()));
    out_ << size << record_;
    ++count_;
    return out_ ? Result<void>() : failed();
}

Result<void> ImportSpool::finish() {
    out_.close();
    return out_ ? Result<void>() : failed();
}

Result<void> ImportSpool::read(const std::function<Result<void>(ImportItem&)>& take) const {
    std::ifstream in(file_.path(), std::ios::binary);
    std::string bytes;
    for (std::uint64_t i = 0; i < count_; ++i) {
        std::uint64_t size = 0;
        in.read(reinterpret_cast<char*>(&size), sizeof size);
        if (!in)
            return failed();
        bytes.resize(size);
        in.read(bytes.data(), static_cast<std::streamsize>(size));
        if (!in)
            return failed();
        Record record{bytes};
        ImportItem item;
        record.get(item.data);
        record.get(item.meta);
        record.get(item.upload);
        record.get_list(item.annotations);
        record.get_list(item.predictions);
        if (record.broken)
            return failed();
        if (auto taken = take(item); !taken)
            return taken;
    }
    return {};
}

} // namespace tw::server
