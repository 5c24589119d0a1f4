// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sinkstore.h"

#include <openssl/evp.h>

#include <array>
#include <cstdio>

namespace sink {
namespace {

std::string hex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char byte : bytes) {
        text += digits[static_cast<unsigned char>(byte) >> 4];
        text += digits[static_cast<unsigned char>(byte) & 15];
    }
    return text;
}

std::string fromHex(const std::string &text)
{
    std::string bytes;
    for (std::size_t at = 0; at + 1 < text.size(); at += 2)
        bytes += static_cast<char>(std::stoi(text.substr(at, 2), nullptr, 16));
    return bytes;
}

std::string md5(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_md5(), nullptr);
    return std::string(reinterpret_cast<const char *>(digest.data()), size);
}

} // namespace

std::string etagFrom(std::string_view contentMd5, std::uint64_t size)
{
    std::array<unsigned char, 24> raw{};
    if (contentMd5.size() == 24 &&
        EVP_DecodeBlock(raw.data(), reinterpret_cast<const unsigned char *>(contentMd5.data()), static_cast<int>(contentMd5.size())) == 18)
        return hex(std::string_view(reinterpret_cast<const char *>(raw.data()), 16));
    return hex(md5(std::to_string(size)));
}

std::string Store::create(const std::string &path, Headers kept)
{
    const std::lock_guard lock(m_mutex);
    std::array<char, 40> id{};
    std::snprintf(id.data(), id.size(), "sink%016llx", static_cast<unsigned long long>(++m_created));
    m_uploads[id.data()] = {path, std::move(kept), {}};
    return id.data();
}

bool Store::putPart(std::string_view uploadId, int number, StoredPart part)
{
    const std::lock_guard lock(m_mutex);
    const auto upload = m_uploads.find(uploadId);
    if (upload == m_uploads.end())
        return false;
    upload->second.parts[number] = std::move(part);
    return true;
}

std::optional<std::map<int, StoredPart>> Store::parts(std::string_view uploadId) const
{
    const std::lock_guard lock(m_mutex);
    const auto upload = m_uploads.find(uploadId);
    if (upload == m_uploads.end())
        return std::nullopt;
    return upload->second.parts;
}

CompleteOutcome Store::complete(std::string_view uploadId, const std::vector<NamedPart> &named, std::string &etag)
{
    const std::lock_guard lock(m_mutex);
    const auto upload = m_uploads.find(uploadId);
    if (upload == m_uploads.end())
        return CompleteOutcome::NoSuchUpload;
    StoredObject object;
    std::string digests;
    int last = 0;
    for (const NamedPart &part : named) {
        const auto stored = upload->second.parts.find(part.number);
        if (stored == upload->second.parts.end() || stored->second.etag != part.etag)
            return CompleteOutcome::InvalidPart;
        if (part.number <= last)
            return CompleteOutcome::InvalidPartOrder;
        last = part.number;
        object.size += stored->second.size;
        digests += fromHex(stored->second.etag);
    }
    if (named.empty())
        return CompleteOutcome::InvalidPart;
    object.etag = hex(md5(digests)) + '-' + std::to_string(named.size());
    object.kept = upload->second.kept;
    etag = object.etag;
    m_objects[upload->second.path] = std::move(object);
    m_uploads.erase(upload);
    return CompleteOutcome::Completed;
}

bool Store::abort(std::string_view uploadId)
{
    const std::lock_guard lock(m_mutex);
    const auto upload = m_uploads.find(uploadId);
    if (upload == m_uploads.end())
        return false;
    m_uploads.erase(upload);
    return true;
}

void Store::putObject(const std::string &path, StoredObject object)
{
    const std::lock_guard lock(m_mutex);
    m_objects[path] = std::move(object);
}

std::optional<StoredObject> Store::object(const std::string &path) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_objects.find(path);
    return found == m_objects.end() ? std::nullopt : std::optional(found->second);
}

} // namespace sink
