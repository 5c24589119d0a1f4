// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/partstab.h"

#include "ui/messages.h"
#include "ui/partdetails.h"
#include "ui/partmap.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>

namespace ui {

PartsTab::PartsTab(QWidget *parent)
    : QWidget(parent)
    , m_map(new PartMap(this))
    , m_elsewhere(new QLabel(this))
    , m_details(new PartDetails)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto *mapArea = new QWidget(this);
    auto *mapLayout = new QVBoxLayout(mapArea);
    mapLayout->setContentsMargins(12, 8, 12, 4);
    mapLayout->addWidget(m_map);
    m_elsewhere->setObjectName(QStringLiteral("partsElsewhere"));
    m_elsewhere->setProperty("muted", true);
    m_elsewhere->setAlignment(Qt::AlignCenter);
    m_elsewhere->setWordWrap(true);
    m_elsewhere->setTextFormat(Qt::PlainText);
    m_elsewhere->hide();
    mapLayout->addWidget(m_elsewhere);
    row->addWidget(mapArea, 1);

    auto *line = new QFrame(this);
    line->setObjectName(QStringLiteral("divider"));
    line->setFixedWidth(1);
    auto *lineArea = new QVBoxLayout;
    lineArea->setContentsMargins(0, 12, 0, 12);
    lineArea->addWidget(line);
    row->addLayout(lineArea);

    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("partDetailsArea"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedWidth(340);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_details);
    row->addWidget(scroll);

    connect(m_map, &PartMap::partSelected, this, &PartsTab::showPart);
    connect(m_map, &PartMap::partHovered, this, [this](int number) {
        m_hovered = number;
        showPart();
    });
}

void PartsTab::setUpload(const upload::UploadSnapshot &upload)
{
    if (!m_upload || m_upload->id != upload.id)
        m_hovered = 0;
    m_upload = upload;
    const bool elsewhere = upload.state == upload::UploadState::RunningElsewhere;
    m_map->setVisible(!elsewhere);
    m_elsewhere->setVisible(elsewhere);
    if (elsewhere)
        m_elsewhere->setText(statusSentence(upload, statusText(upload)));
    m_map->setUpload(upload);
    m_details->setUpload(upload, m_totals);
    showPart();
}

void PartsTab::setTotals(const upload::Totals &totals)
{
    m_totals = totals;
    if (m_upload)
        m_details->setUpload(*m_upload, m_totals);
}

void PartsTab::updateParts(const QList<upload::PartSnapshot> &parts)
{
    m_map->updateParts(parts);
    showPart();
}

void PartsTab::showPart()
{
    const int number = m_hovered ? m_hovered : m_map->selectedPart() ? m_map->selectedPart() : m_map->busiestPart();
    m_details->setPart(m_map->part(number));
}

} // namespace ui
