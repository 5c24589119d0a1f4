// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Certificates, read and shown; and what is wrong with those of a server, as an error that tells all that is needed to decide about it.

#include "s3/error.h"
#include "upload/certificates.h"

#include <QSslCertificate>
#include <QSslError>

namespace net {

// An upload::CertificateReader: PEM with or without text around it, or DER. Errors: Permanent "UnusableCertificates".
s3::Result<QList<upload::CertificateFacts>> readCertificates(const QByteArray &text);

upload::CertificateFacts factsOf(const QSslCertificate &certificate);

// NeedsUser "CertificateNotTrusted", "CertificateForAnotherHost" or "CertificateExpired", the gravest first; the chain as shown by the server, its own
// certificate first, is told in the error's details.
s3::Error certificateTrouble(const QString &host, const QList<QSslError> &troubles, const QList<QSslCertificate> &chain);

} // namespace net
