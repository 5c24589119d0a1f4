// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/formatting.h"

#include <QCollator>
#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace ui {

namespace {

struct Formatting {
    Q_DECLARE_TR_FUNCTIONS(ui::Formatting)
};

const std::array<QString, 7> Units = {QStringLiteral("B"), QStringLiteral("KiB"), QStringLiteral("MiB"), QStringLiteral("GiB"),
    QStringLiteral("TiB"), QStringLiteral("PiB"), QStringLiteral("EiB")};

QString scaled(double value, bool roundStaysWhole)
{
    size_t unit = 0;
    // What would be written as 1,024 is written as 1.0 of the next unit.
    while (unit + 1 < Units.size() && (value >= 1024 || (unit > 0 && std::round(value) >= 1024))) {
        value /= 1024;
        ++unit;
    }
    const bool whole = unit == 0 || value >= 99.95 || (roundStaysWhole && value == std::floor(value));
    return QStringLiteral("%1 %2").arg(QLocale().toString(value, 'f', whole ? 0 : 1), Units.at(unit));
}

bool isInvisible(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e || c == 0x200b || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
           (c >= 0xe0000 && c <= 0xe007f) || (c >= 0xd800 && c <= 0xdfff);
}

QString escaped(char32_t c)
{
    switch (c) {
    case '\n':
        return QStringLiteral("\\n");
    case '\r':
        return QStringLiteral("\\r");
    case '\t':
        return QStringLiteral("\\t");
    default:
        break;
    }
    if (c > 0xffff)
        return QStringLiteral("\\U%1").arg(QString::number(c, 16).toUpper().rightJustified(8, QLatin1Char('0')));
    return QStringLiteral("\\u%1").arg(QString::number(c, 16).toUpper().rightJustified(4, QLatin1Char('0')));
}

} // namespace

QString formattedBytes(qint64 bytes)
{
    return scaled(static_cast<double>(qMax<qint64>(0, bytes)), false);
}

QString formattedPartSize(qint64 bytes)
{
    return scaled(static_cast<double>(qMax<qint64>(0, bytes)), true);
}

QString formattedExactBytes(qint64 bytes)
{
    return QLocale().toString(bytes);
}

QString formattedCount(qint64 count)
{
    return QLocale().toString(count);
}

QString formattedRate(double bytesPerSecond)
{
    if (!(bytesPerSecond >= 1))
        return QStringLiteral("–");
    return Formatting::tr("%1/s", "bytes a second").arg(scaled(bytesPerSecond, false));
}

QString formattedDuration(std::chrono::seconds duration)
{
    const qint64 seconds = qMax<qint64>(0, duration.count());
    if (seconds < 60)
        return Formatting::tr("%1 s", "seconds").arg(seconds);
    const qint64 minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return Formatting::tr("%1 min", "minutes").arg(minutes);
    const qint64 hours = minutes / 60;
    if (hours < 24)
        return minutes % 60 ? Formatting::tr("%1 h %2 min").arg(hours).arg(minutes % 60) : Formatting::tr("%1 h", "hours").arg(hours);
    const qint64 days = hours / 24;
    return hours % 24 ? Formatting::tr("%1 d %2 h").arg(QLocale().toString(days)).arg(hours % 24)
                      : Formatting::tr("%1 d", "days").arg(QLocale().toString(days));
}

QString formattedPercent(qint64 part, qint64 whole)
{
    int percent = 100;
    if (part < whole)
        percent = qBound(0, static_cast<int>(std::floor(100.0 * static_cast<double>(part) / static_cast<double>(whole))), 99);
    return Formatting::tr("%1 %", "percent").arg(percent);
}

QString formattedTime(const QDateTime &utc)
{
    return QLocale().toString(utc.toLocalTime().time(), QStringLiteral("HH:mm:ss"));
}

QString formattedDateTime(const QDateTime &utc)
{
    return utc.isValid() ? QLocale().toString(utc.toLocalTime(), QLocale::ShortFormat) : QStringLiteral("–");
}

QString printable(const QString &name)
{
    QString result;
    result.reserve(name.size());
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name.at(i);
        if (c.isHighSurrogate() && i + 1 < name.size() && name.at(i + 1).isLowSurrogate()) {
            const char32_t point = QChar::surrogateToUcs4(c, name.at(i + 1));
            result += isInvisible(point) ? escaped(point) : name.mid(i, 2);
            ++i;
        } else if (isInvisible(c.unicode())) {
            result += escaped(c.unicode());
        } else {
            result += c;
        }
    }
    return result;
}

QString shortened(const QString &name, int characters)
{
    const QString text = printable(name);
    if (text.size() <= characters)
        return text;
    const int end = (characters - 1) / 2;
    qsizetype begin = characters - 1 - end;
    qsizetype rest = text.size() - end;
    // Never through the middle of a surrogate pair.
    if (text.at(begin - 1).isHighSurrogate())
        --begin;
    if (text.at(rest).isLowSurrogate())
        ++rest;
    return text.left(begin) + QStringLiteral("…") + text.mid(rest);
}

bool comesBefore(const QString &a, const QString &b)
{
    static const QCollator order = [] {
        // The locale "C" knows no order but that of the codes.
        QCollator collator(QCollator().locale().language() == QLocale::C ? QLocale(QLocale::English) : QCollator().locale());
        collator.setNumericMode(true);
        return collator;
    }();
    return order.compare(a, b) < 0;
}

} // namespace ui
