// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli lifecycle: the rule by which a bucket deletes unfinished uploads by itself: shown, set or removed, and proven afterwards.

#include "app/cli/accountcommand.h"

#include <QMap>

namespace cli {

// What goes, what comes and what stays, one rule a line: "- old", "+ new", "  other".
QStringList ruleDifference(const s3::LifecycleConfiguration &now, const s3::LifecycleConfiguration &wished);
// When unfinished uploads go by themselves, by the rules or by a habit of the server (0: none), whichever comes first.
QString expiryText(const s3::LifecycleConfiguration &rules, std::chrono::hours habit);
// Of a wish that was refused: whether the server has the rules now; null where that is not known.
QJsonValue writtenJson(s3::Operation operation, const s3::Error &error);

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
    void onRefused(const QString &bucket, const s3::Error &error, s3::Operation operation);
    void show(const QString &bucket, const Answer &answer);
    void refuseBucket(s3::Operation operation, const QString &bucket, const s3::Error &error);
    QString expiryText(const s3::LifecycleConfiguration &rules) const
    {
        return cli::expiryText(rules, m_connection.profile.unfinishedExpiry);
    }

    void propose(const s3::LifecycleConfiguration &now);
    void warnOfOwn(); // uploads of this computer that the rule would delete
    void write();
    void onWritten(const s3::LifecycleConfiguration &now);

    QStringList m_order;             // buckets not shown yet
    QMap<QString, Answer> m_answers; // not shown yet
    QList<s3::Error> m_refused;
    s3::LifecycleConfiguration m_now, m_wished;
    bool m_writes = false;
};

} // namespace cli
