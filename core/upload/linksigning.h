// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Makes links that let whoever holds them read an object for a while. The object is asked for first: a link to what is not there, or may not be
// read, is not given out, and the server's clock and the bucket's region are known by then. Lives in the engine's thread.

#include "s3/objectlinks.h"
#include "upload/inquiries.h"

#include <QUuid>

namespace upload {

class LinkSigning : public QObject {
    Q_OBJECT
public:
    explicit LinkSigning(Inquiries &inquiries, QObject *parent = nullptr);

public Q_SLOTS:
    // A GET of the object, or of the one version of it that is named, good for so many seconds (1 to s3::LongestPresign). `signedLink` or `refused`
    // follows with the same ID. Errors: NotFound "NoSuchKey", NeedsUser "AccessDenied", "UnreadableObject" (its server wants a key of its owner's),
    // those of s3::presignedGet, and the server's, each with a sentence.
    void sign(const QUuid &wish, const QString &connectionId, const s3::ObjectAddress &object, const QByteArray &versionId, qint64 seconds);

Q_SIGNALS:
    void signedLink(const QUuid &wish, const s3::PresignedLink &link); // a secret: for a clipboard, not for a log
    void refused(const QUuid &wish, const s3::Error &error);

private:
    Inquiries &m_inquiries;
    InquiryGroup m_questions;
};

} // namespace upload

Q_DECLARE_METATYPE(s3::PresignedLink)
