// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What becomes of files whose keys have unfinished uploads: looks into the journal and asks the server, asks a person where there is one,
// and makes room where that is wanted. Tells for each file once how it goes on.

#include "app/cli/partscomparison.h"
#include "app/cli/unfinished.h"

#include "upload/connection.h"

#include <QTimer>

namespace cli {

class PutAgain : public QObject {
    Q_OBJECT
public:
    PutAgain(app::Engine &engine, Report &report, const Options &options, const upload::Connection &connection, QObject *parent = nullptr);

    // `records`: of the whole journal. Files of `askServer` are asked about there too, which others need not wait for.
    void settle(const QList<upload::UploadSpec> &specs, const QList<store::ListedRecord> &records, const QStringList &askServer);
    void cancel(); // nothing follows

Q_SIGNALS:
    void beginNew(const upload::UploadSpec &spec);
    void goOn(const upload::UploadRecord &record); // ours, held by this process now
    void adopt(const upload::UploadRecord &record);
    void refused(const upload::UploadSpec &spec, const s3::Error &error);
    void finished();

private:
    void askServer(const QStringList &keys);
    void takeOurs();
    void onLoaded(const QList<upload::UploadRecord> &records);
    void next();
    void nextSoon(); // not from inside what led here: ten thousand files would be as many calls deep
    void carryOut(const Decision &decision);
    void goOnWith(qsizetype index);
    void askSomebody();
    void onAnswered(const QString &line);
    void replaceAll();
    void onSettled(const upload::UploadSnapshot &upload);
    void refuse(const s3::Error &error);
    const upload::UploadSpec &current() const { return m_specs.first(); }

    app::Engine &m_engine;
    Report &m_report;
    const Options &m_options;
    const upload::Connection m_connection;
    Question m_question;
    PartsComparison m_comparison;
    QList<upload::UploadSpec> m_specs;                    // not yet settled
    QHash<QString, QList<store::ListedRecord>> m_records; // by key, of the bucket; none that is over
    QList<upload::OpenUpload> m_onServer;
    QList<upload::UploadId> m_held; // records that this process took up and has not used
    std::optional<s3::Error> m_listingRefused;
    QList<Candidate> m_candidates; // of the current one
    qsizetype m_compared = -1;     // index of the candidate that is being compared
    int m_deleting = 0;            // uploads whose end is waited for
    QTimer m_patience;
    bool m_waitsForList = false, m_asks = false, m_over = false;
};

} // namespace cli
