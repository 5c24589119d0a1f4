// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// How the dialog "Clean up automatically" is arranged; what it does is in lifecycledialog.cpp.
#include "ui/dialogpieces.h"
#include "ui/icons.h"
#include "ui/lifecycledialog.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace ui {

QWidget *LifecycleDialog::reasonPage()
{
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(12);
    column->addStretch();
    m_busy = new QProgressBar(card);
    m_busy->setObjectName(QStringLiteral("lifecycleBusy"));
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedWidth(120);
    m_busy->setAccessibleName(tr("Reading the rules"));
    column->addWidget(m_busy, 0, Qt::AlignHCenter);
    m_reason = dialogWords("lifecycleReason", "muted", card);
    m_reason->setAlignment(Qt::AlignCenter);
    column->addWidget(m_reason);
    m_readAgain = dialogButton(tr("Read again"), "lifecycleReadAgain", nullptr, card);
    connect(m_readAgain, &QPushButton::clicked, this, &LifecycleDialog::read);
    column->addWidget(m_readAgain, 0, Qt::AlignHCenter);
    column->addStretch();
    return card;
}

QWidget *LifecycleDialog::rulesPage()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    m_rulesCaption = dialogWords("rulesCaption", "muted", page);
    column->addWidget(m_rulesCaption);
    m_rules = readOnlyText("rules", tr("The rules of this bucket"), false, page);
    m_rules->setFixedHeight(84);
    column->addWidget(m_rules);
    buildWish(column);
    m_note = dialogWords("lifecycleNote", nullptr, page);
    QFont bold = m_note->font();
    bold.setWeight(QFont::DemiBold);
    m_note->setFont(bold);
    m_note->hide();
    column->addWidget(m_note);
    m_trouble = dialogWords("lifecycleTrouble", "failure", page);
    m_trouble->hide();
    column->addWidget(m_trouble);
    column->addStretch();

    auto *area = new QScrollArea(this);
    area->setObjectName(QStringLiteral("lifecycleArea"));
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(page);
    return area;
}

void LifecycleDialog::buildWish(QVBoxLayout *column)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_on = new QCheckBox(tr("Delete unfinished uploads after"), this);
    m_on->setObjectName(QStringLiteral("deleteUnfinished"));
    m_on->setAccessibleName(m_on->text());
    m_days = new QSpinBox(this);
    m_days->setObjectName(QStringLiteral("deleteAfterDays"));
    m_days->setAccessibleName(m_on->text());
    m_days->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_days->setRange(1, 3650);
    m_days->setValue(7);
    m_days->setFixedWidth(104);
    row->addWidget(m_on);
    row->addWidget(m_days);
    row->addStretch();
    column->addLayout(row);
    QLabel *meaning = dialogWords("lifecycleMeaning", "muted", this);
    setWords(
        meaning, tr("The days are counted from the beginning of an upload, not from its last part. The server looks about once a day, so "
                    "that it may take a day longer. The rule is for the whole bucket and everybody who uploads there."));
    column->addWidget(meaning);

    m_warning = new QFrame(this);
    m_warning->setObjectName(QStringLiteral("lifecycleWarning"));
    m_warning->setProperty("card", true);
    auto *warned = new QHBoxLayout(m_warning);
    warned->setContentsMargins(12, 8, 12, 8);
    warned->setSpacing(8);
    auto *sign = new QLabel(m_warning);
    sign->setPixmap(icon(QStringLiteral("triangle-alert"), tokensFor(palette()).attention).pixmap(QSize(16, 16), devicePixelRatioF()));
    warned->addWidget(sign, 0, Qt::AlignTop);
    m_warningText = dialogWords("lifecycleWarningText", "attention", m_warning);
    warned->addWidget(m_warningText, 1);
    column->addWidget(m_warning);

    m_difference = new QFrame(this);
    m_difference->setObjectName(QStringLiteral("lifecycleDifference"));
    m_difference->setProperty("card", true);
    auto *changed = new QVBoxLayout(m_difference);
    changed->setContentsMargins(12, 8, 12, 8);
    changed->setSpacing(4);
    QLabel *caption = dialogWords("differenceCaption", "muted", m_difference);
    setWords(caption, tr("What is written:"));
    m_removed = dialogWords("ruleRemoved", "failure", m_difference);
    m_added = dialogWords("ruleAdded", nullptr, m_difference);
    m_others = dialogWords("otherRules", "muted", m_difference);
    for (QLabel *label : {caption, m_removed, m_added, m_others})
        changed->addWidget(label);
    column->addWidget(m_difference);
}

void LifecycleDialog::buildFooter(QVBoxLayout *column)
{
    m_permission = dialogButton(tr("Which permission is missing…"), "explainPermission", nullptr, this);
    m_close = dialogButton(tr("Close"), "lifecycleClose", nullptr, this);
    m_write = dialogButton(tr("Write the rule"), "writeRule", "accent", this);
    connect(m_permission, &QPushButton::clicked, this, &LifecycleDialog::explainPermission);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_write, &QPushButton::clicked, this, &LifecycleDialog::write);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    for (QPushButton *button : {m_permission, m_close, m_write})
        row->addWidget(button);
    column->addLayout(row);
}

} // namespace ui
