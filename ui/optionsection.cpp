// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/optionsection.h"

#include "ui/dialogpieces.h"
#include "ui/elidedlabel.h"
#include "ui/formfields.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

OptionSection::OptionSection(const char *name, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_header(new QToolButton(this))
    , m_summary(new ElidedLabel(this))
    , m_body(new QWidget(this))
    , m_form(new QFormLayout(m_body))
{
    setObjectName(QLatin1String(name));
    m_header->setObjectName(QLatin1String(name) + QStringLiteral("Header"));
    m_header->setProperty("section", true);
    m_header->setCheckable(true);
    m_header->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_header->setText(title);
    m_header->setAccessibleName(title);
    m_summary->setObjectName(QLatin1String(name) + QStringLiteral("Summary"));
    m_summary->setProperty("muted", true);

    auto *row = new QHBoxLayout;
    row->setContentsMargins(formLabelWidth() + FormSpacing - 4, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_header);
    row->addWidget(m_summary, 1);
    m_form->setContentsMargins(0, 0, 0, 6);
    m_form->setHorizontalSpacing(FormSpacing);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_body->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(m_body);
    connect(m_header, &QToolButton::toggled, this, [this](bool open) {
        m_body->setVisible(open);
        refreshHeader();
        Q_EMIT toggled(open);
    });
}

bool OptionSection::isOpen() const
{
    return m_header->isChecked();
}

void OptionSection::setOpen(bool open)
{
    m_header->setChecked(open);
}

void OptionSection::told()
{
    refreshHeader();
    Q_EMIT changed();
}

void OptionSection::refreshHeader()
{
    m_header->setIcon(icon(isOpen() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), tokensFor(palette()).muted));
    // While it is open the fields speak for themselves.
    const bool hidesTrouble = !isOpen() && !isValid();
    m_summary->setWhole(isOpen() ? QString() : hidesTrouble ? tr("something is wrong in here") : summary());
    setLook(m_summary, "failure", hidesTrouble);
    m_header->setAccessibleDescription(m_summary->text());
}

void OptionSection::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        refreshHeader();
    QWidget::changeEvent(event);
}

} // namespace ui
