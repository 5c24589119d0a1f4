// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/terminal.h"
#include "app/cli/report.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace cli {

Terminal::Terminal()
{
    const QByteArray term = qgetenv("TERM");
    m_live = ::isatty(STDERR_FILENO) && !term.isEmpty() && term != "dumb";
    m_colours = m_live && qEnvironmentVariableIsEmpty("NO_COLOR");
}

int Terminal::columns() const
{
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

int Terminal::rows() const
{
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

void Terminal::draw(const QStringList &lines)
{
    QByteArray screen;
    if (m_drawn > 0)
        screen += "\x1b[" + QByteArray::number(m_drawn) + "A";
    for (const QString &line : lines)
        screen += '\r' + line.toUtf8() + "\x1b[K\n";
    screen += "\x1b[J"; // lines that are no longer there
    writeErr(screen);
    m_drawn = int(lines.size());
}

void Terminal::clear()
{
    if (m_drawn > 0)
        draw({});
}

} // namespace cli
