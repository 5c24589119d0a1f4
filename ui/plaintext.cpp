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
    if (!Qt::mightBeRichText(text) && !text.contains(QLatin1Char('\n')))
        return text;
    const QString lines = text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
    return QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(lines);
}

} // namespace ui
