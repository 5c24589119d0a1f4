// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// davit-bench-checksums: how fast every checksum is on this machine, in GB/s of this thread's processor time, median of five rounds.

#include "s3/checksum.h"
#include "s3/crc64nvme.h"
#include "s3/partplan.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>

namespace {

double threadSeconds()
{
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// Seconds a call, median of five rounds of at least 0.2 s each.
double secondsFor(const std::function<void()> &call)
{
    std::array<double, 5> rounds{};
    for (double &round : rounds) {
        const double begun = threadSeconds();
        int calls = 0;
        for (round = 0; round < 0.2; round = threadSeconds() - begun, ++calls)
            call();
        round /= calls;
    }
    std::sort(rounds.begin(), rounds.end());
    return rounds[rounds.size() / 2];
}

void reportSpeed(const char *name, qsizetype bytes, const std::function<void()> &call)
{
    std::printf("%-24s %8.2f GB/s\n", name, static_cast<double>(bytes) / secondsFor(call) / 1e9);
}

} // namespace

int main()
{
    // A part of the usual size: larger than the second-level cache, as what comes from the page cache is.
    QByteArray part(8 * s3::MiB, Qt::Uninitialized);
    for (qsizetype k = 0; k < part.size(); ++k)
        part[k] = static_cast<char>(k * 2654435761 >> 13);
    QByteArray copy = part;
    volatile quint64 kept = 0;

    for (const auto algorithm : {s3::ChecksumAlgorithm::Crc32, s3::ChecksumAlgorithm::Crc32c, s3::ChecksumAlgorithm::Crc64Nvme,
             s3::ChecksumAlgorithm::Sha1, s3::ChecksumAlgorithm::Sha256, s3::ChecksumAlgorithm::Md5}) {
        reportSpeed(s3::checksumName(algorithm).constData(), part.size(),
            [&] { kept = kept + static_cast<quint64>(s3::digestOf(algorithm, part).at(0)); });
    }
    reportSpeed("CRC64NVME by table", part.size(), [&] { kept = kept ^ s3::crc64NvmeByTable(0, part); });
    if (s3::crc64NvmeCanFold())
        reportSpeed("CRC64NVME by fold", part.size(), [&] { kept = kept ^ s3::crc64NvmeByFold(0, part); });
    reportSpeed("memcpy", part.size(), [&] { std::memcpy(copy.data(), part.constData(), static_cast<std::size_t>(part.size())); });

    const QByteArray crc = s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, part);
    const double combine = secondsFor(
        [&] { kept = kept + static_cast<quint64>(s3::combinedCrc(s3::ChecksumAlgorithm::Crc64Nvme, crc, crc, 5 * s3::GiB).at(0)); });
    std::printf("%-24s %8.2f us each\n", "combine over 5 GiB", combine * 1e6);
}
