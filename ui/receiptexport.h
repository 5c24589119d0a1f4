// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Writes receipts into files, in a thread of its own: a file is there whole, or not at all.

#include "upload/receipt.h"

#include <QObject>
#include <QThreadPool>

namespace ui {

class ReceiptExport : public QObject {
    Q_OBJECT
public:
    enum Format { Json, Pdf };

    explicit ReceiptExport(QObject *parent = nullptr);
    ~ReceiptExport() override; // what was begun is written

    void write(const upload::Receipt &receipt, Format format, const QString &path);

Q_SIGNALS:
    void written(const QString &path);
    void failed(const QString &sentence);

private:
    QThreadPool m_pool;
};

} // namespace ui
