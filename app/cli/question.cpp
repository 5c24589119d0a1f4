// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/question.h"
#include "app/cli/report.h"

#include <cerrno>
#include <unistd.h>

namespace cli {

Question::Question(QObject *parent)
    : QObject(parent)
    , m_keyboard(STDIN_FILENO, QSocketNotifier::Read)
{
    m_keyboard.setEnabled(false);
    connect(&m_keyboard, &QSocketNotifier::activated, this, &Question::read);
}

bool Question::isPossible()
{
    return ::isatty(STDIN_FILENO) && ::isatty(STDERR_FILENO);
}

void Question::ask(const QString &text)
{
    writeErr(text.toUtf8());
    m_asked = true;
    if (!answerFromTyped())
        m_keyboard.setEnabled(true);
}

void Question::read()
{
    char bytes[512];
    const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count <= 0) {
        m_keyboard.setEnabled(false);
        m_asked = false;
        writeErr("\n");
        Q_EMIT answered({});
        return;
    }
    m_typed.append(bytes, count);
    answerFromTyped();
}

bool Question::answerFromTyped()
{
    const qsizetype end = m_typed.indexOf('\n');
    if (!m_asked || end < 0)
        return false;
    const QByteArray line = m_typed.left(end).trimmed();
    m_typed.remove(0, end + 1);
    m_asked = false;
    m_keyboard.setEnabled(false);
    // Not from inside ask().
    QMetaObject::invokeMethod(
        this, [this, line] { Q_EMIT answered(line.isEmpty() ? QStringLiteral("") : QString::fromUtf8(line)); }, Qt::QueuedConnection);
    return true;
}

} // namespace cli
