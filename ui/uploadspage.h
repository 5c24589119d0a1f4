// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The page of uploads: list or empty state, and the details of the current row below.

#include "ui/models/uploadfilter.h"
#include "ui/uploadlistview.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;

namespace ui {

class DetailsPane;
class EmptyState;
class FolderSummary;

struct Selection {
    Abilities abilities; // what any of the selected rows allows
    int rows = 0;
};

class UploadsPage : public QWidget {
    Q_OBJECT
public:
    explicit UploadsPage(QWidget *parent = nullptr);

    void updateUploads(const QList<upload::UploadSnapshot> &changed);
    void removeUploads(const QList<upload::UploadId> &ids);
    void setConnectionNames(const QStringList &names);
    void showCategory(std::optional<Category> category, const QString &name);
    void showWords(const QString &words);

    Selection selection() const;
    QList<upload::UploadId> selectedIds(Ability ability) const; // folders stand for their files
    QList<upload::UploadSnapshot> selectedRows() const;         // a folder as one
    QList<upload::UploadSnapshot> snapshots(const QList<upload::UploadId> &ids) const;
    upload::UploadId watched() const { return m_watched; }

    UploadListModel &uploads() { return m_uploads; }
    UploadListView &view() { return *m_view; }
    DetailsPane &details() { return *m_details; }
    QSplitter &splitter() { return *m_splitter; }

Q_SIGNALS:
    void addConnectionWished();
    void selectionChanged();                      // or what it allows
    void watchWished(const upload::UploadId &id); // null: none
    void addFilesWished();
    void showAllWished();

private:
    void showCurrent();
    void showListOrReason();
    template <typename Change>
    void keepingPlace(Change change);
    QModelIndexList selectedSourceRows() const;

    UploadListModel m_uploads;
    UploadFilter m_filter;
    QString m_categoryName;
    QStringList m_connectionNames;
    UploadListView *m_view;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    DetailsPane *m_details;
    FolderSummary *m_folder;
    QStackedWidget *m_below; // the details of a file, or of a folder
    QSplitter *m_splitter;
    upload::UploadId m_current; // the row in the details; a folder's is its batch
    upload::UploadId m_watched;
};

} // namespace ui
