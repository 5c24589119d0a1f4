// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The places of the window with their live counts, in sections. A page is added by adding an entry.

#include <QList>
#include <QListView>
#include <QStandardItemModel>

namespace ui {

struct SidebarEntry {
    QString id; // what the window knows it by
    QString text;
    QString one, many; // what its count says aloud: "1 upload", "%1 uploads"
};

class Sidebar : public QListView {
    Q_OBJECT
public:
    explicit Sidebar(QWidget *parent = nullptr);

    void addSection(const QString &title, const QList<SidebarEntry> &entries);
    void setCount(const QString &id, int count); // -1: not known
    int count(const QString &id) const;
    void choose(const QString &id);
    QString chosen() const;

    enum Role { IdRole = Qt::UserRole + 1, CountRole, OneRole, ManyRole };

Q_SIGNALS:
    void chosenChanged(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    QSize sizeHint() const override { return {178, 200}; }

private:
    QStandardItem *entry(const QString &id) const;

    QStandardItemModel m_entries;
};

} // namespace ui
