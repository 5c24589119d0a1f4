// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/doctor.h"

#include "s3/permissions.h"

#include <QUuid>

#include <utility>

namespace upload {

using namespace std::chrono_literals;

Doctor::Doctor(Inquiries &inquiries, QObject *parent)
    : QObject(parent)
    , m_inquiries(inquiries)
    , m_questions(inquiries)
    , m_cleaning(inquiries)
    , m_cleanUp(inquiries)
{
    qRegisterMetaType<Finding>();
    qRegisterMetaType<Diagnosis>();
    connect(&m_cleanUp, &CleanUp::aborted, this, [this](quint64 run, const QList<AbortResult> &results) {
        if (run == m_runs)
            m_trial.aborted.append(results);
    });
    connect(&m_cleanUp, &CleanUp::ended, this, [this](quint64 run) {
        if (run == m_runs && m_trial.afterAbort)
            std::exchange(m_trial.afterAbort, {})();
    });
}

void Doctor::examine(quint64 examination, const QString &connectionId, const QString &bucket, const QString &prefix)
{
    if (m_examines) {
        stop();
        m_waiting = {examination, connectionId, bucket, prefix};
        return;
    }
    m_examines = true;
    ++m_serial;
    m_trial = {};
    m_diagnosis = {};
    m_trial.number = examination;
    m_diagnosis.connectionId = connectionId;
    m_diagnosis.bucket = bucket;
    m_diagnosis.prefix = prefix;
    m_diagnosis.policy = s3::leastPolicy(s3::uploadingPermissions(bucket, prefix));
    if (const Connection *known = m_inquiries.connection(connectionId))
        m_trial.connection = *known;
    m_diagnosis.profile = m_trial.connection.profile;
    // Not ".davit-doctor": Qt 6.4 does not carry a segment that begins with a dot (HttpRequest::isUrlAsSigned).
    const QString slash = prefix.isEmpty() || prefix.endsWith(QLatin1Char('/')) ? QString() : QStringLiteral("/");
    m_trial.folder = prefix + slash + QStringLiteral("davit-doctor/%1/").arg(QUuid::createUuid().toString(QUuid::WithoutBraces));
    m_trial.toCheck = {s3::ChecksumAlgorithm::Crc64Nvme, s3::ChecksumAlgorithm::Crc32c, s3::ChecksumAlgorithm::Sha256};
    m_trial.steps = {&Doctor::contact, &Doctor::headBucket, &Doctor::askLocation, &Doctor::tellRegion, &Doctor::listBuckets,
        &Doctor::readLifecycle, &Doctor::createPlain, &Doctor::sendPlainPart, &Doctor::sendWrongMd5, &Doctor::sendWrongHash,
        &Doctor::listParts, &Doctor::createOdd, &Doctor::listBoth, &Doctor::cancelBoth, &Doctor::checkNextAlgorithm, &Doctor::tryDeletion,
        &Doctor::createMain};
    next();
}

void Doctor::stop()
{
    if (const auto waiting = std::exchange(m_waiting, {})) {
        Diagnosis nothing;
        nothing.connectionId = waiting->connectionId;
        nothing.bucket = waiting->bucket;
        nothing.prefix = waiting->prefix;
        nothing.wasStopped = true;
        Q_EMIT ended(waiting->number, nothing);
    }
    // Later: somebody may call this when told of a finding, in the midst of a step.
    QMetaObject::invokeMethod(
        this,
        [this, serial = m_serial] {
            if (serial != m_serial || !m_examines || m_trial.isCleaning)
                return;
            m_diagnosis.wasStopped = true;
            m_trial.mayBeAlive = true; // what is cut off may have arrived
            clean();
        },
        Qt::QueuedConnection);
}

void Doctor::next()
{
    if (m_trial.steps.empty()) {
        clean();
        return;
    }
    const auto step = m_trial.steps.front();
    m_trial.steps.pop_front();
    (this->*step)();
}

void Doctor::tell(const Finding &finding)
{
    m_diagnosis.findings.append(finding);
    if (finding.verdict == Verdict::Bad && m_diagnosis.outcome == Diagnosis::Outcome::Works)
        m_diagnosis.outcome = Diagnosis::Outcome::Fails;
    Q_EMIT found(m_trial.number, finding);
}

void Doctor::tell(const char *what, Verdict verdict, const QString &sentence, const std::optional<s3::Error> &error)
{
    tell(Finding{QString::fromLatin1(what), verdict, sentence, error});
}

void Doctor::probe(
    s3::Operation operation, const QString &key, const Make &make, const std::function<void(const s3::Result<Heard> &)> &receive)
{
    Probe wanted;
    wanted.operation = operation;
    wanted.target = operation == s3::Operation::ListBuckets ? s3::ObjectAddress() : at(key);
    wanted.make = make;
    InquiryGroup &group = m_trial.isCleaning ? m_cleaning : m_questions;
    group.ask(m_diagnosis.connectionId, wanted, [this, receive](const Outcome &outcome) {
        if (!outcome.ok()) {
            receive(outcome.error());
            return;
        }
        const Heard &heard = std::get<Heard>(*outcome);
        note(heard);
        receive(heard);
    });
}

} // namespace upload
