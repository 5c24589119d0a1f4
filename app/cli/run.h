// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Follows uploads from the first byte to the last verdict: tells the report, answers an interruption, and ends in an exit status.

#include "app/cli/options.h"
#include "app/cli/report.h"
#include "app/engine.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QTimer>

namespace cli {

enum ExitStatus { AllDone = 0, SomethingFailed = 1, UsageError = 2, StoppedResumable = 3, InterruptedByUser = 130 };

// Of a command that could not go on: resumable where somebody can act on the error, or it passes.
ExitStatus exitStatusFor(const s3::Error &error);

class Run : public QObject {
    Q_OBJECT
public:
    Run(app::Engine &engine, Report &report, const Options &options, QObject *parent = nullptr);

    // From now on these are followed; to be called before they are enqueued. `somethingRefused`: a source was left out already.
    void follow(const QList<upload::UploadId> &ids, bool somethingRefused);
    // While more are to be followed soon, nothing ends.
    void setExpectsMore(bool expectsMore);
    void interrupt();

Q_SIGNALS:
    void finished(int exitStatus);

private:
    void onChanged(const QList<upload::UploadSnapshot> &changed);
    void onSettled(const upload::UploadSnapshot &upload);
    void watchConnection();
    void stopAll();
    void endIfDone();
    void sayWhatIsKept();
    void sayTrouble(const upload::UploadSnapshot &upload);

    app::Engine &m_engine;
    Report &m_report;
    const std::chrono::seconds m_offlineWait;
    QHash<upload::UploadId, upload::UploadSnapshot> m_open; // followed and not settled; as last seen
    QList<upload::UploadSnapshot> m_stopped;                // paused by us
    QList<upload::UploadId> m_over;                         // nothing is left to do for these: they leave the queue
    QTimer m_watch;
    QElapsedTimer m_offlineSince;
    bool m_failed = false, m_resumable = false, m_interrupted = false, m_gaveUp = false, m_ended = false, m_told = false;
    bool m_expectsMore = false;
};

} // namespace cli
