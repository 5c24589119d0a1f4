// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/factlist.h"

#include "ui/elidedlabel.h"
#include "ui/icons.h"

#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace ui {

FactList::FactList(int nameWidth, QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(5);
    m_grid->setColumnMinimumWidth(0, nameWidth);
    m_grid->setColumnStretch(1, 1);
}

int FactList::add(const QString &name, Kind kind)
{
    Row row{};
    row.name = new QLabel(name, this);
    row.name->setTextFormat(Qt::PlainText);
    row.name->setProperty("muted", true);
    row.name->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    if (kind == Words) {
        row.label = new QLabel(this);
        row.label->setTextFormat(Qt::PlainText);
        row.label->setWordWrap(true);
        row.label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        row.label->setAlignment(Qt::AlignTop | Qt::AlignLeading);
        row.holder = row.label;
    } else {
        row.holder = new QWidget(this);
        auto *line = new QHBoxLayout(row.holder);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(4);
        row.identifier = new ElidedLabel(row.holder);
        row.identifier->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
        auto *copy = new QToolButton(row.holder);
        copy->setProperty("copy", true);
        copy->setIconSize(QSize(14, 14));
        copy->setToolTip(tr("Copy %1").arg(name));
        copy->setAccessibleName(tr("Copy %1").arg(name));
        copy->setObjectName(QStringLiteral("copy:%1").arg(name));
        ElidedLabel *const identifier = row.identifier;
        connect(copy, &QToolButton::clicked, this, [identifier] { QGuiApplication::clipboard()->setText(identifier->text()); });
        line->addWidget(row.identifier, 1);
        line->addWidget(copy);
        line->addStretch();
        copy->setFixedSize(20, 20);
        // In the middle of its line, which the button makes higher than a line of words.
        row.name->setAlignment(Qt::AlignVCenter | Qt::AlignLeading);
        row.name->setMinimumHeight(20);
        row.copyButton = copy;
    }
    const int number = static_cast<int>(m_rows.size());
    m_grid->addWidget(row.name, number, 0, Qt::AlignTop);
    m_grid->addWidget(row.holder, number, 1);
    row.name->hide();
    row.holder->hide();
    m_rows.push_back(row);
    colorIcons();
    return number;
}

void FactList::setName(int row, const QString &name)
{
    m_rows.at(static_cast<size_t>(row)).name->setText(name);
}

void FactList::show(Row &row, const QString &value)
{
    row.value = value;
    row.name->setVisible(!value.isEmpty());
    row.holder->setVisible(!value.isEmpty());
    (row.label ? row.label : row.identifier)->setAccessibleDescription(row.name->text());
}

void FactList::setValue(int number, const QString &value)
{
    Row &row = m_rows.at(static_cast<size_t>(number));
    if (row.value == value && row.holder->isHidden() == value.isEmpty())
        return;
    if (row.label) {
        row.label->setTextFormat(Qt::PlainText);
        row.label->setText(value);
    } else {
        row.identifier->setWhole(value);
    }
    show(row, value);
}

void FactList::setValue(int number, const QString &boldPart, const QString &rest)
{
    Row &row = m_rows.at(static_cast<size_t>(number));
    const QString value = boldPart + rest;
    if (row.value == value)
        return;
    row.label->setTextFormat(Qt::RichText);
    row.label->setText(QStringLiteral("<b>%1</b>%2").arg(boldPart.toHtmlEscaped(), rest.toHtmlEscaped()));
    row.label->setAccessibleName(value);
    show(row, value);
}

QString FactList::value(int row) const
{
    return m_rows.at(static_cast<size_t>(row)).value;
}

QString FactList::text() const
{
    QStringList lines;
    for (const Row &row : m_rows) {
        if (!row.value.isEmpty())
            lines.append(QStringLiteral("%1: %2").arg(row.name->text(), row.value));
    }
    return lines.join(QLatin1Char('\n'));
}

void FactList::colorIcons()
{
    for (const Row &row : m_rows) {
        if (row.copyButton)
            static_cast<QToolButton *>(row.copyButton)->setIcon(icon(QStringLiteral("copy"), palette()));
    }
}

void FactList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        colorIcons();
    QWidget::changeEvent(event);
}

} // namespace ui
