// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unusablelist.h"

#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/messages.h"
#include "ui/theme.h"

#include <QEvent>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

UnusableList::UnusableList(QWidget *parent)
    : QWidget(parent)
    , m_button(new QToolButton(this))
    , m_reasons(new QPlainTextEdit(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_button->setObjectName(QStringLiteral("unusableButton"));
    m_button->setProperty("link", true);
    m_button->setCheckable(true);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_reasons->setObjectName(QStringLiteral("unusableReasons"));
    m_reasons->setAccessibleName(tr("What cannot be uploaded, and why"));
    m_reasons->setReadOnly(true);
    m_reasons->setProperty("framed", true);
    m_reasons->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_reasons->setTabChangesFocus(true);
    m_reasons->setFixedHeight(96);
    m_reasons->hide();
    column->addWidget(m_button, 0, Qt::AlignLeading);
    column->addWidget(m_reasons);
    connect(m_button, &QToolButton::toggled, this, [this](bool open) {
        m_reasons->setVisible(open);
        refresh();
    });
    hide();
}

void UnusableList::add(const QList<upload::Unusable> &unusable)
{
    QStringList lines;
    lines.reserve(unusable.size());
    for (const upload::Unusable &one : unusable)
        lines.append(QStringLiteral("%1 – %2").arg(printable(one.path), printable(one.error.message)));
    if (!lines.isEmpty())
        m_reasons->appendPlainText(lines.join(QLatin1Char('\n')));
    m_count += static_cast<int>(unusable.size());
    setVisible(m_count > 0);
    refresh();
}

void UnusableList::refresh()
{
    const QString text = m_count == 1 ? tr("1 item cannot be uploaded") : tr("%1 items cannot be uploaded").arg(formattedCount(m_count));
    m_button->setText(text);
    m_button->setAccessibleName(text);
    m_button->setIcon(
        icon(m_button->isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), tokensFor(palette()).accent));
}

void UnusableList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace ui
