// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/receiptexport.h"

#include "ui/receiptpdf.h"

#include <QIODevice>
#include <QJsonDocument>
#include <QJsonObject>

namespace ui {

bool writeReceipt(const upload::Receipt &receipt, ReceiptFormat format, QIODevice &file)
{
    if (format == ReceiptFormat::Pdf)
        return writePdf(receipt, file);
    return file.write(QJsonDocument(toJson(receipt)).toJson()) >= 0;
}

} // namespace ui
