// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The page of connections: which there are, and what can be done with them. What is wished goes out as values; the secrets of a dialog with
// them, and nowhere else.

#include "ui/models/connectionsmodel.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QPushButton;
class QTreeView;

namespace ui {

class ConnectionDialog;
class EmptyState;

class ConnectionsPage : public QWidget {
    Q_OBJECT
public:
    explicit ConnectionsPage(QWidget *parent = nullptr);

    void setConnections(const QList<upload::Connection> &offered);
    void setSaved(const QList<upload::SavedConnection> &saved);
    void showWords(const QString &words);
    // Answers of saveWished.
    void showSaved(const QString &connectionId);
    void showRefused(const s3::Error &error);

    void addConnection(); // opens the dialog
    ConnectionsModel &connections() { return m_model; }

Q_SIGNALS:
    void saveWished(const upload::SavedConnection &connection, const upload::NewSecrets &secrets);
    void duplicateWished(const QString &connectionId);
    void removeWished(const QString &connectionId); // was confirmed
    void testWished(const upload::SavedConnection &connection, const upload::NewSecrets &secrets);
    void importWished(const QString &path);
    void exportWished(const QString &path);
    void counted(int connections);

private:
    void arrange();
    void connectButtons();
    void refresh(); // the headline, the list or why there is none, and what may be done
    void edit(const upload::SavedConnection &connection);
    void editCurrent();
    void duplicateCurrent();
    void removeCurrent();
    void chooseImport();
    void chooseExport();
    upload::SavedConnection asSaved(const ConnectionRow &row) const; // one that was found, to be saved under a name of its own

    ConnectionsModel m_model;
    QList<upload::SavedConnection> m_saved;
    QList<upload::Connection> m_offered;
    QPointer<ConnectionDialog> m_dialog;
    QLabel *m_headline, *m_note;
    QTreeView *m_view;
    EmptyState *m_empty;
    QPushButton *m_add, *m_edit, *m_duplicate, *m_test, *m_remove, *m_import, *m_export;
};

} // namespace ui
