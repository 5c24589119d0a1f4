// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/certificatewords.h"

#include "ui/counted.h"
#include "ui/formatting.h"

#include <QCoreApplication>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::CertificateWords)
};

constexpr qsizetype NamesShown = 3;

QString day(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-dd"));
}

QString nameOf(const upload::CertificateFacts &certificate)
{
    return shortened(certificate.subject, 48);
}

} // namespace

QString certificatesText(const QList<upload::CertificateFacts> &certificates)
{
    QStringList names;
    for (const upload::CertificateFacts &one : certificates.first(std::min(certificates.size(), NamesShown)))
        names.append(Words::tr("%1, until %2", "certificate, day").arg(nameOf(one), day(one.validUntil)));
    QString text = QStringLiteral("%1: %2").arg(
        counted(certificates.size(), Words::tr("1 certificate"), Words::tr("%1 certificates")), names.join(QStringLiteral("; ")));
    if (certificates.size() > NamesShown)
        text += Words::tr("; and %1 more").arg(QLocale().toString(certificates.size() - NamesShown));
    return text + QLatin1Char('.');
}

QString certificatesTrouble(const QList<upload::CertificateFacts> &certificates, const QDateTime &now)
{
    QStringList troubles;
    for (const upload::CertificateFacts &one : certificates) {
        if (one.validUntil < now)
            troubles.append(Words::tr("“%1” has expired on %2.").arg(nameOf(one), day(one.validUntil)));
        else if (one.validFrom > now)
            troubles.append(Words::tr("“%1” is valid only from %2 on.").arg(nameOf(one), day(one.validFrom)));
        else if (!one.isAuthority && !one.isSelfSigned)
            troubles.append(
                Words::tr("“%1” is a server's certificate: trusting it helps only together with its authority's, which is “%2”.")
                    .arg(nameOf(one), shortened(one.issuer, 48)));
    }
    return troubles.mid(0, NamesShown).join(QLatin1Char(' '));
}

QString validityText(const upload::CertificateFacts &certificate)
{
    return Words::tr("from %1 until %2").arg(day(certificate.validFrom), day(certificate.validUntil));
}

bool showsCertificate(const s3::Error &error)
{
    return error.code.startsWith(QLatin1String("Certificate")) && !error.details.isEmpty();
}

} // namespace ui
