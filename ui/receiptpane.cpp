// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/receiptpane.h"

#include "ui/actionbutton.h"
#include "ui/counted.h"
#include "ui/elidedlabel.h"
#include "ui/factlist.h"
#include "ui/formatting.h"
#include "ui/receiptpartsview.h"
#include "ui/receipttext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>

namespace ui {

namespace {

QLabel *note(const QString &name)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setProperty("muted", true);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

ReceiptPane::ReceiptPane(const QList<QAction *> &actions, QWidget *parent)
    : QWidget(parent)
    , m_parts(QStringLiteral("CRC64NVME"))
    , m_title(new ElidedLabel)
    , m_facts(new FactList(104))
    , m_table(new ReceiptPartsView(m_parts))
    , m_note(note(QStringLiteral("receiptPartsNote")))
    , m_beside(new QStackedWidget)
    , m_none(note(QStringLiteral("noReceiptSelected")))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("receiptPane"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    const QList<ReceiptFact> facts = factsOf({});
    for (const ReceiptFact &fact : facts)
        m_facts->add(fact.name, fact.identifier ? FactList::Identifier : FactList::Words);

    m_title->setObjectName(QStringLiteral("receiptTitle"));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(16, 8, 12, 8);
    top->setSpacing(6);
    top->addWidget(m_title, 1);
    for (QAction *action : actions) {
        auto *button = new ActionButton(action, this);
        m_buttons.append(button);
        top->addWidget(button);
    }
    auto *line = new QFrame;
    line->setObjectName(QStringLiteral("divider"));
    line->setFixedHeight(1);

    auto *scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("receiptFacts"));
    scroll->setAccessibleName(tr("Receipt"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::StrongFocus);
    auto *content = new QWidget;
    auto *factsColumn = new QVBoxLayout(content);
    factsColumn->setContentsMargins(16, 12, 12, 12);
    factsColumn->addWidget(m_facts);
    factsColumn->addStretch();
    scroll->setWidget(content);
    m_beside->addWidget(m_table);
    m_beside->addWidget(m_note);
    auto *sides = new QSplitter(Qt::Horizontal);
    sides->setObjectName(QStringLiteral("receiptSplitter"));
    sides->setHandleWidth(1);
    sides->addWidget(scroll);
    sides->addWidget(m_beside);
    sides->setChildrenCollapsible(false);
    scroll->setMinimumWidth(240);
    m_beside->setMinimumWidth(220);
    sides->setStretchFactor(0, 1);
    sides->setStretchFactor(1, 1);
    sides->setSizes({500, 500});

    auto *receipt = new QWidget;
    auto *column = new QVBoxLayout(receipt);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(line);
    column->addWidget(sides, 1);
    m_none->setText(tr("Select a receipt to see what was confirmed, and its parts."));
    m_none->setAccessibleName(m_none->text());
    m_pages->addWidget(m_none);
    m_pages->addWidget(receipt);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_pages);
}

void ReceiptPane::show(const upload::Receipt &receipt, bool whole)
{
    m_pages->setCurrentIndex(1);
    m_title->setWhole(printable(nameOf(receipt).toString()));
    const QList<ReceiptFact> facts = factsOf(receipt);
    for (int row = 0; row < static_cast<int>(facts.size()); ++row)
        m_facts->setValue(row, facts.at(row).value);
    m_parts.set(partLines(receipt.parts));
    QString words;
    if (receipt.partCount == 0)
        words = tr("No parts: the file was sent in one request.");
    else if (!whole)
        words = counted(receipt.partCount, tr("Reading 1 part…"), tr("Reading %1 parts…"));
    else if (receipt.parts.isEmpty())
        words = tr("The parts of this receipt were not kept.");
    m_note->setText(words);
    m_note->setAccessibleName(words);
    m_beside->setCurrentWidget(words.isEmpty() ? static_cast<QWidget *>(m_table) : m_note);
    m_table->verticalScrollBar()->setValue(0);
    fit();
}

void ReceiptPane::showNone()
{
    m_parts.set({});
    m_pages->setCurrentIndex(0);
}

void ReceiptPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

// Words while there is room for them beside the name.
void ReceiptPane::fit()
{
    int words = 0;
    for (ActionButton *button : std::as_const(m_buttons)) {
        button->setCompact(false);
        words += button->sizeHint().width() + 6;
    }
    const bool compact = width() - words < 180;
    for (ActionButton *button : std::as_const(m_buttons))
        button->setCompact(compact);
}

} // namespace ui
