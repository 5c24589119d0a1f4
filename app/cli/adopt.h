// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli adopt: goes on with an upload that anybody began, once its stored parts have been compared with the file.

#include "app/cli/partscomparison.h"
#include "app/cli/run.h"

#include "upload/connection.h"

namespace cli {

class Adopt : public QObject {
    Q_OBJECT
public:
    Adopt(const Options &options, Report &report, QObject *parent = nullptr);

    void start();
    void interrupt();

Q_SIGNALS:
    void finished(int exitStatus);

private:
    void findUpload();
    void compare();
    void onConcluded(const upload::AdoptionReport &report, upload::Unproven unproven);
    void takeOver(const QList<upload::UploadRecord> &loaded);
    void send();
    void refuse(const s3::Error &error);
    void end(int exitStatus);

    const Options m_options;
    Report &m_report;
    Question m_question;
    upload::Connection m_connection;
    s3::UploadAddress m_upload;
    QString m_sourcePath;
    std::unique_ptr<app::Engine> m_engine;
    PartsComparison *m_comparison = nullptr;
    Run *m_run = nullptr;
    std::optional<upload::UploadId> m_ours; // a record of this upload ID that the journal has already
    upload::UploadRecord m_record;
    bool m_ended = false;
};

} // namespace cli
