// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/textreport.h"
#include "app/cli/comparisontext.h"
#include "app/cli/words.h"

#include <QFileInfo>

#include <algorithm>

namespace cli {

using upload::UploadState;

namespace {

QString percentText(qint64 done, qint64 size)
{
    // "100 %" only when nothing is missing.
    const qint64 percent = size <= 0 ? 0 : std::min<qint64>(done >= size ? 100 : 99, qint64(double(done) / double(size) * 100));
    return QStringLiteral("%1 %").arg(percent, 3);
}

QString nameOf(const upload::UploadSnapshot &upload)
{
    return printable(QFileInfo(upload.sourcePath).fileName());
}

QString verbFor(const upload::UploadSnapshot &upload)
{
    switch (upload.state) {
    case UploadState::Retrying:
        return QStringLiteral("waits to retry");
    case UploadState::Offline:
        return QStringLiteral("no connection");
    case UploadState::Pausing:
        return QStringLiteral("pausing");
    case UploadState::Finishing:
        return QStringLiteral("finishing");
    case UploadState::Cancelling:
        return QStringLiteral("cancelling");
    default:
        return rateText(upload.bytesPerSecond);
    }
}

} // namespace

TextReport::TextReport(bool quiet)
    : m_quiet(quiet)
{
    m_redraw.setSingleShot(true);
    m_redraw.setInterval(100);
    QObject::connect(&m_redraw, &QTimer::timeout, &m_redraw, [this] { redraw(); });
    m_nextPlain.setRemainingTime(m_plainInterval);
}

void TextReport::queued(const upload::UploadSpec &spec, qint64 size)
{
    m_open.insert(spec.id, {size, files()});
    m_bytes += size;
}

void TextReport::created(const upload::UploadSnapshot &) {}

void TextReport::partSettled(const upload::UploadId &, const upload::PartSnapshot &) {}

void TextReport::progressed(const QList<upload::UploadSnapshot> &uploads)
{
    for (const upload::UploadSnapshot &upload : uploads) {
        if (upload.state == UploadState::Waiting)
            m_active.remove(upload.id);
        else if (m_open.contains(upload.id))
            m_active.insert(upload.id, upload);
    }
    redrawSoon();
}

void TextReport::totalled(const upload::Totals &totals)
{
    m_totals = totals;
    redrawSoon();
}

void TextReport::settled(const upload::UploadSnapshot &upload)
{
    m_active.remove(upload.id);
    m_bytesDone += m_open.take(upload.id).size;
    ++m_done;
    switch (upload.state) {
    case UploadState::Completed: {
        const double seconds = double(upload.elapsed.count()) / 1000;
        QString line = QStringLiteral("%1 → %2  %3 in %4")
                           .arg(nameOf(upload), urlText(upload.target), sizeText(upload.size), timeText(upload.elapsed));
        if (seconds > 0 && upload.size > 0)
            line += QStringLiteral(" (%1)").arg(rateText(double(upload.size) / seconds));
        printOut(line);
        break;
    }
    case UploadState::Skipped:
        printOut(QStringLiteral("%1 → %2  exists, left alone").arg(nameOf(upload), urlText(upload.target)));
        break;
    case UploadState::Cancelled:
        printOut(QStringLiteral("%1 → %2  cancelled").arg(nameOf(upload), urlText(upload.target)));
        break;
    default:
        break; // said in sentences by the run, for all kinds of report alike
    }
    redrawSoon();
}

void TextReport::comparing(const QString &path, qint64 bytes, qint64 ofBytes, double bytesPerSecond)
{
    if (m_quiet)
        return;
    const QString numbers = QStringLiteral("compares  %1  %2 of %3  %4")
                                .arg(percentText(bytes, ofBytes), sizeText(bytes), sizeText(ofBytes), rateText(bytesPerSecond));
    const QString name = printable(QFileInfo(path).fileName());
    if (m_terminal.isLive()) {
        const int columns = std::max(20, m_terminal.columns() - 1);
        m_terminal.draw({elided(elided(name, std::max(8, columns - columnsOf(numbers) - 2)) + QStringLiteral("  ") + numbers, columns)});
    } else if (m_nextPlain.hasExpired()) {
        m_plainInterval = std::min(m_plainInterval * 2, 60'000);
        m_nextPlain.setRemainingTime(m_plainInterval);
        writeErr((name + QStringLiteral("  ") + numbers).toUtf8() + '\n');
    }
}

void TextReport::compared(const upload::AdoptionReport &report)
{
    m_terminal.clear();
    for (const QString &line : comparisonLines(report))
        printOut(line);
}

void TextReport::remarked(const upload::UploadId &, const QString &sentence)
{
    if (!m_quiet)
        said(printable(sentence));
}

void TextReport::refused(const QString &what, const s3::Error &error)
{
    said(QStringLiteral("%1: %2").arg(printable(what), errorText(error)));
}

void TextReport::said(const QString &sentence)
{
    printErr(QStringLiteral("davit-cli: ") + sentence);
}

void TextReport::setAsking(bool asking)
{
    m_terminal.clear();
    m_asking = asking;
}

void TextReport::ended()
{
    m_redraw.stop();
    m_active.clear();
    m_open.clear();
    m_terminal.clear();
}

void TextReport::printOut(const QString &line)
{
    if (m_quiet)
        return;
    m_terminal.clear();
    writeOut(line.toUtf8() + '\n');
    if (m_terminal.isLive())
        redraw();
}

void TextReport::printErr(const QString &line)
{
    m_terminal.clear();
    writeErr(line.toUtf8() + '\n');
    if (m_terminal.isLive() && !m_quiet)
        redraw();
}

void TextReport::redrawSoon()
{
    if (m_quiet)
        return;
    if (!m_terminal.isLive())
        printPlain();
    else if (!m_redraw.isActive())
        m_redraw.start();
}

void TextReport::redraw()
{
    if (m_asking)
        return;
    const int columns = std::max(20, m_terminal.columns() - 1);
    QList<upload::UploadSnapshot> shown = m_active.values();
    // In the order of the queue: a row keeps its place while it lives.
    const auto place = [this](const upload::UploadSnapshot &upload) { return m_open.value(upload.id).place; };
    std::sort(shown.begin(), shown.end(),
        [&place](const upload::UploadSnapshot &one, const upload::UploadSnapshot &other) { return place(one) < place(other); });
    const bool withTotal = files() > 1;
    const qsizetype room = std::clamp(m_terminal.rows() - 3, 1, 6);
    const qsizetype hidden = std::max<qsizetype>(0, shown.size() - room);
    QStringList lines;
    for (const upload::UploadSnapshot &upload : shown.mid(0, room))
        lines << uploadLine(upload, columns);
    if (hidden > 0)
        lines << elided(QStringLiteral("and %1 more").arg(hidden), columns);
    if (withTotal && !m_open.isEmpty())
        lines << totalLine(columns);
    m_terminal.draw(lines);
}

QString TextReport::bar(qint64 stored, qint64 inAir, qint64 size, int cells) const
{
    const auto cellsFor = [&](qint64 bytes) { return size <= 0 ? 0 : int(double(std::min(bytes, size)) / double(size) * cells); };
    const int full = cellsFor(stored);
    const int moving = cellsFor(stored + inAir) - full;
    // The same three things as in the window: safe, in the air, waiting.
    const QString safe = QString(full, QChar(0x2501)), air = QString(moving, QChar(0x2501)),
                  rest = QString(cells - full - moving, QChar(0x2500));
    if (!m_terminal.hasColours())
        return QString(full, QLatin1Char('=')) + QString(moving, QLatin1Char('-')) + QString(cells - full - moving, QLatin1Char('.'));
    return QStringLiteral("\x1b[32m%1\x1b[34m%2\x1b[90m%3\x1b[0m").arg(safe, air, rest);
}

QString TextReport::uploadLine(const upload::UploadSnapshot &upload, int columns) const
{
    const QString numbers =
        QStringLiteral(" %1  %2 of %3").arg(percentText(upload.stored, upload.size), sizeText(upload.stored), sizeText(upload.size));
    QString tail = QStringLiteral("  ") + verbFor(upload);
    if (upload.timeLeft && upload.state == UploadState::Uploading)
        tail += QStringLiteral("  %1 left").arg(timeLeftText(*upload.timeLeft));
    // What does not fit leaves from the right: the time left first, the bar next, then the numbers.
    int left = columns - columnsOf(numbers) - columnsOf(tail);
    if (left < 12) {
        tail.clear();
        left = columns - columnsOf(numbers);
    }
    if (left < 8)
        return elided(nameOf(upload) + numbers, columns);
    const int cells = left >= 40 ? std::min(30, left - 24) : left >= 30 ? 10 : 0;
    const int nameRoom = cells > 0 ? left - cells - 2 : left;
    QString name = elided(nameOf(upload), std::min(nameRoom, 40));
    name += QString(std::max(0, std::min(nameRoom, 24) - columnsOf(name)), QLatin1Char(' '));
    QString line = name;
    if (cells > 0)
        line += QStringLiteral("  ") + bar(upload.stored, upload.inAir, upload.size, cells);
    return line + numbers + tail;
}

QString TextReport::totalLine(int columns) const
{
    qint64 stored = m_bytesDone;
    for (const upload::UploadSnapshot &upload : m_active)
        stored += upload.stored;

    QString line = QStringLiteral("%1 of %2  %3  %4 of %5  %6")
                       .arg(m_done)
                       .arg(countText(files(), QStringLiteral("file"), QStringLiteral("files")), percentText(stored, m_bytes),
                           sizeText(stored), sizeText(m_bytes), rateText(m_totals.bytesPerSecond));
    if (m_totals.timeLeft)
        line += QStringLiteral("  %1 left").arg(timeLeftText(*m_totals.timeLeft));
    return elided(line, columns);
}

void TextReport::printPlain()
{
    if (!m_nextPlain.hasExpired() || m_open.isEmpty())
        return;
    m_plainInterval = std::min(m_plainInterval * 2, 60'000);
    m_nextPlain.setRemainingTime(m_plainInterval);
    constexpr int wide = 400;
    if (files() > 1)
        writeErr(totalLine(wide).toUtf8() + '\n');
    else if (!m_active.isEmpty()) {
        const upload::UploadSnapshot &upload = *m_active.cbegin();
        QString line = QStringLiteral("%1  %2  %3 of %4  %5")
                           .arg(nameOf(upload), percentText(upload.stored, upload.size).trimmed(), sizeText(upload.stored),
                               sizeText(upload.size), verbFor(upload));
        if (upload.timeLeft && upload.state == UploadState::Uploading)
            line += QStringLiteral("  %1 left").arg(timeLeftText(*upload.timeLeft));
        writeErr(line.toUtf8() + '\n');
    }
}

} // namespace cli
