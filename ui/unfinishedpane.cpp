// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedpane.h"
#include "s3/permissions.h"

#include "ui/counted.h"
#include "ui/delegates/tabledelegate.h"
#include "ui/factlist.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/partmap.h"
#include "ui/unfinishedwords.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTreeView>

#include <algorithm>

namespace ui {

namespace {

enum Fact { State, Held, PartSizes, Gaps, AMonth, SoFar, Started, LastPart, Expires, By, Owner, Class, Checksum, Key, UploadIdFact };
enum PartFact { Number, Size, Etag, PartChecksum, Modified };

QLabel *noteLabel(const char *name)
{
    auto *label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setProperty("muted", true);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    return label;
}

QString sizesText(const QList<s3::StoredPart> &parts)
{
    if (parts.isEmpty())
        return {};
    // The last one is what the file left over: it says nothing about the others.
    const auto bySize = [](const s3::StoredPart &a, const s3::StoredPart &b) { return a.size < b.size; };
    const auto end = parts.size() > 1 ? parts.end() - 1 : parts.end();
    const auto [least, most] = std::minmax_element(parts.begin(), end, bySize);
    if (least->size == most->size && parts.constLast().size <= least->size)
        return QStringLiteral("%1 × %2").arg(formattedPartSize(least->size), formattedCount(parts.size()));
    const auto [smallest, largest] = std::minmax_element(parts.begin(), parts.end(), bySize);
    return UnfinishedPane::tr("unequal: %1 to %2").arg(formattedPartSize(smallest->size), formattedPartSize(largest->size));
}

// The numbers below the highest that no part has: "3, 7–9".
QString gapsText(const QList<s3::StoredPart> &parts)
{
    constexpr qsizetype most = 12;
    QStringList gaps;
    int expected = 1;
    for (const s3::StoredPart &part : parts) {
        if (part.number > expected)
            gaps.append(
                part.number - expected == 1 ? QString::number(expected) : QStringLiteral("%1–%2").arg(expected).arg(part.number - 1));
        expected = part.number + 1;
    }
    if (gaps.size() <= most)
        return gaps.join(QStringLiteral(", "));
    return UnfinishedPane::tr("%1 and %2 more gaps").arg(gaps.first(most).join(QStringLiteral(", "))).arg(gaps.size() - most);
}

} // namespace

UnfinishedPane::UnfinishedPane(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_none(noteLabel("noUnfinishedSelected"))
    , m_tabs(new QTabWidget)
    , m_mapOrNote(new QStackedWidget)
    , m_tableOrNote(new QStackedWidget)
    , m_map(new PartMap)
    , m_table(new QTreeView)
    , m_notes{noteLabel("unfinishedPartsNote"), noteLabel("unfinishedTableNote")}
    , m_permission(new QPushButton(tr("Show the permission…")))
    , m_part(new FactList(92))
    , m_rule(new QFrame)
    , m_facts(new FactList(92))
{
    setObjectName(QStringLiteral("unfinishedPane"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_tabs->setObjectName(QStringLiteral("unfinishedTabs"));
    m_tabs->setDocumentMode(true);
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

    for (const auto &[name, kind] :
        {std::pair(tr("Part"), FactList::Words), std::pair(tr("Size"), FactList::Words), std::pair(tr("ETag"), FactList::Identifier),
            std::pair(tr("Checksum"), FactList::Identifier), std::pair(tr("Modified"), FactList::Words)})
        m_part->add(name, kind);
    for (const QString &name : {tr("State"), tr("Held"), tr("Part size"), tr("Missing"), tr("Cost a month"), tr("Cost so far"),
             tr("Started"), tr("Last part"), tr("Expires"), tr("Initiator"), tr("Owner"), tr("Storage class"), tr("Checksum")})
        m_facts->add(name);
    m_facts->add(tr("Key"), FactList::Identifier);
    m_facts->add(tr("Upload ID"), FactList::Identifier);
    m_rule->setObjectName(QStringLiteral("divider"));
    m_rule->setFixedHeight(1);
    auto *facts = new QWidget;
    auto *factsColumn = new QVBoxLayout(facts);
    factsColumn->setContentsMargins(16, 12, 12, 12);
    factsColumn->addWidget(m_part);
    factsColumn->addWidget(m_rule);
    factsColumn->addWidget(m_facts);
    factsColumn->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("unfinishedFacts"));
    scroll->setAccessibleName(tr("Facts"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::StrongFocus);
    scroll->setWidget(facts);
    m_factsArea = scroll;
    auto *line = new QFrame;
    line->setObjectName(QStringLiteral("divider"));
    line->setFixedWidth(1);
    auto *lineColumn = new QVBoxLayout;
    lineColumn->setContentsMargins(0, 12, 0, 12);
    lineColumn->addWidget(line);
    auto *parts = new QWidget;
    auto *row = new QHBoxLayout(parts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_mapOrNote, 1);
    row->addLayout(lineColumn);
    row->addWidget(scroll);

    m_table->setObjectName(QStringLiteral("storedParts"));
    m_table->setAccessibleName(tr("Stored parts"));
    m_table->setModel(&m_parts);
    m_table->setItemDelegate(new TableDelegate(m_table));
    m_table->setUniformRowHeights(true);
    m_table->setRootIsDecorated(false);
    m_table->setAllColumnsShowFocus(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setTabKeyNavigation(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionsMovable(false);
    m_table->header()->setHighlightSections(false);
    m_table->header()->setSectionResizeMode(StoredPartModel::EtagColumn, QHeaderView::Stretch);
    m_table->header()->setSectionResizeMode(StoredPartModel::ChecksumColumn, QHeaderView::Stretch);
    const auto words = [this](const QString &widest) { return fontMetrics().horizontalAdvance(widest) + 28; };
    m_table->setColumnWidth(StoredPartModel::NumberColumn, words(QStringLiteral("10,000")));
    m_table->setColumnWidth(StoredPartModel::SizeColumn, words(QStringLiteral("1,023 MiB")));
    m_table->setColumnWidth(
        StoredPartModel::ModifiedColumn, words(formattedDateTime(QDateTime(QDate(2028, 12, 28), QTime(22, 58, 58), Qt::UTC))));
    m_tableOrNote->addWidget(m_table);
    m_tableOrNote->addWidget(m_notes[1]);
    m_tabs->addTab(parts, tr("Parts"));
    m_tabs->addTab(m_tableOrNote, tr("Table"));

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

void UnfinishedPane::showNone(const QString &why)
{
    const QString words = why.isEmpty() ? tr("Select an unfinished upload to see its stored parts.") : why;
    m_none->setText(words);
    m_none->setAccessibleName(words);
    m_shown = {};
    m_listed.clear();
    m_parts.set({});
    m_pages->setCurrentIndex(0);
}

void UnfinishedPane::show(const UnfinishedRow &row, const QDateTime &serverNow)
{
    if (m_shown != row.upload.address) {
        m_shown = row.upload.address;
        m_listed.clear();
        m_parts.set({});
        m_error.reset();
        m_hovered = 0;
        m_map->clear();
        showNote(tr("Listing the parts…"), false);
        showPart();
    }
    fillFacts(row, serverNow);
    m_pages->setCurrentIndex(1);
}

void UnfinishedPane::showParts(const upload::PartsListed &parts)
{
    const bool same = m_listed == parts.parts;
    m_listed = parts.parts;
    m_error.reset();
    if (m_listed.isEmpty()) {
        showNote(tr("It holds no parts."), false);
        return;
    }
    m_facts->setValue(PartSizes, sizesText(m_listed));
    m_facts->setValue(Gaps, gapsText(m_listed));
    if (!parts.checksumAlgorithm.isEmpty())
        m_facts->setValue(Checksum, printable(QString::fromUtf8(parts.checksumAlgorithm + ' ' + parts.checksumType)).simplified());
    if (!same) {
        m_parts.set(m_listed);
        // A part map needs an upload: one that has as many parts as the highest number says, of which some never arrived.
        upload::UploadSnapshot snapshot;
        snapshot.id =
            QUuid::createUuidV5(QUuid(), m_shown.object.bucket.toUtf8() + '\0' + m_shown.object.key.toUtf8() + '\0' + m_shown.uploadId);
        snapshot.parts = m_listed.constLast().number;
        snapshot.partSize = m_listed.constFirst().size;
        QList<upload::PartSnapshot> shown;
        shown.reserve(m_listed.size());
        for (const s3::StoredPart &each : m_listed) {
            upload::PartSnapshot part;
            part.number = each.number;
            part.state = upload::PartState::Stored;
            part.length = each.size;
            part.etag = each.etag;
            shown.append(part);
        }
        m_map->clear();
        m_map->setUpload(snapshot);
        m_map->updateParts(shown);
    }
    m_mapOrNote->setCurrentIndex(0);
    m_tableOrNote->setCurrentIndex(0);
    showPart();
}

void UnfinishedPane::showRefusal(const s3::Error &error)
{
    m_error = error;
    m_listed.clear();
    m_parts.set({});
    m_map->clear();
    const bool gone = error.kind == s3::ErrorKind::UploadGone || error.kind == s3::ErrorKind::NotFound;
    if (gone)
        showNote(tr("This upload is no longer on the server."), false);
    else if (s3::lacksPermission(error))
        showNote(tr("The parts may not be listed: the permission s3:ListMultipartUploadParts is missing."), true);
    else
        showNote(sentence(error), false);
    showPart();
}

void UnfinishedPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_factsArea->setFixedWidth(std::clamp(width() * 2 / 5, 220, 320));
}

void UnfinishedPane::showNote(const QString &words, bool permission)
{
    for (QLabel *note : m_notes) {
        note->setText(words);
        note->setAccessibleName(words);
    }
    m_permission->setVisible(permission);
    m_mapOrNote->setCurrentIndex(1);
    m_tableOrNote->setCurrentIndex(1);
}

void UnfinishedPane::showPart()
{
    const int number = m_hovered ? m_hovered : m_map->selectedPart();
    const auto found =
        std::find_if(m_listed.begin(), m_listed.end(), [number](const s3::StoredPart &each) { return each.number == number; });
    const bool stored = found != m_listed.end();
    m_part->setValue(Number, number == 0 ? QString() : stored ? tr("%1, stored").arg(number) : tr("%1, never arrived").arg(number));
    m_part->setValue(Size, stored ? tr("%1 (%2 bytes)").arg(formattedPartSize(found->size), formattedExactBytes(found->size)) : QString());
    m_part->setValue(Etag, stored ? printable(QString::fromUtf8(found->etag)) : QString());
    m_part->setValue(PartChecksum, stored && !found->checksums.values.isEmpty() ? checksumText(found->checksums) : QString());
    m_part->setValue(Modified, stored ? formattedDateTime(found->lastModified) : QString());
    m_part->setVisible(number != 0);
    m_rule->setVisible(number != 0);
}

void UnfinishedPane::fillFacts(const UnfinishedRow &row, const QDateTime &serverNow)
{
    const auto when = [&serverNow](const QDateTime &time) {
        return time.isValid() ? QStringLiteral("%1, %2").arg(formattedDateTime(time), agoText(time, serverNow)) : QString();
    };
    const auto estimate = [](const std::optional<upload::Money> &money) {
        return money ? tr("%1 (estimate)").arg(upload::moneyText(*money)) : QString();
    };
    const QString state = stateText(row), note = stateNote(row);
    const QString rest = (state.endsWith(QChar(0x2026)) ? QStringLiteral(" ") : QStringLiteral(". ")) + stateExplanation(row);
    m_facts->setValue(State, state, note.isEmpty() ? rest : QStringLiteral(" · %1%2").arg(note, rest));
    m_facts->setValue(Held,
        row.holding ? tr("%1 in %2").arg(formattedBytes(row.holding->bytes), counted(row.holding->parts, tr("1 part"), tr("%1 parts")))
                    : QString());
    m_facts->setValue(PartSizes, sizesText(m_listed));
    m_facts->setValue(Gaps, gapsText(m_listed));
    m_facts->setValue(AMonth, estimate(row.aMonth));
    m_facts->setValue(SoFar, estimate(row.soFar));
    m_facts->setValue(Started, when(row.upload.initiated));
    m_facts->setValue(LastPart, row.holding ? when(row.holding->lastPart) : QString());
    m_facts->setValue(Expires, row.judgement.expires.isValid() ? formattedDateTime(row.judgement.expires) : QString());
    m_facts->setValue(By, printable(row.upload.initiator));
    m_facts->setValue(Owner, printable(row.upload.owner));
    m_facts->setValue(Class, printable(QString::fromUtf8(storageClassOf(row))));
    if (!row.upload.checksumAlgorithm.isEmpty())
        m_facts->setValue(
            Checksum, printable(QString::fromUtf8(row.upload.checksumAlgorithm + ' ' + row.upload.checksumType)).simplified());
    else if (m_listed.isEmpty())
        m_facts->setValue(Checksum, QString());
    m_facts->setValue(Key, printable(unfinishedAddress(row)));
    m_facts->setValue(UploadIdFact, printable(QString::fromUtf8(row.upload.address.uploadId)));
}

} // namespace ui
