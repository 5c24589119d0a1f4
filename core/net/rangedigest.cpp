// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/rangedigest.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <unistd.h>
#include <vector>

namespace net {

namespace {

// Fits the second level cache, so that the second digest finds the bytes there.
constexpr qint64 Step = 256 * 1024;

} // namespace

std::optional<s3::Result<upload::Digests>> digested(const RangeToDigest &wanted, const std::function<bool()> &isCancelled)
{
    if (isCancelled())
        return {};
    const SourceFile &file = *wanted.file;
    if (const auto changed = file.changedSince(wanted.fingerprint))
        return *changed;
    std::vector<s3::ChecksumHasher> hashers;
    for (const s3::ChecksumAlgorithm algorithm : wanted.algorithms)
        hashers.emplace_back(algorithm);

    thread_local const std::unique_ptr<char[]> buffer(new char[Step]);
    qint64 done = 0;
    while (done < wanted.range.length) {
        if (isCancelled())
            return {};
        const auto some = static_cast<std::size_t>(std::min(Step, wanted.range.length - done));
        const ssize_t count = ::pread(file.descriptor(), buffer.get(), some, wanted.range.offset + done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? readFailed(file.path(), errno) : fileShrank(file.path(), wanted.range.offset + done);
        for (s3::ChecksumHasher &hasher : hashers)
            hasher.add(QByteArrayView(buffer.get(), count));
        done += count;
    }
    if (const auto changed = file.changedSince(wanted.fingerprint))
        return *changed;
    upload::Digests digests;
    for (std::size_t i = 0; i < hashers.size(); ++i)
        digests.insert(wanted.algorithms[qsizetype(i)], hashers[i].digest());
    return digests;
}

} // namespace net
