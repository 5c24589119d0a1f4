// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The lines of one AWS file as sections with properties; what the sections mean is AwsFiles' business.

#include "credentials/awsfiles.h"

#include <QList>

namespace credentials {

struct Section {
    QString title; // what stands between the brackets, trimmed
    Properties properties;
};

// In the order of the file; a title may come again.
s3::Result<QList<Section>> sectionsOf(const QByteArray &content, const QString &fileName);

// Without a comment: '#' or ';' begins one, in values only after white space, since a secret may hold both.
QString withoutComment(const QString &line, bool afterBlankOnly);

} // namespace credentials
