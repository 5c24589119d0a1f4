// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which uploads are in progress for some keys, or below a prefix, and what each of them holds.

#include "net/uploadslisting.h"

namespace net {

class FindOpenUploads : public UploadsListing {
    Q_OBJECT
public:
    static constexpr int MostPages = 10;       // of the listing: 10,000 uploads
    static constexpr int MostLookedInto = 200; // their parts are listed; the oldest beyond that are told without what they hold

    FindOpenUploads(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);

protected:
    void begin() override;

private:
    void listNext(); // the next prefix
    void askAfter(const QString &key, const QByteArray &uploadId);
    void lookIntoNext();
    void lookInto(qsizetype index, int afterPart);

    upload::FindOpenUploads m_work;
    QStringList m_prefixes; // to be listed; the first is being listed
    QList<upload::OpenUpload> m_found;
    int m_pages = 0;
    qsizetype m_next = 0; // to be looked into
    bool m_isWhole = true;
};

} // namespace net
