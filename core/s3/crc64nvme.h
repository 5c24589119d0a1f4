// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// CRC64NVME, which Debian's ISA-L does not have yet: S3's default checksum, fast enough to vanish beside the network.

#include <QByteArrayView>
#include <QtGlobal>

namespace s3 {

// Continues `crc` over `bytes`; begin with 0 (as with zlib's crc32, the inversions are inside). Picks the fastest way this processor has.
quint64 crc64Nvme(quint64 crc, QByteArrayView bytes);

// The two ways by name, so that one can be checked against the other. The fold may be called only where crc64NvmeCanFold().
quint64 crc64NvmeByTable(quint64 crc, QByteArrayView bytes);
bool crc64NvmeCanFold();
quint64 crc64NvmeByFold(quint64 crc, QByteArrayView bytes);

} // namespace s3
