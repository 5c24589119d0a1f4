// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/wiredate.h"

#include <QLocale>

namespace s3 {

QDateTime dateFromHttp(const QByteArray &header)
{
    QString text = QString::fromLatin1(header).simplified();
    if (text.endsWith(QStringLiteral(" GMT")) || text.endsWith(QStringLiteral(" UTC")))
        text.chop(4);
    else if (text.endsWith(QStringLiteral(" +0000")))
        text.chop(6);
    // Weekdays are not compared: servers exist that get them wrong.
    const qsizetype comma = text.indexOf(u',');
    if (comma >= 0)
        text = text.mid(comma + 1).trimmed();
    else if (text.size() > 4 && text.at(3) == u' ')
        text = text.mid(4);

    static constexpr const char *Forms[] = {"d MMM yyyy H:mm:ss", "d-MMM-yy H:mm:ss", "MMM d H:mm:ss yyyy"};
    for (const char *form : Forms) {
        QDateTime date = QLocale::c().toDateTime(text, QLatin1String(form));
        if (!date.isValid())
            continue;
        // Two digits of a year: no date of ours is in the last century.
        if (date.date().year() < 1950 && QByteArrayView(form).contains("-yy "))
            date = date.addYears(100);
        date.setTimeSpec(Qt::UTC);
        return date;
    }
    return {};
}

QDateTime dateFromXml(const QString &text)
{
    QDateTime date = QDateTime::fromString(text.trimmed(), Qt::ISODateWithMs);
    if (date.isValid() && date.timeSpec() == Qt::LocalTime)
        date.setTimeSpec(Qt::UTC);
    return date.toUTC();
}

} // namespace s3
