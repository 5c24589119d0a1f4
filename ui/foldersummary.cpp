// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/foldersummary.h"

#include "ui/counted.h"
#include "ui/delegates/strip.h"
#include "ui/formatting.h"
#include "ui/messages.h"

#include <QFormLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int stripHeight = 14;

void setWords(QLabel *label, const QString &words)
{
    if (label->text() != words) {
        label->setText(words);
        label->setAccessibleName(words);
    }
}

} // namespace

FolderSummary::FolderSummary(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_target(new QLabel(this))
    , m_files(new QLabel(this))
{
    setObjectName(QStringLiteral("folderSummary"));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setObjectName(QStringLiteral("folderName"));
    m_target->setObjectName(QStringLiteral("folderTarget"));
    m_target->setProperty("muted", true);
    m_files->setObjectName(QStringLiteral("folderFiles"));
    for (QLabel *label : {m_title, m_target, m_files}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 12);
    column->setSpacing(4);
    column->addWidget(m_title);
    column->addWidget(m_target);
    column->addSpacing(stripHeight + 16);
    column->addWidget(m_files);
    column->addSpacing(8);
    auto *facts = new QFormLayout;
    facts->setLabelAlignment(Qt::AlignLeading);
    facts->setFormAlignment(Qt::AlignLeading);
    facts->setHorizontalSpacing(24);
    facts->setVerticalSpacing(6);
    m_size = addFact(*facts, tr("Size"), "folderSize");
    m_stored = addFact(*facts, tr("Stored"), "folderStored");
    m_speed = addFact(*facts, tr("Speed"), "folderSpeed");
    m_left = addFact(*facts, tr("Time left"), "folderTimeLeft");
    m_connection = addFact(*facts, tr("Connection"), "folderConnection");
    column->addLayout(facts);
    column->addStretch(1);
}

QLabel *FolderSummary::addFact(QFormLayout &facts, const QString &title, const char *name)
{
    auto *words = new QLabel(title, this);
    words->setTextFormat(Qt::PlainText);
    words->setProperty("muted", true);
    auto *value = new QLabel(this);
    value->setObjectName(QLatin1String(name));
    value->setTextFormat(Qt::PlainText);
    facts.addRow(words, value);
    return value;
}

void FolderSummary::show(const UploadRow &folder)
{
    m_folder = folder.snapshot;
    m_bytesRetrying = folder.sums->bytesRetrying();
    setWords(m_title, printable(m_folder.batchName));
    setWords(m_target, printable(folder.target()));
    QStringList counts;
    for (int state = 0; state <= static_cast<int>(upload::UploadState::Failed); ++state) {
        const int files = folder.sums->filesIn(static_cast<upload::UploadState>(state));
        if (files > 0)
            counts.append(QStringLiteral("%1 %2").arg(stateName(static_cast<upload::UploadState>(state)), formattedCount(files)));
    }
    const QString files = counted(folder.sums->files(), tr("1 file"), tr("%1 files"));
    setWords(m_files, QStringLiteral("%1: %2").arg(files, counts.join(QStringLiteral(" · "))));
    setWords(m_size, formattedBytes(m_folder.size));
    setWords(m_stored, tr("%1 on the server").arg(formattedBytes(m_folder.stored)));
    setWords(m_speed, formattedRate(m_folder.bytesPerSecond));
    setWords(m_left, m_folder.timeLeft ? formattedDuration(*m_folder.timeLeft) : QStringLiteral("–"));
    setWords(m_connection, printable(m_folder.connectionName));
    update();
}

void FolderSummary::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens tokens = tokensFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.pane);
    drawStrip(painter, QRectF(16, m_target->geometry().bottom() + 12, std::min(width() - 32, 640), stripHeight), m_folder, m_bytesRetrying,
        tokens);
}

} // namespace ui
