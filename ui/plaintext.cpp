// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/plaintext.h"

#include <QTextDocument>

namespace ui {

QString buttonText(const QString &text)
{
    return QString(text).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

QString tipText(const QString &text)
{
    // Escaped only where it is needed: Qt would show an "&amp;" without a tag around it as it stands.
    return Qt::mightBeRichText(text) ? QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(text.toHtmlEscaped()) : text;
}

} // namespace ui
