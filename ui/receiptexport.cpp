// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/receiptexport.h"

#include "ui/formatting.h"
#include "ui/receiptpdf.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace ui {

namespace {

// Empty when it is written, else what the system says.
QString trouble(const upload::Receipt &receipt, ReceiptExport::Format format, const QString &path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    if (format == ReceiptExport::Json)
        file.write(QJsonDocument(toJson(receipt)).toJson());
    else if (!writePdf(receipt, file))
        file.cancelWriting();
    return file.commit() ? QString() : file.errorString();
}

} // namespace

ReceiptExport::ReceiptExport(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

ReceiptExport::~ReceiptExport()
{
    m_pool.waitForDone();
}

void ReceiptExport::write(const upload::Receipt &receipt, Format format, const QString &path)
{
    m_pool.start([this, receipt, format, path] {
        const QString why = trouble(receipt, format, path);
        QMetaObject::invokeMethod(this, [this, why, path] {
            if (why.isEmpty())
                Q_EMIT written(path);
            else
                Q_EMIT failed(tr("The receipt could not be written to %1: %2.").arg(printable(path), why));
        });
    });
}

} // namespace ui
