// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Compares an upload in progress with a local file: lists its parts, hashes the file's ranges in parallel, reports part by part. Sends
// nothing. What was begun with a customer key (SSE-C) is listed with that key: AWS refuses it without, where a checksum was declared. Lives in
// the engine's thread; one comparison at a time.

#include "upload/adoptionreport.h"
#include "upload/customerkeysource.h"
#include "upload/inquiries.h"

#include <QElapsedTimer>

namespace upload {

class Adoption : public QObject {
    Q_OBJECT
public:
    Adoption(Transport &transport, Inquiries &inquiries, QObject *parent = nullptr);
    ~Adoption() override;

    void setCustomerKeySource(CustomerKeySource &source); // without one, whoever names a key is refused. Must outlive this

public Q_SLOTS:
    // `listed`, `progressed`… and in the end `compared` or `refused` follow; a comparison that runs is cancelled first. `customerKey` names the
    // key it was begun with, empty: none is known. Errors besides the server's: NeedsUser "CustomerKeyWanted", "CustomerKeyDiffers", those of
    // the keychain.
    void compare(const QString &connectionId, const s3::UploadAddress &upload, const QString &sourcePath, const QString &customerKey = {});
    void cancel(); // nothing follows

Q_SIGNALS:
    void listed(const upload::AdoptionReport &report);                    // the layout, before anything is compared
    void progressed(qint64 bytes, qint64 ofBytes, double bytesPerSecond); // at most ten times a second
    void compared(const upload::AdoptionReport &report);
    void refused(const s3::Error &error);

private:
    void askForKey();
    void list(const s3::CustomerKey &key);
    void answer(Ticket ticket, const Outcome &outcome);
    void partsListed(const PartsListed &parts);
    void partCompared(int number, const PartCompared &answer);
    void askNext();
    void refuse(const s3::Error &error);
    void stop();
    Order comparison(const AdoptedPart &part) const;

    Transport &m_transport;
    Inquiries &m_inquiries;
    CustomerKeySource *m_customerKeys = nullptr;
    InquiryGroup m_listing;
    Connection m_connection;
    s3::UploadAddress m_upload;
    QString m_sourcePath;
    QString m_connectionId;
    QString m_keyName;
    bool m_awaitsKey = false;
    std::optional<AdoptionReport> m_report;
    QHash<Ticket, int> m_asked; // ticket → part number
    int m_next = 0;             // index of the next part to compare
    qint64 m_done = 0, m_toDo = 0;
    QElapsedTimer m_clock;
    QTimer m_progress;
};

} // namespace upload
