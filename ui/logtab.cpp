// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/logtab.h"

#include "ui/formatting.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>

namespace ui {

namespace {

QString written(const upload::LogLine &line)
{
    return QStringLiteral("%1   %2").arg(formattedTime(line.when), printable(line.text));
}

} // namespace

LogTab::LogTab(QWidget *parent)
    : QWidget(parent)
    , m_view(new QPlainTextEdit(this))
    , m_copyAll(new QPushButton(tr("Copy all"), this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 12, 8);
    m_view->setObjectName(QStringLiteral("log"));
    m_view->setAccessibleName(tr("Log"));
    m_view->setReadOnly(true);
    m_view->setUndoRedoEnabled(false);
    m_view->setMaximumBlockCount(MaxLines);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setTabChangesFocus(true);
    m_view->setPlaceholderText(tr("Nothing has happened yet."));
    row->addWidget(m_view, 1);
    m_copyAll->setObjectName(QStringLiteral("copyAllLog"));
    row->addWidget(m_copyAll, 0, Qt::AlignTop);
    connect(m_copyAll, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    refreshButton();
}

void LogTab::setLines(const QList<upload::LogLine> &lines)
{
    QStringList text;
    text.reserve(lines.size());
    for (const upload::LogLine &line : lines)
        text.append(written(line));
    m_view->setPlainText(text.join(QLatin1Char('\n')));
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
    refreshButton();
}

void LogTab::append(const upload::LogLine &line)
{
    // appendPlainText itself follows the end only when the view is there.
    m_view->appendPlainText(written(line));
    refreshButton();
}

QString LogTab::text() const
{
    return m_view->toPlainText();
}

void LogTab::refreshButton()
{
    m_copyAll->setEnabled(!m_view->document()->isEmpty());
}

} // namespace ui
