// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a person may know of a certificate before trusting it, and the interface through which texts are read as certificates; core/net fulfils it.

#include "s3/result.h"

#include <QDateTime>
#include <QStringList>

#include <functional>

namespace upload {

struct CertificateFacts {
    QString subject;   // common name, or whatever else it is called by
    QString issuer;    // the same of who vouches for it
    QStringList hosts; // it is for; empty for an authority's
    QDateTime validFrom, validUntil;
    QString fingerprint; // SHA-256, "AB:CD:…"
    bool isAuthority = false;
    bool isSelfSigned = false;
    QByteArray pem; // of this one alone
    bool operator==(const CertificateFacts &) const = default;
};

// All certificates of a file or of a pasted text; what TlsOptions::extraCaPem wants is their `pem` in a row.
// Errors: Permanent "UnusableCertificates" with a sentence.
using CertificateReader = std::function<s3::Result<QList<CertificateFacts>>(const QByteArray &text)>;

} // namespace upload
