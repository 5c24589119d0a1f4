// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/words.h"
#include "app/cli/advice.h"

#include <QLocale>
#include <QRegularExpression>
#include <QStringDecoder>

#include <cmath>
#include <limits>
#include <wchar.h>

namespace cli {

namespace {

QString fixed(double value, int digits)
{
    return QLocale::c().toString(value, 'f', digits);
}

} // namespace

std::optional<qint64> bytesFromText(const QString &typed)
{
    static const QRegularExpression pattern(
        QStringLiteral("^\\s*(\\d{1,15}(?:\\.\\d{1,9})?)\\s*(?:([KMGT])(iB|B)?|B)?\\s*$"), QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(typed);
    if (!match.hasMatch())
        return std::nullopt;
    const int power = match.captured(2).isEmpty() ? 0 : int(QStringLiteral("KMGT").indexOf(match.captured(2).toUpper())) + 1;
    const double unit = std::pow(match.captured(3).compare(QLatin1String("B"), Qt::CaseInsensitive) == 0 ? 1000.0 : 1024.0, power);
    const double bytes = std::floor(match.captured(1).toDouble() * unit);
    if (bytes < 1 || bytes >= double(std::numeric_limits<qint64>::max()))
        return std::nullopt;
    return qint64(bytes);
}

std::optional<qint64> rateFromText(const QString &typed)
{
    const QString trimmed = typed.trimmed();
    return bytesFromText(trimmed.endsWith(QLatin1String("/s"), Qt::CaseInsensitive) ? trimmed.chopped(2) : trimmed);
}

std::optional<std::chrono::seconds> ageFromText(const QString &typed)
{
    static const QRegularExpression pattern(QStringLiteral("\\A([0-9]{1,9})([smhdw])\\z"));
    const QRegularExpressionMatch match = pattern.match(typed);
    const qint64 count = match.captured(1).toLongLong();
    if (!match.hasMatch() || count < 1)
        return std::nullopt;
    switch (match.captured(2).at(0).unicode()) {
    case 's':
        return std::chrono::seconds(count);
    case 'm':
        return std::chrono::minutes(count);
    case 'h':
        return std::chrono::hours(count);
    case 'd':
        return std::chrono::days(count);
    default:
        return std::chrono::weeks(count);
    }
}

QString sizeText(qint64 bytes)
{
    if (bytes < 1024)
        return countText(bytes, QStringLiteral("byte"), QStringLiteral("bytes"));
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
    double value = double(bytes) / 1024;
    std::size_t unit = 0;
    // 1023.96 would be printed as 1024.0
    while (value >= 1023.95 && unit + 1 < std::size(units)) {
        value /= 1024;
        ++unit;
    }
    return fixed(value, 1) + QLatin1Char(' ') + QLatin1String(units[unit]);
}

QString rateText(double bytesPerSecond)
{
    return sizeText(qint64(std::max(0.0, bytesPerSecond))) + QStringLiteral("/s");
}

QString timeText(std::chrono::milliseconds time)
{
    const qint64 ms = std::max<qint64>(0, time.count());
    if (ms < 60'000)
        return fixed(double(ms) / 1000, 1) + QStringLiteral(" s");
    const qint64 seconds = (ms + 500) / 1000;
    const QString tail = QStringLiteral("%1").arg(seconds % 60, 2, 10, QLatin1Char('0'));
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(QString::number(seconds / 60), tail);
    return QStringLiteral("%1:%2:%3").arg(QString::number(seconds / 3600)).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0')).arg(tail);
}

QString timeLeftText(std::chrono::seconds time)
{
    return time < std::chrono::minutes(1) ? QStringLiteral("%1 s").arg(std::max<qint64>(0, time.count())) : timeText(time);
}

QString spanText(qint64 seconds)
{
    struct Unit {
        qint64 seconds;
        const char *one, *many;
    };
    for (const Unit &unit : {Unit{86'400, "day", "days"}, Unit{3'600, "hour", "hours"}, Unit{60, "minute", "minutes"}}) {
        if (seconds >= unit.seconds)
            return countText(seconds / unit.seconds, QLatin1String(unit.one), QLatin1String(unit.many));
    }
    return countText(std::max<qint64>(0, seconds), QStringLiteral("second"), QStringLiteral("seconds"));
}

QString countText(qint64 count, const QString &one, const QString &many)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(count) + QLatin1Char(' ') + (count == 1 ? one : many);
}

QString uploadsText(qint64 count)
{
    return countText(count, QStringLiteral("upload"), QStringLiteral("uploads"));
}

QString printable(const QString &text)
{
    QString shown;
    shown.reserve(text.size());
    for (const QChar c : text) {
        // C0, DEL, C1, what ends a line or paragraph, and the marks that turn the direction of what follows.
        const char16_t u = c.unicode();
        const bool turns = (u >= 0x2028 && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069) || u == 0x200e || u == 0x200f || u == 0x061c;
        if (u < 0x20 || (u >= 0x7f && u < 0xa0) || turns)
            shown += QStringLiteral("\\x%1").arg(int(u), 2, 16, QLatin1Char('0'));
        else
            shown += c;
    }
    return shown;
}

QString printable(const QByteArray &bytes)
{
    QString shown;
    for (qsizetype at = 0; at < bytes.size();) {
        // The longest valid sequence of at most four bytes, else one byte by its number.
        qsizetype taken = 0;
        for (qsizetype length = 1; length <= 4 && at + length <= bytes.size(); ++length) {
            QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
            const QString piece = decoder(QByteArrayView(bytes).sliced(at, length));
            if (!decoder.hasError() && !piece.contains(QChar::ReplacementCharacter)) {
                shown += printable(piece);
                taken = length;
                break;
            }
        }
        if (taken == 0) {
            shown += QStringLiteral("\\x%1").arg(int(quint8(bytes[at])), 2, 16, QLatin1Char('0'));
            taken = 1;
        }
        at += taken;
    }
    return shown;
}

QString urlText(const s3::ObjectAddress &address)
{
    return printable(QStringLiteral("s3://") + address.bucket + QLatin1Char('/') + address.key);
}

QString urlText(const QString &bucket)
{
    return printable(QStringLiteral("s3://") + bucket);
}

QString errorText(const s3::Error &error)
{
    QString text = printable(error.message.isEmpty() ? error.code : error.message);
    if (const QString advice = adviceFor(error); !advice.isEmpty()) {
        const bool isSentence = text.endsWith(u'.') || text.endsWith(u'?') || text.endsWith(u'!');
        text += (isSentence ? QStringLiteral(" ") : QStringLiteral(". ")) + advice;
    }
    QStringList behind;
    if (!error.code.isEmpty() && !error.message.isEmpty())
        behind << printable(error.code);
    if (error.httpStatus != 0)
        behind << QStringLiteral("HTTP %1").arg(error.httpStatus);
    if (!error.requestId.isEmpty())
        behind << QStringLiteral("request ID %1").arg(printable(error.requestId));
    if (!behind.isEmpty())
        text += QStringLiteral(" (%1)").arg(behind.join(QStringLiteral(", ")));
    for (const QString &detail : error.details) // the chain of a certificate: a line each, to be compared
        text += QStringLiteral("\n  ") + printable(detail);
    return text;
}

int columnsOf(const QString &text)
{
    int columns = 0;
    for (const char32_t c : text.toUcs4())
        columns += std::max(0, wcwidth(wchar_t(c)));
    return columns;
}

QString elided(const QString &text, int columns)
{
    if (columnsOf(text) <= columns)
        return text;
    if (columns < 2)
        return QString(std::max(0, columns), QLatin1Char(' '));
    const QList<uint> all = text.toUcs4();
    const auto taken = [&](bool fromStart, int room) {
        QString piece;
        for (qsizetype i = 0; i < all.size(); ++i) {
            const char32_t c = all[fromStart ? i : all.size() - 1 - i];
            const int width = std::max(0, wcwidth(wchar_t(c)));
            if (width > room)
                break;
            room -= width;
            const QString one = QString::fromUcs4(&c, 1);
            piece = fromStart ? piece + one : one + piece;
        }
        return piece;
    };
    const int head = (columns - 1) / 2;
    return taken(true, head) + QChar(0x2026) + taken(false, columns - 1 - head);
}

} // namespace cli
