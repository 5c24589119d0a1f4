// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The storage classes that a provider is known to take, by its profile.

#include <QByteArrayList>
#include <QString>

namespace s3 {

// As they are written in x-amz-storage-class, the dearest to read from first; a beginning, not a limit: administrators of Ceph and others name
// their own. For a provider that is not known those of AWS, which most others borrow their names from.
QByteArrayList storageClassesOf(const QString &profileId);

} // namespace s3
