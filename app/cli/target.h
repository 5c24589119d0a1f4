// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which files become which keys, by the rules of the AWS CLI or a pattern; refused before the first byte where it cannot be.

#include "upload/keyplan.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace cli {

struct Target {
    QString bucket;
    QString key; // a prefix when it is empty or ends in '/'
    bool isPrefix() const { return key.isEmpty() || key.endsWith(QLatin1Char('/')); }
};

// Reads "s3://bucket/key"; the key is taken as it stands, nothing is decoded or normalised. Errors: "InvalidTarget".
s3::Result<Target> targetFromText(const QByteArray &typed);

struct Source {
    QByteArray typed;
    QString path; // absolute; empty when it is not UTF-8
    bool isFolder = false;
};

// What the shell gave, made absolute; links are not resolved.
QList<Source> sourcesFrom(const QList<QByteArray> &operands);

struct Refusal {
    QString what; // a path
    s3::Error error;
};

struct Plan {
    QList<upload::UploadSpec> specs; // with ids
    QList<qint64> sizes;             // of each spec's file
    QList<Refusal> refused;
};

// `common` carries what all uploads share; the rule makes the keys below a prefix. Of two files for one key the second is refused.
Plan planFor(const QList<upload::FoundItem> &items, const Target &target, const upload::UploadSpec &common, const upload::KeyRule &rule);

} // namespace cli
