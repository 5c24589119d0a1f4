// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Certificates in words: which a text holds, and until when they are good.

#include "s3/error.h"
#include "upload/certificates.h"

namespace ui {

// "1 certificate: Studio Root CA, until 2031-05-01."; the names of the first three.
QString certificatesText(const QList<upload::CertificateFacts> &certificates);
// Which of them are of no use today; empty: none.
QString certificatesTrouble(const QList<upload::CertificateFacts> &certificates, const QDateTime &now);
QString validityText(const upload::CertificateFacts &certificate);
// Something can be shown of the certificate that this error is about.
bool showsCertificate(const s3::Error &error);

} // namespace ui
