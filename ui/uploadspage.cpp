// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/uploadspage.h"

#include "ui/detailspane.h"
#include "ui/emptystate.h"
#include "ui/foldersummary.h"

#include <QApplication>
#include <QSet>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {

UploadsPage::UploadsPage(QWidget *parent)
    : QWidget(parent)
    , m_filter(m_uploads)
    , m_view(new UploadListView)
    , m_empty(new EmptyState)
    , m_stack(new QStackedWidget)
    , m_details(new DetailsPane)
    , m_folder(new FolderSummary)
    , m_below(new QStackedWidget)
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    setObjectName(QStringLiteral("uploadsPage"));
    m_details->setObjectName(QStringLiteral("detailsPane"));
    m_splitter->setObjectName(QStringLiteral("detailsSplitter"));
    m_view->setModel(&m_filter);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    m_stack->setMinimumHeight(120);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_stack);
    m_below->setObjectName(QStringLiteral("details"));
    m_below->addWidget(m_details);
    m_below->addWidget(m_folder);
    m_splitter->addWidget(m_below);
    m_splitter->setCollapsible(0, false);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({420, 300});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_splitter, 1);

    connect(m_empty, &EmptyState::addFilesWished, this, &UploadsPage::addFilesWished);
    connect(m_empty, &EmptyState::addConnectionWished, this, &UploadsPage::addConnectionWished);
    connect(m_empty, &EmptyState::showAllWished, this, &UploadsPage::showAllWished);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &UploadsPage::showCurrent);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &UploadsPage::selectionChanged);
    connect(&m_uploads, &UploadListModel::statesChanged, this, &UploadsPage::selectionChanged);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_filter, signal, this, &UploadsPage::showListOrReason);
    showListOrReason();
    showCurrent();
}

void UploadsPage::updateUploads(const QList<upload::UploadSnapshot> &changed)
{
    const bool first = m_uploads.rowCount() == 0;
    m_uploads.update(changed);
    bool currentChanged = false;
    for (const upload::UploadSnapshot &snapshot : changed) {
        m_details->updateUpload(snapshot);
        currentChanged = currentChanged || (snapshot.batch == m_current && !m_current.isNull());
    }
    if (currentChanged) {
        if (const UploadRow *folder = m_uploads.rowAt(m_uploads.indexOf(m_current)))
            m_folder->show(*folder);
    }
    // The first upload is shown and chosen at once: nobody should have to look for it. (Focus alone may have made it current, not chosen.)
    if ((first || !m_view->currentIndex().isValid()) && m_filter.rowCount() > 0) {
        m_view->selectionModel()->setCurrentIndex(m_filter.index(0, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
}

void UploadsPage::removeUploads(const QList<upload::UploadId> &ids)
{
    m_uploads.remove(ids);
    m_details->forgetUploads(ids);
    showCurrent();
    showListOrReason();
}

void UploadsPage::setConnectionNames(const QStringList &names)
{
    m_connectionNames = names;
    showListOrReason();
}

// A long list is begun anew by another filter: what was open stays open, and the current row stays current.
template <typename Change>
void UploadsPage::keepingPlace(Change change)
{
    QList<upload::BatchId> open;
    const QList<upload::BatchId> folders = m_uploads.folders();
    for (const upload::BatchId &id : folders) {
        if (m_view->isExpanded(m_filter.mapFromSource(m_uploads.indexOf(id))))
            open.append(id);
    }
    const upload::UploadId current = m_current;
    change();
    for (const upload::BatchId &id : std::as_const(open))
        m_view->setExpanded(m_filter.mapFromSource(m_uploads.indexOf(id)), true);
    const QModelIndex place = m_filter.mapFromSource(m_uploads.indexOf(current));
    if (!m_view->currentIndex().isValid())
        m_view->setCurrentIndex(place.isValid() ? place : m_filter.index(0, 0));
    showCurrent();
    showListOrReason();
}

void UploadsPage::showCategory(std::optional<Category> category, const QString &name)
{
    m_categoryName = name;
    keepingPlace([&] { m_filter.setCategory(category); });
}

void UploadsPage::showWords(const QString &words)
{
    keepingPlace([&] { m_filter.setWords(words); });
}

void UploadsPage::showListOrReason()
{
    const bool any = m_filter.rowCount() > 0;
    QWidget *shown = any ? static_cast<QWidget *>(m_view) : m_empty;
    if (m_stack->currentWidget() != shown) {
        const bool hadFocus = m_stack->currentWidget()->isAncestorOf(QApplication::focusWidget()) || m_stack->currentWidget()->hasFocus();
        m_stack->setCurrentWidget(shown);
        if (hadFocus)
            shown->setFocus();
    }
    setFocusProxy(shown);
    m_below->setVisible(m_uploads.uploads() > 0);
    if (any)
        return;
    if (m_uploads.uploads() == 0)
        m_empty->invite(m_connectionNames);
    else if (!m_filter.words().isEmpty())
        m_empty->explainWords(m_filter.words());
    else
        m_empty->explainCategory(m_categoryName);
}

void UploadsPage::showCurrent()
{
    const UploadRow *row = m_uploads.rowAt(m_filter.mapToSource(m_view->currentIndex()));
    const upload::UploadId shown = row ? row->snapshot.id : upload::UploadId();
    if (shown != m_current || !row) {
        m_current = shown;
        const bool folder = row && row->isFolder();
        if (folder)
            m_folder->show(*row);
        m_details->setUpload(row && !folder ? std::optional(row->snapshot) : std::nullopt);
        m_below->setCurrentWidget(folder ? static_cast<QWidget *>(m_folder) : m_details);
    }
    const upload::UploadId watched = row && !row->isFolder() ? shown : upload::UploadId();
    if (watched != m_watched) {
        m_watched = watched;
        Q_EMIT watchWished(m_watched);
    }
}

QModelIndexList UploadsPage::selectedSourceRows() const
{
    QModelIndexList rows;
    const QItemSelection selection = m_view->selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.append(m_filter.mapToSource(m_filter.index(row, 0, range.parent())));
    }
    return rows;
}

Selection UploadsPage::selection() const
{
    Selection result;
    const QModelIndexList rows = selectedSourceRows();
    result.rows = static_cast<int>(rows.size());
    for (const QModelIndex &index : rows)
        result.abilities |= m_uploads.rowAt(index)->abilities();
    return result;
}

QList<upload::UploadId> UploadsPage::selectedIds(Ability ability) const
{
    QList<upload::UploadId> ids;
    QSet<upload::UploadId> seen; // a folder and one of its files may both be selected
    const QModelIndexList rows = selectedSourceRows();
    for (const QModelIndex &index : rows) {
        const QList<upload::UploadId> more = m_uploads.idsWith(index, ability);
        for (const upload::UploadId &id : more) {
            if (!seen.contains(id)) {
                seen.insert(id);
                ids.append(id);
            }
        }
    }
    return ids;
}

QList<upload::UploadSnapshot> UploadsPage::selectedRows() const
{
    QList<upload::UploadSnapshot> snapshots;
    const QModelIndexList rows = selectedSourceRows();
    for (const QModelIndex &index : rows)
        snapshots.append(m_uploads.rowAt(index)->snapshot);
    return snapshots;
}

QList<upload::UploadSnapshot> UploadsPage::snapshots(const QList<upload::UploadId> &ids) const
{
    QList<upload::UploadSnapshot> snapshots;
    for (const upload::UploadId &id : ids) {
        if (const UploadRow *row = m_uploads.rowAt(m_uploads.indexOf(id)))
            snapshots.append(row->snapshot);
    }
    return snapshots;
}

} // namespace ui
