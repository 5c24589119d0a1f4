// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which permission is missing on which resource, what that means, and the least policy that grants it: for whoever may grant it.

#include "s3/permissions.h"
#include "upload/connection.h"

#include <QDialog>

namespace ui {

class PermissionDialog : public QDialog {
    Q_OBJECT
public:
    // `bucket` may be empty where the operation is about the whole account.
    PermissionDialog(const upload::Connection &connection, const QString &bucket, s3::Operation operation, const s3::Error &error,
        QWidget *parent = nullptr);
};

// "This account lacks s3:AbortMultipartUpload on arn:aws:s3:::bucket/*."
QString missingPermission(s3::Operation operation, const QString &bucket);

} // namespace ui
