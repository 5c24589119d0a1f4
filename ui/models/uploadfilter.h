// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What of the list is shown, and in which order: the sidebar's category, the words in the Filter field, the clicked column.

#include "ui/models/uploadlistmodel.h"

#include <QSortFilterProxyModel>
#include <QTimer>

#include <optional>

namespace ui {

class UploadFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit UploadFilter(UploadListModel &uploads, QObject *parent = nullptr);

    void setCategory(std::optional<Category> category); // nothing = all
    void setWords(const QString &words);                // found in name or target, whatever the case; all of them must be
    std::optional<Category> category() const { return m_category; }
    QString words() const { return m_words.join(QLatin1Char(' ')); }

    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    void refilter();
    void orderAgain();
    void dropOrphans();
    bool matches(const UploadRow &row) const;

    UploadListModel &m_uploads;
    std::optional<Category> m_category;
    QStringList m_words;
    QTimer m_order;         // while a moving column orders the list
    bool m_orphans = false; // a folder was let go whose files are still mapped
};

} // namespace ui
