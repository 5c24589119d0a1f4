// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/verify.h"
#include "app/cli/connect.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/run.h"
#include "app/cli/target.h"
#include "app/cli/words.h"

#include "store/paths.h"
#include "store/receiptbook.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

namespace cli {

using upload::FileVerdict;
using upload::ObjectVerdict;
using upload::Receipt;
using upload::VerificationResult;

namespace {

constexpr qint64 LargestReceipt = 64 * 1024 * 1024; // 10,000 parts take about 3 MiB

QString objectWord(ObjectVerdict verdict)
{
    switch (verdict) {
    case ObjectVerdict::Same:
        return QStringLiteral("same");
    case ObjectVerdict::SameLength:
        return QStringLiteral("same-length");
    case ObjectVerdict::Another:
        return QStringLiteral("another");
    case ObjectVerdict::Gone:
        break;
    }
    return QStringLiteral("gone");
}

QString fileWord(FileVerdict verdict)
{
    switch (verdict) {
    case FileVerdict::Same:
        return QStringLiteral("same");
    case FileVerdict::SameLength:
        return QStringLiteral("same-length");
    case FileVerdict::Differs:
        return QStringLiteral("differs");
    case FileVerdict::Unreadable:
        return QStringLiteral("unreadable");
    case FileVerdict::Missing:
        break;
    }
    return QStringLiteral("missing");
}

QString objectSentence(ObjectVerdict verdict)
{
    switch (verdict) {
    case ObjectVerdict::Same:
        return QStringLiteral("The object is the one that was uploaded.");
    case ObjectVerdict::SameLength:
        return QStringLiteral("Nothing proves that the object is the one that was uploaded.");
    case ObjectVerdict::Another:
        return QStringLiteral("The object is not the one that was uploaded.");
    case ObjectVerdict::Gone:
        break;
    }
    return QStringLiteral("The object is gone.");
}

QString fileSentence(FileVerdict verdict)
{
    switch (verdict) {
    case FileVerdict::Same:
        return QStringLiteral("The file is the one that was uploaded.");
    case FileVerdict::SameLength:
        return QStringLiteral("Nothing proves that the file is the one that was uploaded.");
    case FileVerdict::Differs:
        return QStringLiteral("The file is not the one that was uploaded.");
    default:
        return {};
    }
}

QByteArray jsonLine(const Receipt &receipt, const VerificationResult &result)
{
    QJsonObject object{{QStringLiteral("event"), QStringLiteral("verified")}, {QStringLiteral("receipt"), fullId(receipt.id)},
        {QStringLiteral("bucket"), receipt.object.bucket}, {QStringLiteral("key"), receipt.object.key},
        {QStringLiteral("object"), result.object ? QJsonValue(objectWord(result.object->verdict)) : QJsonValue()},
        {QStringLiteral("file"), result.file ? QJsonValue(fileWord(result.file->verdict)) : QJsonValue()},
        {QStringLiteral("sentence"), result.object ? result.object->sentence : errorText(result.trouble.value_or(s3::Error()))}};
    if (result.trouble) {
        object.insert(QStringLiteral("code"), result.trouble->code);
        object.insert(QStringLiteral("kind"), s3::kindName(result.trouble->kind));
    }
    if (result.file) {
        object.insert(QStringLiteral("fileSentence"), result.file->sentence);
        QJsonArray differing;
        for (const upload::DifferingRange &range : result.file->differing)
            differing.append(QJsonObject{{QStringLiteral("number"), range.number}, {QStringLiteral("offset"), range.range.offset},
                {QStringLiteral("bytes"), range.range.length}});
        object.insert(QStringLiteral("differing"), differing);
    }
    return cli::jsonLine(object);
}

QByteArray text(const Receipt &receipt, const VerificationResult &result)
{
    QString lines = urlText(receipt.object) + QStringLiteral(": ");
    if (result.object && result.object->verdict == ObjectVerdict::Gone)
        lines += printable(result.object->sentence) + QLatin1Char('\n');
    else if (result.object)
        lines += objectSentence(result.object->verdict) + QLatin1Char(' ') + printable(result.object->sentence) + QLatin1Char('\n');
    else
        lines += QStringLiteral("The server could not be asked.\n");
    if (result.file) {
        const QString verdict = fileSentence(result.file->verdict);
        lines +=
            QStringLiteral("File: %1%2\n").arg(verdict.isEmpty() ? verdict : verdict + QLatin1Char(' '), printable(result.file->sentence));
    }
    return lines.toUtf8();
}

int exitStatusOf(const VerificationResult &result)
{
    const bool fileIsNot = result.file && result.file->verdict != FileVerdict::Same && result.file->verdict != FileVerdict::Unreadable;
    if (fileIsNot || (result.object && result.object->verdict != ObjectVerdict::Same))
        return SomethingFailed;
    return result.object && !(result.file && result.file->verdict == FileVerdict::Unreadable) ? AllDone : StoppedResumable;
}

} // namespace

Verify::Verify(const Options &options, Report &report, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_report(report)
{
}

void Verify::start()
{
    const QString journal = store::journalPath(QProcessEnvironment::systemEnvironment());
    const Source named = sourcesFrom({m_options.operands.first()}).first();
    s3::Result<Receipt> receipt = store::receiptById(journal, QString::fromUtf8(m_options.operands.first()));
    bool fromJournal = receipt.ok();
    if (!receipt && !named.path.isEmpty() && QFileInfo(named.path).isFile()) {
        QFile file(named.path);
        if (!file.open(QIODevice::ReadOnly))
            return refuse(s3::ownError(s3::ErrorKind::SourceUnreadable, QStringLiteral("FileNotReadable"),
                QStringLiteral("%1 cannot be read: %2.").arg(named.path, file.errorString())));
        receipt = upload::receiptFromJson(file.read(LargestReceipt));
        // The very same receipt of our own is trusted to name its connection; a file from elsewhere is not.
        if (receipt) {
            const auto known = store::receiptById(journal, fullId(receipt->id));
            fromJournal = known && known->connectionId == receipt->connectionId;
        }
    }
    if (!receipt)
        return refuse(receipt.error());
    m_receipt = *receipt;

    if (m_options.operands.size() > 1) {
        m_filePath = sourcesFrom({m_options.operands[1]}).first().path;
        if (m_filePath.isEmpty())
            return refuse(s3::ownError(s3::ErrorKind::SourceUnreadable, QStringLiteral("FileNotFound"),
                QStringLiteral("\"%1\" names no file, or is not UTF-8.").arg(printable(m_options.operands[1]))));
    }
    const s3::Result<upload::Connection> connection = connectionOfReceipt(fromJournal);
    if (!connection) {
        m_report.said(errorText(connection.error()));
        return end(isUsage(connection.error()) ? UsageError : StoppedResumable);
    }
    if (!m_options.connection.verifyTls)
        m_report.said(unverifiedWarning());
    if (const QString asked = connection->endpoint.url(); !m_receipt.endpoint.isEmpty() && asked != m_receipt.endpoint)
        m_report.said(QStringLiteral("The receipt was written for %1; %2 is asked.").arg(printable(m_receipt.endpoint), printable(asked)));

    m_engine = std::make_unique<app::Engine>(settingsFor(m_options));
    m_engine->setConnections({*connection});
    upload::Verification *verification = m_engine->verification();
    connect(verification, &upload::Verification::verified, this, &Verify::onVerified);
    connect(verification, &upload::Verification::progressed, this, [this](qint64 bytes, qint64 ofBytes, double bytesPerSecond) {
        if (!m_ended && ofBytes > 0)
            m_report.comparing(m_filePath, bytes, ofBytes, bytesPerSecond);
    });
    QMetaObject::invokeMethod(verification,
        [verification, wanted = m_receipt, id = connection->id, path = m_filePath] { verification->verify(wanted, id, path); });
}

// Whoever wrote a JSON file may have written any endpoint into it: credentials are sent only where the options, the environment or the
// AWS files of this computer say.
s3::Result<upload::Connection> Verify::connectionOfReceipt(bool fromJournal)
{
    if (namesAPlace(m_options.connection))
        return connectionFor(m_options.connection);
    const s3::Result<upload::Connection> own = fromJournal ? connectionOfId(m_receipt.connectionId, m_options.connection)
                                                           : connectionOfBase(m_receipt.connectionId, m_options.connection);
    if (own)
        return own;
    m_report.said(QStringLiteral("The connection of the receipt (%1) is not on this computer; the environment and the AWS files decide.")
                      .arg(printable(m_receipt.connectionId)));
    return connectionFor(m_options.connection);
}

void Verify::onVerified(const VerificationResult &result)
{
    if (m_ended)
        return;
    m_report.ended();
    if (m_options.json)
        writeOut(jsonLine(m_receipt, result));
    else if (!m_options.quiet)
        writeOut(text(m_receipt, result));
    if (result.trouble)
        m_report.said(errorText(*result.trouble));
    end(exitStatusOf(result));
}

void Verify::interrupt()
{
    m_report.ended();
    m_report.said(QStringLiteral("Interrupted."));
    end(InterruptedByUser);
}

void Verify::refuse(const s3::Error &error)
{
    m_report.said(errorText(error));
    end(exitStatusFor(error));
}

void Verify::end(int exitStatus)
{
    if (m_ended)
        return;
    m_ended = true;
    m_engine.reset();
    Q_EMIT finished(exitStatus);
}

} // namespace cli
