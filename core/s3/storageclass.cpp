// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/storageclass.h"

namespace s3 {

namespace {

struct Row {
    const char *profileId;
    const char *classes;
};

// By each provider's documentation of its S3 API, 2026.
constexpr Row Rows[] = {
    {"r2", "STANDARD STANDARD_IA"},
    {"b2", "STANDARD"},
    {"gcs", "STANDARD NEARLINE COLDLINE ARCHIVE"},
    {"wasabi", "STANDARD"},
    {"digitalocean", "STANDARD"},
    {"scaleway", "STANDARD ONEZONE_IA GLACIER"},
    {"ovh", "EXPRESS_ONEZONE STANDARD STANDARD_IA"},
    {"hetzner", "STANDARD"},
    {"minio", "STANDARD REDUCED_REDUNDANCY"},
    {"ceph", "STANDARD"},
    {"garage", "STANDARD"},
    {"seaweedfs", "STANDARD"},
};
constexpr char Aws[] = "STANDARD INTELLIGENT_TIERING STANDARD_IA ONEZONE_IA GLACIER_IR GLACIER DEEP_ARCHIVE";

} // namespace

QByteArrayList storageClassesOf(const QString &profileId)
{
    for (const Row &row : Rows) {
        if (profileId == QLatin1String(row.profileId))
            return QByteArray(row.classes).split(' ');
    }
    return QByteArray(Aws).split(' ');
}

} // namespace s3
