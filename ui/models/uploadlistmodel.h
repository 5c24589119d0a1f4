// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The list of uploads as a tree of depth two: a file is a row, a folder is one row that can be opened. Fed with snapshots; an update
// costs what it changes, not what the list holds.

#include "ui/models/foldersums.h"
#include "ui/unfinished.h"

#include <QAbstractItemModel>
#include <QSet>

#include <memory>
#include <vector>

namespace ui {

struct UploadRow {
    UploadRow *folder = nullptr;
    int position = 0;                              // among its siblings
    upload::UploadSnapshot snapshot;               // of a folder: as if it were one upload; its id is the batch's
    std::unique_ptr<FolderSums> sums;              // folders only
    double rank = 0;                               // the value of a moving column when the list was last put in order by it
    bool turned = false;                           // a filter may see it otherwise since the last announcement
    Categories counted;                            // folders only: those under which the model counts it at present
    std::vector<std::unique_ptr<UploadRow>> files; // folders only

    bool isFolder() const { return sums != nullptr; }
    Categories categories() const { return sums ? sums->categories() : categoriesOf(snapshot); }
    Abilities abilities() const { return sums ? sums->abilities() : abilitiesOf(snapshot); }
    QStringView name() const; // file name, path inside the folder, or the folder's name
    QString target() const;   // "s3://bucket/key"
    QString statusText() const;
};

enum class RowAction { None, Retry, Answer, FindFile, PauseNow }; // what the status offers as a link

class UploadListModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { NameColumn, ProgressColumn, SizeColumn, SpeedColumn, TimeLeftColumn, StatusColumn, ColumnCount };
    enum Role {
        SnapshotRole = Qt::UserRole + 1, // upload::UploadSnapshot
        IsFolderRole,
        FileCountRole,
        NameRole,
        TargetRole,
        StatusTextRole,
        ActionRole,        // RowAction
        BytesRetryingRole, // folders: bytes of parts that are sent again
        SortRole,          // the raw value behind the column
    };

    explicit UploadListModel(QObject *parent = nullptr);
    ~UploadListModel() override;

    void update(const QList<upload::UploadSnapshot> &changed); // also new ones
    void remove(const QList<upload::UploadId> &ids);           // a folder goes with its last file

    void layAgain();  // the same rows in the same order: a filter maps them anew and keeps its selection
    void beginAnew(); // the same rows, told as a whole: the only public way to make a filter forget its mapping at once

    const UploadRow *rowAt(const QModelIndex &index) const;
    QModelIndex indexOf(const upload::UploadId &id) const;                            // a file's, or a folder's by its batch
    QList<upload::UploadId> idsWith(const QModelIndex &index, Ability ability) const; // a folder stands for its files
    int rowsIn(Category category) const;                                              // rows of the first level
    int activeUploads() const { return m_active; }                                    // files
    int uploads() const { return static_cast<int>(m_files.size()); }
    QList<upload::UploadId> completedIds() const;
    QList<Unfinished> unfinished() const;
    QList<upload::UploadSnapshot> snapshots() const; // of files, in no particular order
    QList<upload::BatchId> folders() const { return m_folders.keys(); }

    // Progress, speed and time left change all the time; a list in their order is put in order now and then, not with every change.
    static bool isMovingColumn(int column);
    void rankBy(int column); // notes the values that lessThan compares; -1: none

    // Compares raw values without a QVariant: a list of 100,000 is sorted by it.
    static bool lessThan(const UploadRow &left, const UploadRow &right, int column);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void statesChanged(); // some row came, went or changed its state: counts and abilities may differ

private:
    using Rows = std::vector<std::unique_ptr<UploadRow>>;
    using Positions = QHash<UploadRow *, std::vector<int>>; // by folder; null for the first level

    Rows &rowsOf(UploadRow *folder) { return folder ? folder->files : m_rows; }
    QModelIndex indexOf(const UploadRow *row, int column = 0) const;
    void replace(UploadRow &row, const upload::UploadSnapshot &snapshot);
    void refreshFolder(UploadRow &folder);
    Rows insertIntoFolders(const QList<upload::UploadSnapshot> &fresh, QSet<UploadRow *> &changedFolders);
    void insertAtTop(Rows rows);
    std::unique_ptr<UploadRow> makeFile(const upload::UploadSnapshot &snapshot, UploadRow *folder);
    void take(UploadRow *folder, std::vector<int> positions);
    void moveToEnd(UploadRow *folder, const std::vector<int> &positions);
    void emitChanged(UploadRow *folder, std::vector<int> positions);
    void countRow(const UploadRow &row, int sign);
    void forget(const UploadRow &row);
    double rankOf(const UploadRow &row) const;
    QVariant sortValue(const UploadRow &row, int column) const;
    QString displayText(const UploadRow &row, int column) const;
    QString spokenText(const UploadRow &row) const;

    Rows m_rows;
    QHash<upload::UploadId, UploadRow *> m_files;
    QHash<upload::BatchId, UploadRow *> m_folders;
    std::array<int, allCategories.size()> m_counts{};
    int m_active = 0;
    bool m_statesTouched = false;
    int m_rankedBy = -1;
};

} // namespace ui
