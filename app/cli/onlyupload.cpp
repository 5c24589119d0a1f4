// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/onlyupload.h"
#include "app/cli/unfinished.h"
#include "app/cli/words.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cli {

using upload::AccountBrowser;
using upload::OpenUpload;

OnlyUpload::OnlyUpload(app::Engine &engine, Report &report, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_report(report)
{
    connect(engine.browser(), &AccountBrowser::uploadsFound, this,
        [this](const QString &, const QString &, const QList<OpenUpload> &uploads, bool isWhole) { onFound(uploads, isWhole); });
    connect(engine.browser(), &AccountBrowser::uploadsRefused, this, [this](const QString &, const QString &, const s3::Error &error) {
        if (std::exchange(m_searches, false))
            Q_EMIT refused(error);
    });
}

void OnlyUpload::find(const QString &connectionId, const s3::ObjectAddress &object)
{
    m_object = object;
    m_searches = true;
    QMetaObject::invokeMethod(m_engine.browser(),
        [browser = m_engine.browser(), connectionId, object] { browser->findUploads(connectionId, object.bucket, {object.key}, {}); });
}

void OnlyUpload::onFound(const QList<OpenUpload> &uploads, bool isWhole)
{
    if (!std::exchange(m_searches, false))
        return;
    QList<OpenUpload> ofKey;
    std::copy_if(uploads.begin(), uploads.end(), std::back_inserter(ofKey),
        [this](const OpenUpload &one) { return one.upload.address.object.key == m_object.key; });
    if (ofKey.isEmpty()) {
        Q_EMIT refused(s3::ownError(s3::ErrorKind::NotFound, QStringLiteral("NoSuchUpload"),
            QStringLiteral("%1 has no unfinished upload%2.")
                .arg(urlText(m_object),
                    isWhole ? QString() : QStringLiteral(" among the first that the server listed; name its upload ID"))));
        return;
    }
    if (ofKey.size() == 1) {
        Q_EMIT found(ofKey.first());
        return;
    }
    m_report.said(
        QStringLiteral("%1 has %2; name the ID of one:")
            .arg(urlText(m_object), countText(ofKey.size(), QStringLiteral("unfinished upload"), QStringLiteral("unfinished uploads"))));
    for (const OpenUpload &one : std::as_const(ofKey))
        m_report.said(QStringLiteral("  ") + openUploadText(one));
    Q_EMIT severalFound();
}

} // namespace cli
