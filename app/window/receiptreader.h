// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Brings receipts from the journal to the window: reads in a thread of its own, and loses none that is stored meanwhile.

#include "s3/error.h"
#include "upload/receipt.h"

#include <QObject>
#include <QThreadPool>

namespace app {

class ReceiptReader : public QObject {
    Q_OBJECT
public:
    explicit ReceiptReader(const QString &journalPath, QObject *parent = nullptr);
    ~ReceiptReader() override;

    void readAll();                                // answered by allRead or unreadable; once is enough
    void readOne(const upload::UploadId &id);      // answered by oneRead or troubled; of several wishes only the last is answered
    void addStored(const upload::Receipt &stored); // just written into the journal; `added` follows, after allRead

Q_SIGNALS:
    void allRead(const QList<upload::Receipt> &receipts); // without their parts
    void unreadable(const s3::Error &error);
    void oneRead(const upload::Receipt &receipt); // with its parts
    void added(const upload::Receipt &receipt);
    void troubled(const s3::Error &error);

private:
    const QString m_path;
    QThreadPool m_pool; // one thread
    bool m_asked = false, m_read = false;
    QList<upload::Receipt> m_meanwhile; // stored while all were read: the reader may have been too early for them
    upload::UploadId m_wished;
};

} // namespace app
