// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli lifecycle: the rule by which a bucket deletes unfinished uploads by itself: shown, set or removed, and proven afterwards.

#include "app/cli/accountcommand.h"
#include "app/cli/question.h"

#include <QMap>

namespace cli {

// What goes, what comes and what stays, one rule a line: "- old", "+ new", "  other".
QStringList ruleDifference(const s3::LifecycleConfiguration &now, const s3::LifecycleConfiguration &wished);

class Lifecycle : public AccountCommand {
    Q_OBJECT
public:
    using AccountCommand::AccountCommand;

    void start() override;
    void interrupt() override;

private:
    using Answer = s3::Result<s3::LifecycleConfiguration>;

    bool changes() const { return m_options.abortAfterDays || m_options.remove; }
    void listBuckets();
    void read(const QStringList &buckets);
    void take(const QString &bucket, const Answer &answer);
    void show(const QString &bucket, const Answer &answer);
    void refuseBucket(s3::Operation operation, const QString &bucket, const s3::Error &error);
    QString expiryText(const s3::LifecycleConfiguration &rules) const;

    void propose(const s3::LifecycleConfiguration &now);
    void warnOfOwn(); // uploads of this computer that the rule would delete
    void write();
    void onWritten(const s3::LifecycleConfiguration &now);

    Question m_question;
    QStringList m_order;             // buckets not shown yet
    QMap<QString, Answer> m_answers; // not shown yet
    QList<s3::Error> m_refused;
    qsizetype m_shown = 0;
    s3::LifecycleConfiguration m_now, m_wished;
    bool m_writes = false;
};

} // namespace cli
