// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// How the pane of one unfinished upload is arranged; what it shows is in unfinishedpane.cpp.
#include "ui/dialogpieces.h"
#include "ui/factlist.h"
#include "ui/formatting.h"
#include "ui/partmap.h"
#include "ui/unfinishedpane.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTreeView>

namespace ui {

namespace {

QLabel *noteLabel(const char *name)
{
    auto *label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setProperty("muted", true);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QFrame *divider()
{
    auto *line = new QFrame;
    line->setObjectName(QStringLiteral("divider"));
    return line;
}

} // namespace

UnfinishedPane::UnfinishedPane(QWidget *parent)
    : QWidget(parent)
    , m_parts(tr("Checksum"))
    , m_pages(new QStackedWidget(this))
    , m_none(noteLabel("noUnfinishedSelected"))
    , m_tabs(new QTabWidget)
    , m_mapOrNote(new QStackedWidget)
    , m_tableOrNote(new QStackedWidget)
    , m_map(new PartMap)
    , m_notes{noteLabel("unfinishedPartsNote"), noteLabel("unfinishedTableNote")}
    , m_permission(new QPushButton(tr("Show the permission…")))
    , m_part(new FactList(92))
    , m_rule(divider())
    , m_facts(new FactList(92))
{
    setObjectName(QStringLiteral("unfinishedPane"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_tabs->setObjectName(QStringLiteral("unfinishedTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(partsPage(), tr("Parts"));
    m_tabs->addTab(tablePage(), tr("Table"));
    showNone();
    m_pages->addWidget(m_none);
    m_pages->addWidget(m_tabs);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_pages);
    connect(m_map, &PartMap::partSelected, this, &UnfinishedPane::showPart);
    connect(m_map, &PartMap::partHovered, this, [this](int number) {
        m_hovered = number;
        showPart();
    });
    connect(m_permission, &QPushButton::clicked, this, [this] {
        if (m_error)
            Q_EMIT permissionWished(m_shown.object.bucket, *m_error);
    });
}

QWidget *UnfinishedPane::partsPage()
{
    m_map->setObjectName(QStringLiteral("storedPartMap"));
    m_map->setAtRest(true);
    m_permission->setObjectName(QStringLiteral("partsPermission"));
    m_permission->setAccessibleName(m_permission->text());
    m_permission->setProperty("link", true);
    auto *reason = new QWidget;
    auto *reasonColumn = new QVBoxLayout(reason);
    reasonColumn->addStretch();
    reasonColumn->addWidget(m_notes[0]);
    reasonColumn->addWidget(m_permission, 0, Qt::AlignHCenter);
    reasonColumn->addStretch();
    auto *mapArea = new QWidget;
    auto *mapColumn = new QVBoxLayout(mapArea);
    mapColumn->setContentsMargins(12, 8, 12, 4);
    mapColumn->addWidget(m_map);
    m_mapOrNote->addWidget(mapArea);
    m_mapOrNote->addWidget(reason);
    QFrame *line = divider();
    line->setFixedWidth(1);
    auto *lineColumn = new QVBoxLayout;
    lineColumn->setContentsMargins(0, 12, 0, 12);
    lineColumn->addWidget(line);
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_mapOrNote, 1);
    row->addLayout(lineColumn);
    m_factsArea = factsArea();
    row->addWidget(m_factsArea);
    return page;
}

QWidget *UnfinishedPane::factsArea()
{
    for (const auto &[name, kind] :
        {std::pair(tr("Part"), FactList::Words), std::pair(tr("Size"), FactList::Words), std::pair(tr("ETag"), FactList::Identifier),
            std::pair(tr("Checksum"), FactList::Identifier), std::pair(tr("Modified"), FactList::Words)})
        m_part->add(name, kind);
    for (const QString &name : {tr("State"), tr("Held"), tr("Part size"), tr("Missing"), tr("Cost a month"), tr("Cost so far"),
             tr("Started"), tr("Last part"), tr("Expires"), tr("Initiator"), tr("Owner"), tr("Storage class"), tr("Checksum")})
        m_facts->add(name);
    m_facts->add(tr("Key"), FactList::Identifier);
    m_facts->add(tr("Upload ID"), FactList::Identifier);
    m_rule->setFixedHeight(1);
    auto *facts = new QWidget;
    auto *column = new QVBoxLayout(facts);
    column->setContentsMargins(16, 12, 12, 12);
    column->addWidget(m_part);
    column->addWidget(m_rule);
    column->addWidget(m_facts);
    column->addStretch();
    auto *area = new QScrollArea;
    area->setObjectName(QStringLiteral("unfinishedFacts"));
    area->setAccessibleName(tr("Facts"));
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::StrongFocus);
    area->setWidget(facts);
    return area;
}

QWidget *UnfinishedPane::tablePage()
{
    QTreeView *table = dialogTable(&m_parts, "storedParts", tr("Stored parts"), this);
    table->setProperty("framed", false);
    table->setFrameShape(QFrame::NoFrame);
    table->header()->setSectionResizeMode(PartTableModel::EtagColumn, QHeaderView::Stretch);
    table->header()->setSectionResizeMode(PartTableModel::ChecksumColumn, QHeaderView::Stretch);
    const auto words = [this](const QString &widest) { return fontMetrics().horizontalAdvance(widest) + 28; };
    table->setColumnWidth(PartTableModel::NumberColumn, words(QStringLiteral("10,000")));
    table->setColumnWidth(PartTableModel::SizeColumn, words(QStringLiteral("1,023 MiB")));
    table->setColumnWidth(
        PartTableModel::ModifiedColumn, words(formattedDateTime(QDateTime(QDate(2028, 12, 28), QTime(22, 58, 58), Qt::UTC))));
    m_tableOrNote->addWidget(table);
    m_tableOrNote->addWidget(m_notes[1]);
    return m_tableOrNote;
}

} // namespace ui
