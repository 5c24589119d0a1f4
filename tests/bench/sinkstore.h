// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the sink remembers of what it threw away: sizes, ETags and the headers that clients want to see again.

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sink {

using Headers = std::map<std::string, std::string, std::less<>>; // names in lower case

struct StoredPart {
    std::uint64_t size = 0;
    std::string etag; // hex, without quotes
};

struct StoredObject {
    std::uint64_t size = 0;
    std::string etag;
    Headers kept; // content-type and x-amz-meta-*
};

struct NamedPart {
    int number = 0;
    std::string etag;
};

enum class CompleteOutcome { Completed, NoSuchUpload, InvalidPart, InvalidPartOrder };

// The connections are threads and share one store. (Nowhere in Davit itself is there a lock; a yardstick may be simple.)
class Store {
public:
    std::string create(const std::string &path, Headers kept);
    bool putPart(std::string_view uploadId, int number, StoredPart part);
    std::optional<std::map<int, StoredPart>> parts(std::string_view uploadId) const;
    CompleteOutcome complete(std::string_view uploadId, const std::vector<NamedPart> &named, std::string &etag);
    bool abort(std::string_view uploadId);

    void putObject(const std::string &path, StoredObject object);
    std::optional<StoredObject> object(const std::string &path) const;

private:
    struct Upload {
        std::string path;
        Headers kept;
        std::map<int, StoredPart> parts;
    };

    mutable std::mutex m_mutex;
    std::map<std::string, Upload, std::less<>> m_uploads;
    std::map<std::string, StoredObject, std::less<>> m_objects;
    std::uint64_t m_created = 0;
};

// The part's ETag where the client said its MD5 (base64); else one that looks like an MD5 and is none, for the bytes were never looked at.
std::string etagFrom(std::string_view contentMd5, std::uint64_t size);

} // namespace sink
