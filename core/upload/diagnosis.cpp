// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/diagnosis.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace upload {

QString verdictName(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Good:
        return QStringLiteral("good");
    case Verdict::Remarkable:
        return QStringLiteral("remarkable");
    case Verdict::Bad:
        return QStringLiteral("bad");
    case Verdict::Unknown:
        return QStringLiteral("unknown");
    }
    Q_UNREACHABLE();
}

QString titleOf(const QString &what)
{
    static const QHash<QString, const char *> titles{
        {QStringLiteral("reachable"), QT_TRANSLATE_NOOP("doctor", "Server")},
        {QStringLiteral("tls"), QT_TRANSLATE_NOOP("doctor", "Encryption")},
        {QStringLiteral("credentials"), QT_TRANSLATE_NOOP("doctor", "Credentials")},
        {QStringLiteral("bucket"), QT_TRANSLATE_NOOP("doctor", "Bucket")},
        {QStringLiteral("clock"), QT_TRANSLATE_NOOP("doctor", "Clock")},
        {QStringLiteral("region"), QT_TRANSLATE_NOOP("doctor", "Region")},
        {QStringLiteral("latency"), QT_TRANSLATE_NOOP("doctor", "Latency")},
        {QStringLiteral("list-buckets"), QT_TRANSLATE_NOOP("doctor", "List buckets")},
        {QStringLiteral("list-uploads"), QT_TRANSLATE_NOOP("doctor", "List uploads")},
        {QStringLiteral("create-upload"), QT_TRANSLATE_NOOP("doctor", "Begin uploads")},
        {QStringLiteral("upload-part"), QT_TRANSLATE_NOOP("doctor", "Send parts")},
        {QStringLiteral("list-parts"), QT_TRANSLATE_NOOP("doctor", "List parts")},
        {QStringLiteral("abort-upload"), QT_TRANSLATE_NOOP("doctor", "Cancel uploads")},
        {QStringLiteral("complete-upload"), QT_TRANSLATE_NOOP("doctor", "Complete uploads")},
        {QStringLiteral("head-object"), QT_TRANSLATE_NOOP("doctor", "Look at objects")},
        {QStringLiteral("delete-object"), QT_TRANSLATE_NOOP("doctor", "Delete objects")},
        {QStringLiteral("lifecycle"), QT_TRANSLATE_NOOP("doctor", "Lifecycle rules")},
        {QStringLiteral("content-md5"), QT_TRANSLATE_NOOP("doctor", "Content-MD5")},
        {QStringLiteral("payload-hash"), QT_TRANSLATE_NOOP("doctor", "Signed hash")},
        {QStringLiteral("crc64nvme"), QT_TRANSLATE_NOOP("doctor", "CRC64NVME")},
        {QStringLiteral("crc32c"), QT_TRANSLATE_NOOP("doctor", "CRC32C")},
        {QStringLiteral("sha256"), QT_TRANSLATE_NOOP("doctor", "SHA-256")},
        {QStringLiteral("part-etag"), QT_TRANSLATE_NOOP("doctor", "ETag of a part")},
        {QStringLiteral("object-etag"), QT_TRANSLATE_NOOP("doctor", "ETag of an object")},
        {QStringLiteral("object-checksum"), QT_TRANSLATE_NOOP("doctor", "Object's checksum")},
        {QStringLiteral("object-size"), QT_TRANSLATE_NOOP("doctor", "Object's size")},
        {QStringLiteral("no-overwrite"), QT_TRANSLATE_NOOP("doctor", "Not overwriting")},
        {QStringLiteral("fresh-listing"), QT_TRANSLATE_NOOP("doctor", "Fresh uploads")},
        {QStringLiteral("prefix-listing"), QT_TRANSLATE_NOOP("doctor", "Lists by prefix")},
        {QStringLiteral("key-encoding"), QT_TRANSLATE_NOOP("doctor", "Keys in lists")},
        {QStringLiteral("cleaned"), QT_TRANSLATE_NOOP("doctor", "Cleaned up")},
    };
    const char *title = titles.value(what);
    return title ? QCoreApplication::translate("doctor", title) : what;
}

const Finding *Diagnosis::finding(const QString &what) const
{
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding &one) { return one.what == what; });
    return found == findings.end() ? nullptr : &*found;
}

} // namespace upload
