// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The page of connections: which there are, and what can be done with them. The secrets of a dialog go to the book of connections and nowhere
// else.

#include "ui/connectiontests.h"
#include "ui/models/connectionsmodel.h"
#include "ui/trusting.h"
#include "upload/connectionbook.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <optional>

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

    void setBook(upload::ConnectionBook &book); // may live in another thread; must outlive the page
    void setDoctor(upload::Doctor &doctor);     // as well
    void setConnections(const QList<upload::Connection> &offered);
    void showWords(const QString &words);
    void addConnection();                   // opens the dialog
    void editConnection(const QString &id); // likewise, of a saved one
    ConnectionsModel &connections() { return m_model; }
    Trusting &trusting() { return *m_trusting; }
    const upload::SavedConnection *saved(const QString &id) const; // null: it is none

Q_SIGNALS:
    void counted(int connections);
    void said(const QString &sentence);     // for a moment
    void troubled(const QString &sentence); // until it is dismissed

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Awaited { // an answer of the book
        enum class What { Change, Addition, Copy, Removal, Forgetting, File } what;
        QString id;                             // as a refusal has it
        QPointer<ConnectionDialog> dialog = {}; // whose wish it is; null: nobody's, or it was closed
        QStringList known = {};                 // of which none is what is added
    };

    void arrange();
    void connectButtons();
    void connectBook();
    void setSaved(const QList<upload::SavedConnection> &saved);
    void await(Awaited::What what, const QString &id);
    std::optional<Awaited> awaited(const std::function<bool(const Awaited &)> &is); // the first one, which is no longer awaited
    void showSaved(const upload::SavedConnection &connection);
    void showNoted(const upload::SavedConnection &connection);
    void showRefused(const QString &id, const s3::Error &error);
    void refresh(); // the headline, the list or why there is none, and what may be done

    // connectionspagewishes.cpp
    void edit(const upload::SavedConnection &connection);
    void save(const upload::SavedConnection &connection, const upload::NewSecrets &secrets);
    void editCurrent();
    void duplicateCurrent();
    void removeCurrent();
    void askToRemoveAnyway(const upload::SavedConnection &connection, const s3::Error &error);
    void chooseImport();
    void chooseExport();
    upload::SavedConnection asSaved(const ConnectionRow &row) const; // one that was found, to be saved under a name of its own

    ConnectionsModel m_model;
    upload::ConnectionBook *m_book = nullptr;
    Trusting *m_trusting;
    ConnectionTests *m_tests;
    QList<Awaited> m_awaited; // in the order in which the book answers
    QString m_made;           // was just added: becomes the current one as soon as it is listed
    QList<upload::SavedConnection> m_saved;
    QList<upload::Connection> m_offered;
    QPointer<ConnectionDialog> m_dialog;
    QLabel *m_headline, *m_note;
    QTreeView *m_view;
    EmptyState *m_empty;
    QPushButton *m_add, *m_edit, *m_duplicate, *m_test, *m_remove, *m_import, *m_export;
};

} // namespace ui
