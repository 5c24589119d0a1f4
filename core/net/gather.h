// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The works that page by themselves: all stored parts of an upload, and all unfinished uploads of exactly one key.

#include "net/uploadslisting.h"

namespace net {

class GatherParts : public Errand {
    Q_OBJECT
public:
    GatherParts(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);

protected:
    void begin() override { askAfter(0); }

private:
    static constexpr qsizetype MostParts = 20'000; // twice as many as S3 knows: more is a list without an end

    void askAfter(int partNumber);

    upload::PartsListed m_listed;
};

class GatherUploads : public UploadsListing {
    Q_OBJECT
public:
    GatherUploads(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);

protected:
    void begin() override { askAfter({}, {}); }

private:
    void askAfter(const QString &key, const QByteArray &uploadId);
    void lookInto(qsizetype index); // keeps those without parts

    QList<s3::InProgressUpload> m_uploads;
    QList<s3::InProgressUpload> m_empty;
};

} // namespace net
