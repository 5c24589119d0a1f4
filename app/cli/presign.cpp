// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/presign.h"

#include "app/cli/jsonvalues.h"
#include "app/cli/words.h"

namespace cli {

void Presign::start()
{
    if (!readTarget(true) || !connectToServer())
        return;
    upload::LinkSigning *signing = m_engine->linkSigning();
    connect(signing, &upload::LinkSigning::refused, this, [this](const QUuid &, const s3::Error &error) { refuse(error); });
    connect(signing, &upload::LinkSigning::signedLink, this, [this](const QUuid &, const s3::PresignedLink &link) {
        if (hasEnded())
            return;
        const QString expires = link.expires.toString(Qt::ISODate);
        if (m_options.json) {
            writeOut(jsonLine({{QStringLiteral("event"), QStringLiteral("presigned")}, {QStringLiteral("bucket"), m_target.bucket},
                {QStringLiteral("key"), m_target.key}, {QStringLiteral("url"), QString::fromLatin1(link.url)},
                {QStringLiteral("expires"), expires}}));
        } else {
            writeOut(link.url + '\n');
            if (!m_options.quiet)
                say(QStringLiteral("Whoever has this link can read the object until %1 by the server's clock.").arg(expires));
        }
        end(AllDone);
    });
    const s3::ObjectAddress object{m_target.bucket, m_target.key};
    QMetaObject::invokeMethod(signing, [signing, id = m_connection.id, object, seconds = m_options.expiresIn.count()] {
        signing->sign(QUuid::createUuid(), id, object, {}, seconds);
    });
}

} // namespace cli
