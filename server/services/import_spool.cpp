#include "services/import_spool.hpp"

#include <cstring>

namespace tw::server {
namespace {

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
    bool get_list(Items& items) {
        std::uint64_t count = 0;
        get(count);
        broken = broken || count > rest.size();
        if (!broken)
            items.resize(count);
        return !broken;
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
    put(record_, static_cast<std::uint64_t>(item.annotations.size()));
    for (const ImportedAnnotation& one : item.annotations) {
        put(record_, one.author);
        put(record_, one.author_email);
        put(record_, one.result);
        put(record_, one.result_count);
        put(record_, one.was_cancelled);
        put(record_, one.ground_truth);
        put(record_, one.lead_time);
        put(record_, one.import_id);
    }
    put(record_, static_cast<std::uint64_t>(item.predictions.size()));
    for (const ImportedPrediction& one : item.predictions) {
        put(record_, one.result);
        put(record_, one.model_version);
        put(record_, one.score);
    }
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
        if (record.get_list(item.annotations))
            for (ImportedAnnotation& one : item.annotations) {
                record.get(one.author);
                record.get(one.author_email);
                record.get(one.result);
                record.get(one.result_count);
                record.get(one.was_cancelled);
                record.get(one.ground_truth);
                record.get(one.lead_time);
                record.get(one.import_id);
            }
        if (record.get_list(item.predictions))
            for (ImportedPrediction& one : item.predictions) {
                record.get(one.result);
                record.get(one.model_version);
                record.get(one.score);
            }
        if (record.broken)
            return failed();
        if (auto taken = take(item); !taken)
            return taken;
    }
    return {};
}

} // namespace tw::server
