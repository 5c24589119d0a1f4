// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Where found files arrive: the keys that a rule makes of them below a prefix. The window's preview and what is sent are made here, and davit-cli's.

#include "upload/keytemplate.h"
#include "upload/sourcescan.h"

namespace upload {

struct KeyPlan {
    QString prefix; // put before every key as it stands
    KeyRule rule;
    QDateTime added = QDateTime::currentDateTime(); // one time for all files of one wish
    bool operator==(const KeyPlan &) const = default;
};

// Errors: as keyOf(KeyRule).
s3::Result<QString> keyOf(const KeyPlan &plan, const FoundFile &file);

// What all keys of a folder's files begin with, to a slash: where the folder arrives. May be empty.
QString targetOf(const KeyPlan &plan, const FoundItem &folder);

struct PlannedUploads {
    QList<UploadSpec> specs;
    QList<Unusable> refused; // files of which no key can be made
};

// The specs for found items; a folder becomes one batch. Two files of one key are both in it.
PlannedUploads specsFor(const QList<FoundItem> &items, const UploadSpec &common, const KeyPlan &plan);

} // namespace upload
