// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/stagedmodel.h"

#include "ui/formatting.h"
#include "ui/plaintext.h"

#include <algorithm>

namespace ui {

namespace {

constexpr qint64 FilesAtOnce = 2000; // are looked through in a few milliseconds: nobody has to wait for a thread

} // namespace

StagedModel::StagedModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_newest(std::make_shared<std::atomic<int>>(0))
{
    m_pool.setMaxThreadCount(1);
}

StagedModel::~StagedModel()
{
    ++*m_newest; // what runs notices at once
    m_pool.clear();
    m_pool.waitForDone();
}

void StagedModel::add(const QList<upload::FoundItem> &items)
{
    QList<upload::FoundItem> fresh;
    for (const upload::FoundItem &item : items) {
        if (!m_paths.contains(item.path)) {
            m_paths.insert(item.path);
            fresh.append(item);
        }
    }
    if (fresh.isEmpty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
    m_items.append(fresh);
    endInsertRows();
    survey();
}

void StagedModel::remove(const QModelIndexList &rows)
{
    QList<int> numbers;
    for (const QModelIndex &index : rows)
        numbers.append(index.row());
    std::sort(numbers.begin(), numbers.end(), std::greater<>());
    if (numbers.isEmpty())
        return;
    // One reset instead of a signal for each of perhaps 100,000 rows; the selection is gone in either case.
    beginResetModel();
    QList<upload::FoundItem> kept;
    QSet<int> gone(numbers.begin(), numbers.end());
    for (int row = 0; row < m_items.size(); ++row) {
        if (gone.contains(row))
            m_paths.remove(m_items.at(row).path);
        else
            kept.append(m_items.at(row));
    }
    m_items = kept;
    m_askedRows.clear();
    m_existing.clear();
    m_meetings.clear();
    m_notes.clear();
    endResetModel();
    survey();
}

upload::KeyPlan StagedModel::barePlan() const
{
    return {{}, m_keys.rule, m_keys.added};
}

void StagedModel::survey()
{
    ++*m_newest;
    m_surveying = false;
    m_survey = surveyOf(m_items, barePlan(), [] { return true; });
    plan();
}

void StagedModel::surveyLater()
{
    const int number = ++*m_newest;
    m_surveying = true;
    m_pool.clear();
    m_pool.start([this, items = m_items, plan = barePlan(), newest = m_newest, number] {
        const StagedSurvey survey = surveyOf(items, plan, [&] { return *newest == number; });
        QMetaObject::invokeMethod(
            this, [this, survey, number] { concludeSurvey(number, survey); }, Qt::QueuedConnection);
    });
}

void StagedModel::concludeSurvey(int number, const StagedSurvey &survey)
{
    if (number != *m_newest)
        return;
    m_surveying = false;
    m_survey = survey;
    tellTargets();
    Q_EMIT surveyed();
}

void StagedModel::plan()
{
    m_requests = 0;
    m_planTrouble.clear();
    for (const upload::FoundItem &item : std::as_const(m_items)) {
        for (const upload::FoundFile &file : item.files) {
            const auto made = s3::PartPlan::make(file.size, m_wishedPartSize, m_limits);
            if (made.ok())
                m_requests += made->isSinglePut() ? 1 : made->count() + 2; // with Create and Complete
            else if (m_planTrouble.isEmpty())
                m_planTrouble = QStringLiteral("%1: %2").arg(shortened(file.relativeKey, 40), made.error().message);
        }
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Parts), index(rowCount() - 1, Parts));
}

void StagedModel::setPlan(qint64 wishedPartSize, const s3::PartLimits &limits)
{
    if (wishedPartSize == m_wishedPartSize && limits == m_limits)
        return;
    m_wishedPartSize = wishedPartSize;
    m_limits = limits;
    plan();
}

void StagedModel::setPrefix(const QString &prefix)
{
    if (prefix == m_keys.prefix)
        return;
    m_keys.prefix = prefix;
    forgetTargets();
}

void StagedModel::setKeyRule(const upload::KeyRule &rule)
{
    if (rule == m_keys.rule)
        return;
    m_keys.rule = rule;
    m_survey.targets.clear();
    if (m_survey.files > FilesAtOnce)
        surveyLater();
    else
        survey();
    forgetTargets();
}

// What was said of the former keys.
void StagedModel::forgetTargets()
{
    m_askedRows.clear();
    m_existing.clear();
    m_meetings.clear();
    m_notes.clear();
    tellTargets();
}

void StagedModel::tellTargets()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, ArrivesAs), index(rowCount() - 1, ArrivesAs));
}

QStringList StagedModel::firstKeys(int atMost)
{
    QStringList keys;
    m_askedRows.clear();
    for (int row = 0; row < m_items.size() && keys.size() < atMost; ++row) {
        for (const upload::FoundFile &file : m_items.at(row).files) {
            if (keys.size() == atMost)
                break;
            const s3::Result<QString> key = upload::keyOf(m_keys, file);
            if (!key.ok())
                continue;
            keys.append(*key);
            m_askedRows.insert(*key, row);
        }
    }
    return keys;
}

void StagedModel::setExistingKeys(const QStringList &keys)
{
    if (keys.isEmpty() && m_existing.isEmpty())
        return;
    m_existing.clear();
    for (const QString &key : keys) {
        if (const auto row = m_askedRows.constFind(key); row != m_askedRows.constEnd())
            ++m_existing[*row];
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, ArrivesAs), index(rowCount() - 1, ArrivesAs));
}

void StagedModel::setUnfinished(const UnfinishedByKey &uploads, const QDateTime &now)
{
    if (uploads.isEmpty() && m_meetings.isEmpty() && m_notes.isEmpty())
        return;
    m_meetings.clear();
    m_notes.clear();
    for (int row = 0; row < m_items.size() && !uploads.isEmpty(); ++row) {
        QList<Unfinished> ofRow;
        for (const upload::FoundFile &file : m_items.at(row).files) {
            const s3::Result<QString> key = upload::keyOf(m_keys, file);
            const auto met = key.ok() ? uploads.constFind(*key) : uploads.constEnd();
            if (met == uploads.constEnd())
                continue;
            m_meetings.append({met.key(), file.path, file.size, *met});
            ofRow.append(*met);
        }
        if (!ofRow.isEmpty())
            m_notes.insert(row, unfinishedNote(ofRow, now));
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, ArrivesAs), index(rowCount() - 1, ArrivesAs));
}

QList<Meeting> StagedModel::meetings() const
{
    return m_meetings;
}

int StagedModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int StagedModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString StagedModel::partsText(const upload::FoundItem &item) const
{
    if (item.isFolder)
        return item.files.size() == 1 ? tr("1 file") : tr("%1 files").arg(formattedCount(item.files.size()));
    if (item.files.isEmpty())
        return {};
    const auto made = s3::PartPlan::make(item.files.first().size, m_wishedPartSize, m_limits);
    if (!made.ok())
        return tr("too large");
    return made->isSinglePut() ? tr("1 request")
                               : QStringLiteral("%1 × %2").arg(formattedCount(made->count()), formattedPartSize(made->partSize()));
}

QString StagedModel::target(int row) const
{
    const upload::FoundItem &item = m_items.at(row);
    if (item.isFolder) {
        if (m_surveying)
            return QStringLiteral("…");
        const auto known = m_survey.targets.constFind(row);
        return printable(known != m_survey.targets.cend() ? m_keys.prefix + *known : upload::targetOf(m_keys, item)) + QStringLiteral("…");
    }
    const s3::Result<QString> key = item.files.isEmpty() ? s3::Result<QString>(QString()) : upload::keyOf(m_keys, item.files.constFirst());
    return key.ok() ? printable(*key) : tr("no key");
}

QString StagedModel::exists(int row) const
{
    const int count = m_existing.value(row);
    if (count == 0)
        return {};
    return m_items.at(row).isFolder ? tr("%1 exist").arg(count) : tr("exists");
}

QVariant StagedModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const upload::FoundItem &item = m_items.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case File:
            return item.isFolder ? printable(item.name) + QLatin1Char('/') : printable(item.name);
        case Size:
            return formattedBytes(item.bytes);
        case Parts:
            return partsText(item);
        case ArrivesAs:
            return target(index.row());
        default:
            return {};
        }
    case Qt::AccessibleTextRole:
        if (index.column() == ArrivesAs && (m_existing.contains(index.row()) || m_notes.contains(index.row()))) {
            QStringList words = {target(index.row()), exists(index.row()), m_notes.value(index.row())};
            words.removeAll(QString());
            return words.join(QStringLiteral(", "));
        }
        return {};
    case Qt::ToolTipRole:
        if (index.column() == File)
            return tipText(printable(item.path));
        if (index.column() != ArrivesAs)
            return {};
        return tipText(m_notes.contains(index.row()) ? QStringLiteral("%1\n%2").arg(target(index.row()), m_notes.value(index.row()))
                                                     : target(index.row()));
    case Qt::TextAlignmentRole:
        return index.column() == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case ExistsRole:
        return exists(index.row());
    case UnfinishedRole:
        return m_notes.value(index.row());
    case AnyUnfinishedRole:
        return !m_notes.isEmpty();
    case TroubleRole:
        return !item.isFolder && !item.files.isEmpty() && !s3::PartPlan::make(item.files.first().size, m_wishedPartSize, m_limits).ok();
    default:
        return {};
    }
}

QVariant StagedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case File:
        return tr("File");
    case Size:
        return tr("Size");
    case Parts:
        return tr("Parts");
    case ArrivesAs:
        return tr("Arrives as");
    default:
        return {};
    }
}

} // namespace ui
