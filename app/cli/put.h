// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli put: looks at the sources, plans, and sends.

#include "app/cli/putagain.h"
#include "app/cli/run.h"
#include "app/cli/target.h"

#include <QThread>

namespace cli {

class Put : public QObject {
    Q_OBJECT
public:
    Put(const Options &options, Report &report, QObject *parent = nullptr);
    ~Put() override;

    void start();
    void interrupt();

Q_SIGNALS:
    void finished(int exitStatus);

private:
    void onScanned(const QList<upload::FoundItem> &items, const QList<upload::Unusable> &unusable);
    void refuse(const QString &what, const s3::Error &error);
    void end(int exitStatus);
    void refuseWithoutSnapshot(Plan &plan);
    int printPlan(const Plan &plan);
    void send(const Plan &plan);
    void settle(const QList<upload::UploadSpec> &specs, const QList<store::ListedRecord> &records, const QStringList &askServer);
    void begin(const QList<upload::UploadSpec> &specs);
    void goOn(const upload::UploadRecord &record);

    const Options m_options;
    Report &m_report;
    Target m_target;
    upload::Connection m_connection;
    QThread m_scanThread;
    upload::SourceScan *m_scan = nullptr; // lives in m_scanThread
    std::unique_ptr<app::Engine> m_engine;
    Run *m_run = nullptr;
    PutAgain *m_again = nullptr;
    QHash<upload::UploadId, qint64> m_sizes; // of what was planned
    bool m_refused = false, m_ended = false;
};

} // namespace cli
