// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/findobjects.h"

#include "s3/requests.h"
#include "s3/uriencoding.h"

namespace net {

FindObjects::FindObjects(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
    : Errand(equipment, ticket, order)
    , m_work(std::get<upload::FindObjects>(order.work))
{
}

void FindObjects::begin()
{
    for (int i = 0; i < AtOnce && !isEnded(); ++i)
        askNext();
}

void FindObjects::askNext()
{
    // A key with dot segments cannot be asked for, and will be refused by itself when it is to be sent.
    while (m_next < m_work.keys.size() && s3::hasDotSegment(m_work.keys[m_next]))
        ++m_next;
    if (m_next == m_work.keys.size()) {
        if (m_asked == 0) {
            QStringList existing;
            std::copy_if(m_work.keys.begin(), m_work.keys.end(), std::back_inserter(existing),
                [this](const QString &key) { return m_existing.contains(key); });
            end(upload::Answer(upload::ObjectsFound{existing}));
        }
        return;
    }
    const QString key = m_work.keys[m_next++];
    ++m_asked;
    ask<s3::ObjectHead>(
        s3::headObject(endpoint(), {m_work.bucket, key}), s3::parseHeadObject, [this, key](const s3::Result<s3::ObjectHead> &said) {
            --m_asked;
            const bool exists = said || s3::isOfEncryptedObject(said.error());
            if (!exists && said.error().kind != s3::ErrorKind::NotFound) {
                end(said.error());
                return;
            }
            if (exists)
                m_existing.insert(key);
            askNext();
        });
}

} // namespace net
