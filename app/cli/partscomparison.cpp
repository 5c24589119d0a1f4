// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/partscomparison.h"
#include "app/cli/words.h"

namespace cli {

using upload::PartVerdict;
using upload::Unproven;

namespace {

QString unprovenText(const upload::AdoptionReport &report)
{
    const int count = report.count(PartVerdict::Unproven);
    return QStringLiteral("%1 (%2) cannot be proven to hold the file's bytes")
        .arg(
            countText(count, QStringLiteral("stored part"), QStringLiteral("stored parts")), sizeText(report.bytes(PartVerdict::Unproven)));
}

} // namespace

PartsComparison::PartsComparison(app::Engine &engine, Report &report, const Options &options, Question &question, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_report(report)
    , m_options(options)
    , m_question(question)
{
    const upload::Adoption *adoption = engine.adoption();
    connect(adoption, &upload::Adoption::progressed, this, [this](qint64 bytes, qint64 ofBytes, double bytesPerSecond) {
        if (m_running && ofBytes > 0)
            m_report.comparing(m_sourcePath, bytes, ofBytes, bytesPerSecond);
    });
    connect(adoption, &upload::Adoption::compared, this, &PartsComparison::onCompared);
    connect(adoption, &upload::Adoption::refused, this, [this](const s3::Error &error) {
        if (std::exchange(m_running, false))
            Q_EMIT refused(error);
    });
    connect(&question, &Question::answered, this, [this](const QString &line) {
        if (!std::exchange(m_asks, false))
            return;
        m_report.setAsking(false);
        if (line.isNull() || line.isEmpty() || QStringLiteral("resend").startsWith(line.toLower()))
            conclude(Unproven::SendAgain);
        else if (QStringLiteral("keep").startsWith(line.toLower()))
            conclude(Unproven::Keep);
        else
            askAboutUnproven();
    });
}

void PartsComparison::start(
    const QString &connectionId, const s3::UploadAddress &upload, const QString &sourcePath, const QString &customerKey)
{
    m_running = true;
    m_sourcePath = sourcePath;
    QMetaObject::invokeMethod(m_engine.adoption(), [adoption = m_engine.adoption(), connectionId, upload, sourcePath, customerKey] {
        adoption->compare(connectionId, upload, sourcePath, customerKey);
    });
}

void PartsComparison::cancel()
{
    if (std::exchange(m_asks, false))
        m_report.setAsking(false);
    m_running = false;
    QMetaObject::invokeMethod(m_engine.adoption(), &upload::Adoption::cancel);
}

void PartsComparison::onCompared(const upload::AdoptionReport &report)
{
    if (!m_running)
        return;
    m_compared = report;
    m_report.compared(report);
    if (report.count(PartVerdict::Unproven) == 0 || m_options.dryRun)
        return conclude(Unproven::SendAgain);
    if (m_options.unproven)
        return conclude(*m_options.unproven);
    if (Question::isPossible() && !m_options.json && !m_options.quiet)
        return askAboutUnproven();
    m_report.said(QStringLiteral("%1: they are sent again. (--unproven keep would trust them.)").arg(unprovenText(report)));
    conclude(Unproven::SendAgain);
}

void PartsComparison::askAboutUnproven()
{
    m_asks = true;
    m_report.setAsking(true);
    m_question.ask(QStringLiteral("%1. Send them again, or keep them? [R]esend, [k]eep: ").arg(unprovenText(m_compared)));
}

void PartsComparison::conclude(Unproven unproven)
{
    m_running = false;
    Q_EMIT concluded(m_compared, unproven);
}

} // namespace cli
