// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/window/receiptreader.h"

#include "store/receiptbook.h"

namespace app {

ReceiptReader::ReceiptReader(const QString &journalPath, QObject *parent)
    : QObject(parent)
    , m_path(journalPath)
{
    m_pool.setMaxThreadCount(1);
}

ReceiptReader::~ReceiptReader()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void ReceiptReader::readAll()
{
    if (std::exchange(m_asked, true))
        return;
    m_pool.start([this] {
        const s3::Result<QList<upload::Receipt>> all = store::allReceipts(m_path);
        QMetaObject::invokeMethod(this, [this, all] {
            m_read = true;
            if (all)
                Q_EMIT allRead(*all);
            else
                Q_EMIT unreadable(all.error());
            for (const upload::Receipt &receipt : std::exchange(m_meanwhile, {}))
                Q_EMIT added(receipt);
        });
    });
}

void ReceiptReader::readOne(const upload::UploadId &id)
{
    // Arrow keys run through the list faster than a receipt of 10,000 parts is read.
    m_wished = id;
    QMetaObject::invokeMethod(
        this,
        [this, id] {
            if (m_wished != id)
                return;
            m_pool.start([this, id] {
                const s3::Result<upload::Receipt> one = store::receiptById(m_path, id.toString(QUuid::WithoutBraces));
                QMetaObject::invokeMethod(this, [this, id, one] {
                    if (m_wished != id)
                        return;
                    if (one)
                        Q_EMIT oneRead(*one);
                    else
                        Q_EMIT troubled(one.error());
                });
            });
        },
        Qt::QueuedConnection);
}

void ReceiptReader::addStored(const upload::Receipt &stored)
{
    if (m_read)
        Q_EMIT added(stored);
    else
        m_meanwhile.append(stored);
}

} // namespace app
