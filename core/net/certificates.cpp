// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/certificates.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QLocale>
#include <QSslCertificateExtension>

#include <algorithm>

namespace net {

namespace {

constexpr int MostCertificates = 1000; // a whole system's bundle is about 150

QString tr(const char *text)
{
    return QCoreApplication::translate("net", text);
}

s3::Error unusable(const char *sentence)
{
    return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("UnusableCertificates"), tr(sentence));
}

template <class Info>
QString nameOf(Info info)
{
    for (const auto part : {QSslCertificate::CommonName, QSslCertificate::OrganizationalUnitName, QSslCertificate::Organization}) {
        if (const QStringList names = info(part); !names.isEmpty())
            return names.join(QStringLiteral(", "));
    }
    return tr("(without a name)");
}

bool isAuthority(const QSslCertificate &certificate)
{
    const auto extensions = certificate.extensions();
    return std::any_of(extensions.begin(), extensions.end(), [](const QSslCertificateExtension &extension) {
        return extension.oid() == QLatin1String("2.5.29.19") && extension.value().toMap().value(QStringLiteral("ca")).toBool();
    });
}

QString day(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-dd"));
}

QString told(const upload::CertificateFacts &facts)
{
    QString line = facts.isSelfSigned ? tr("%1, self-signed").arg(facts.subject) : tr("%1, issued by %2").arg(facts.subject, facts.issuer);
    line += tr(", valid from %1 to %2").arg(day(facts.validFrom), day(facts.validUntil));
    if (!facts.hosts.isEmpty())
        line += tr(", for %1").arg(facts.hosts.join(QStringLiteral(", ")));
    return line + tr(", SHA-256 fingerprint %1").arg(facts.fingerprint);
}

bool isOutOfDate(const QSslError &error)
{
    return error.error() == QSslError::CertificateExpired || error.error() == QSslError::CertificateNotYetValid;
}

// That nobody whom we trust vouches for it. Everything else that Qt knows (revoked, a bad signature, a wrong purpose) is told in Qt's words.
bool isUnknownIssuer(const QSslError &error)
{
    switch (error.error()) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return true;
    default:
        return false;
    }
}

QString sentenceOfIssuer(const QString &host, const QList<upload::CertificateFacts> &chain)
{
    if (chain.isEmpty())
        return tr("%1 has shown no certificate").arg(host);
    if (chain.first().isSelfSigned)
        return tr("The certificate of %1 is self-signed: nobody whom this computer trusts vouches for it").arg(host);
    if (chain.last().isSelfSigned)
        return tr("The certificate of %1 comes from \"%2\", an authority that this computer does not know").arg(host, chain.last().subject);
    return tr(
        "The certificate of %1 comes from \"%2\", which this computer does not know; perhaps the server leaves out certificates in between")
        .arg(host, chain.last().issuer);
}

QString sentenceOfHost(const QString &host, const QList<upload::CertificateFacts> &chain)
{
    const QStringList hosts = chain.isEmpty() ? QStringList() : chain.first().hosts;
    if (hosts.isEmpty())
        return tr("The certificate that %1 shows is for another host").arg(host);
    return tr("The certificate that %1 shows is for another host: %2").arg(host, hosts.join(QStringLiteral(", ")));
}

QString sentenceOfDate(const QString &host, const QSslError &error)
{
    const upload::CertificateFacts facts = factsOf(error.certificate());
    const QString today = day(QDateTime::currentDateTimeUtc());
    if (error.error() == QSslError::CertificateNotYetValid)
        return tr("The certificate \"%1\" of %2 is valid only from %3 on. Here it is %4: is the clock of this computer right?")
            .arg(facts.subject, host, day(facts.validFrom), today);
    return tr("The certificate \"%1\" of %2 expired on %3. Here it is %4: if that is right, the server needs a new one")
        .arg(facts.subject, host, day(facts.validUntil), today);
}

} // namespace

upload::CertificateFacts factsOf(const QSslCertificate &certificate)
{
    upload::CertificateFacts facts;
    facts.subject = nameOf([&](auto part) { return certificate.subjectInfo(part); });
    facts.issuer = nameOf([&](auto part) { return certificate.issuerInfo(part); });
    const auto names = certificate.subjectAlternativeNames();
    facts.hosts = names.values(QSsl::DnsEntry) + names.values(QSsl::IpAddressEntry);
    std::sort(facts.hosts.begin(), facts.hosts.end());
    facts.validFrom = certificate.effectiveDate().toUTC();
    facts.validUntil = certificate.expiryDate().toUTC();
    facts.fingerprint = QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':')).toUpper();
    facts.isAuthority = isAuthority(certificate);
    facts.isSelfSigned = certificate.isSelfSigned();
    facts.pem = certificate.toPem();
    return facts;
}

s3::Result<QList<upload::CertificateFacts>> readCertificates(const QByteArray &text)
{
    if (text.trimmed().isEmpty())
        return unusable(
            QT_TRANSLATE_NOOP("net", "There is nothing in it: a certificate in PEM form begins with -----BEGIN CERTIFICATE-----."));
    const auto begun = text.count("-----BEGIN CERTIFICATE-----");
    if (begun > MostCertificates)
        return unusable(QT_TRANSLATE_NOOP("net", "There are too many certificates in it."));
    const QList<QSslCertificate> certificates = QSslCertificate::fromData(text, begun > 0 ? QSsl::Pem : QSsl::Der);
    if (begun > 0 && certificates.size() != begun)
        return unusable(QT_TRANSLATE_NOOP("net", "A certificate in it is damaged or cut off; copy the whole text again."));
    if (certificates.isEmpty()) {
        if (text.contains("PRIVATE KEY-----"))
            return unusable(QT_TRANSLATE_NOOP(
                "net", "This is a private key, which must stay on the server. What is needed here is the certificate of its authority."));
        return unusable(QT_TRANSLATE_NOOP("net", "This is no certificate: one in PEM form begins with -----BEGIN CERTIFICATE-----."));
    }
    QList<upload::CertificateFacts> facts;
    for (const QSslCertificate &certificate : certificates)
        facts.append(factsOf(certificate));
    return facts;
}

s3::Error certificateTrouble(const QString &host, const QList<QSslError> &troubles, const QList<QSslCertificate> &chain)
{
    QList<upload::CertificateFacts> shown;
    for (const QSslCertificate &certificate : chain)
        shown.append(factsOf(certificate));

    QString unknown, elsewhere, outOfDate;
    QStringList others;
    for (const QSslError &trouble : troubles) {
        if (isUnknownIssuer(trouble))
            unknown = sentenceOfIssuer(host, shown);
        else if (trouble.error() == QSslError::HostNameMismatch)
            elsewhere = sentenceOfHost(host, shown);
        else if (isOutOfDate(trouble))
            outOfDate = sentenceOfDate(host, trouble);
        else if (!others.contains(trouble.errorString()))
            others.append(trouble.errorString());
    }
    if (!others.isEmpty())
        others = QStringList(tr("The certificate of %1 is not trusted: %2").arg(host, others.join(QStringLiteral("; "))));

    QStringList sentences{unknown};
    sentences += others + QStringList{elsewhere, outOfDate};
    sentences.removeAll(QString());
    const QString code = !unknown.isEmpty() || !others.isEmpty() ? QStringLiteral("CertificateNotTrusted")
                         : !elsewhere.isEmpty()                  ? QStringLiteral("CertificateForAnotherHost")
                                                                 : QStringLiteral("CertificateExpired");
    s3::Error error = s3::ownError(s3::ErrorKind::NeedsUser, code, sentences.join(QStringLiteral(". ")));
    for (const upload::CertificateFacts &facts : shown)
        error.details.append(told(facts));
    // Only what vouches for itself can be trusted: Qt does not end a chain at anything else.
    if (!unknown.isEmpty() && !shown.isEmpty() && shown.last().isSelfSigned)
        error.certificatePem = shown.last().pem;
    return error;
}

} // namespace net
