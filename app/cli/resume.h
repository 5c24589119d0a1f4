// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli resume: goes on with what was paused, interrupted or stopped.

#include "app/cli/run.h"

#include "upload/uploadrecord.h"

namespace cli {

class Resume : public QObject {
    Q_OBJECT
public:
    Resume(const Options &options, Report &report, QObject *parent = nullptr);

    void start();
    void interrupt();

Q_SIGNALS:
    void finished(int exitStatus);

private:
    void onLoaded(const QList<upload::UploadRecord> &records);
    QList<upload::UploadRecord> chosenFrom(const QList<upload::UploadRecord> &records);
    bool sayWhoHolds(const QByteArray &operand);
    void end(int exitStatus);

    const Options m_options;
    Report &m_report;
    std::unique_ptr<app::Engine> m_engine;
    Run *m_run = nullptr;
    bool m_missing = false, m_ended = false;
};

} // namespace cli
