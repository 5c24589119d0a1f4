// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A receipt in words: the same facts stand in the window, in what is copied and on paper.

#include "ui/linkdialog.h"
#include "ui/theme.h"
#include "upload/receipt.h"

#include <QList>

namespace ui {

struct ReceiptFact {
    QString name;
    QString value; // printable; empty: unknown, not to be shown
    bool identifier = false;
};

// Always the same names in the same order.
QList<ReceiptFact> factsOf(const upload::Receipt &receipt);
// All of it as lines: the facts, then a line a part with tabs between number, size in bytes, ETag and CRC64NVME.
QString textOf(const upload::Receipt &receipt);

QString proofWords(upload::Proof proof); // in a row: "Checksum verified by the server"
QColor proofColor(upload::Proof proof, const Tokens &tokens);

QStringView nameOf(const upload::Receipt &receipt); // the last piece of the key
QString addressOf(const upload::Receipt &receipt);  // "s3://bucket/key"
LinkedObject linkedObject(const upload::Receipt &receipt);
QString exportName(const upload::Receipt &receipt, const QString &suffix); // "film.mov.receipt.json": a name for any file system

QString partChecksum(const upload::ReceiptPart &part); // CRC64NVME in base64; empty when unknown

} // namespace ui
