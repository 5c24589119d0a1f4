// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/connectionspage.h"

#include "s3/providerprofilejson.h"
#include "ui/confirmations.h"
#include "ui/connectiondialog.h"
#include "ui/counted.h"
#include "ui/dialogpieces.h"
#include "ui/emptystate.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/queued.h"
#include "ui/theme.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

ConnectionsPage::ConnectionsPage(QWidget *parent)
    : QWidget(parent)
    , m_headline(new QLabel(this))
    , m_note(dialogWords("connectionsNote", "muted", this))
    , m_view(dialogTable(&m_model, "connectionList", tr("Connections"), this))
    , m_empty(new EmptyState(this))
    , m_add(dialogButton(tr("Add connection…"), "addConnection", "accent", this))
    , m_edit(dialogButton(tr("Edit…"), "editConnection", nullptr, this))
    , m_duplicate(dialogButton(tr("Duplicate"), "duplicateConnection", nullptr, this))
    , m_test(dialogButton(tr("Test…"), "testConnection", nullptr, this))
    , m_remove(dialogButton(tr("Remove…"), "removeConnection", nullptr, this))
    , m_import(dialogButton(tr("Import…"), "importConnections", nullptr, this))
    , m_export(dialogButton(tr("Export…"), "exportConnections", nullptr, this))
{
    setObjectName(QStringLiteral("connectionsPage"));
    m_empty->setObjectName(QStringLiteral("noConnections"));
    arrange();
    connectButtons();
    refresh();
}

void ConnectionsPage::arrange()
{
    m_headline->setObjectName(QStringLiteral("connectionsHeadline"));
    QFont heading = headingFont(font());
    heading.setWeight(QFont::DemiBold);
    m_headline->setFont(heading);
    m_view->setProperty("framed", false);
    m_view->setColumnWidth(ConnectionsModel::NameColumn, 220);
    m_view->setColumnWidth(ConnectionsModel::KeysColumn, 260);
    m_view->setColumnWidth(ConnectionsModel::TargetColumn, 180);
    m_view->header()->setSectionResizeMode(ConnectionsModel::EndpointColumn, QHeaderView::Stretch);

    const auto bar = [this](const QMargins &margins) {
        auto *strip = new QWidget(this);
        strip->setAutoFillBackground(true);
        auto *row = new QHBoxLayout(strip);
        row->setContentsMargins(margins);
        row->setSpacing(6);
        return row;
    };
    const auto line = [this] {
        auto *divider = new QFrame(this);
        divider->setObjectName(QStringLiteral("divider"));
        divider->setFixedHeight(1);
        return divider;
    };
    QHBoxLayout *head = bar({16, 12, 12, 12});
    head->parentWidget()->setBackgroundRole(QPalette::Base);
    auto *words = new QVBoxLayout;
    words->setSpacing(3);
    words->addWidget(m_headline);
    words->addWidget(m_note);
    head->addLayout(words, 1);
    head->addWidget(m_add);
    QHBoxLayout *foot = bar({12, 8, 12, 8});
    foot->addWidget(m_import);
    foot->addWidget(m_export);
    foot->addStretch(1);
    for (QPushButton *button : {m_remove, m_duplicate, m_test, m_edit})
        foot->addWidget(button);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head->parentWidget());
    column->addWidget(line());
    column->addWidget(m_view, 1);
    column->addWidget(m_empty, 1);
    column->addWidget(line());
    column->addWidget(foot->parentWidget());
}

void ConnectionsPage::connectButtons()
{
    connect(m_add, &QPushButton::clicked, this, &ConnectionsPage::addConnection);
    connect(m_edit, &QPushButton::clicked, this, &ConnectionsPage::editCurrent);
    connect(m_duplicate, &QPushButton::clicked, this, &ConnectionsPage::duplicateCurrent);
    connect(m_remove, &QPushButton::clicked, this, &ConnectionsPage::removeCurrent);
    connect(m_import, &QPushButton::clicked, this, &ConnectionsPage::chooseImport);
    connect(m_export, &QPushButton::clicked, this, &ConnectionsPage::chooseExport);
    connect(m_test, &QPushButton::clicked, this, &ConnectionsPage::testCurrent);
    connect(m_view, &QTreeView::activated, this, &ConnectionsPage::editCurrent);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ConnectionsPage::refresh);
    connect(&m_model, &ConnectionsModel::layoutChanged, this, &ConnectionsPage::refresh);
}

void ConnectionsPage::setBook(upload::ConnectionBook &book)
{
    m_book = &book;
    connectBook();
    queued(book, [](upload::ConnectionBook &its) { its.list(); });
    refresh();
}

void ConnectionsPage::connectBook()
{
    using upload::ConnectionBook;
    // Queued even within one thread, as the signals of another would be.
    connect(m_book, &ConnectionBook::listed, this, &ConnectionsPage::setSaved, Qt::QueuedConnection);
    connect(m_book, &ConnectionBook::saved, this, &ConnectionsPage::showSaved, Qt::QueuedConnection);
    connect(m_book, &ConnectionBook::refused, this, &ConnectionsPage::showRefused, Qt::QueuedConnection);
    connect(
        m_book, &ConnectionBook::troubled, this, [this](const s3::Error &error) { Q_EMIT troubled(sentence(error)); },
        Qt::QueuedConnection);
    connect(
        m_book, &ConnectionBook::imported, this,
        [this](const QList<upload::SavedConnection> &connections, const QStringList &remarks) {
            Q_EMIT said(ui::counted(connections.size(), tr("1 connection was imported; its secret has to be typed"),
                tr("%1 connections were imported; their secrets have to be typed")));
            if (!remarks.isEmpty())
                Q_EMIT troubled(remarks.join(QLatin1Char(' ')));
        },
        Qt::QueuedConnection);
    connect(
        m_book, &ConnectionBook::exported, this,
        [this](const QString &path, int count) {
            Q_EMIT said(tr("Written to %1, without secrets: %2")
                            .arg(printable(path), ui::counted(count, tr("1 connection"), tr("%1 connections"))));
        },
        Qt::QueuedConnection);
}

void ConnectionsPage::setConnections(const QList<upload::Connection> &offered)
{
    m_offered = offered;
    m_model.set(m_saved, m_offered);
    Q_EMIT counted(m_model.connections());
    refresh();
}

void ConnectionsPage::setSaved(const QList<upload::SavedConnection> &saved)
{
    m_saved = saved;
    m_model.set(m_saved, m_offered);
    Q_EMIT counted(m_model.connections());
    if (const QModelIndex made = m_model.indexOf(m_made); made.isValid()) {
        m_view->setCurrentIndex(made);
        m_made.clear();
    }
    refresh();
}

void ConnectionsPage::showWords(const QString &words)
{
    m_model.setWords(words);
    refresh();
}

void ConnectionsPage::refresh()
{
    if (!m_view->currentIndex().isValid() && m_model.rowCount() > 0)
        m_view->setCurrentIndex(m_model.index(0, 0));
    m_headline->setText(
        m_saved.isEmpty() ? tr("No saved connection") : ui::counted(m_saved.size(), tr("1 saved connection"), tr("%1 saved connections")));
    m_headline->setAccessibleName(m_headline->text());
    const auto found = m_model.connections() - m_saved.size();
    setWords(m_note, found == 0
                         ? tr("Secrets are kept in this desktop's keychain only.")
                         : ui::counted(found, tr("Secrets are kept in this desktop's keychain only. 1 more was found on this computer."),
                               tr("Secrets are kept in this desktop's keychain only. %1 more were found on this computer.")));
    const bool any = m_model.rowCount() > 0;
    m_view->setVisible(any);
    m_empty->setVisible(!any);
    if (!any && m_model.connections() > 0)
        m_empty->explain(QStringLiteral("search"), tr("No connection matches these words"), {});
    else if (!any)
        m_empty->explain(QStringLiteral("plug"), tr("No connection yet"),
            tr("A connection is an endpoint with credentials: Amazon S3, or any server that speaks S3. What the AWS tools know on this "
               "computer is found by itself."));
    setFocusProxy(any ? static_cast<QWidget *>(m_view) : m_add);

    const ConnectionRow *row = m_model.rowAt(m_view->currentIndex());
    m_edit->setEnabled(m_book && row && row->saved);
    m_edit->setToolTip(row && !row->saved ? tr("This one was found on this computer; a duplicate of it can be edited") : QString());
    m_remove->setEnabled(m_book && row && row->saved);
    m_duplicate->setEnabled(m_book && row);
    m_test->setEnabled(m_doctor && row);
    for (QPushButton *button : {m_add, m_import})
        button->setEnabled(m_book != nullptr);
    m_export->setEnabled(!m_saved.isEmpty());
}

void ConnectionsPage::addConnection()
{
    upload::SavedConnection fresh;
    fresh.provider = QStringLiteral("aws");
    edit(fresh);
}

void ConnectionsPage::edit(const upload::SavedConnection &connection)
{
    if (m_dialog) {
        m_dialog->raise();
        m_dialog->activateWindow();
        return;
    }
    QStringList taken, profiles;
    for (const upload::SavedConnection &one : std::as_const(m_saved)) {
        if (one.id != connection.id)
            taken.append(one.name);
    }
    for (const upload::Connection &one : std::as_const(m_offered)) {
        if (one.id.startsWith(QLatin1String("profile:")))
            profiles.append(one.id.mid(8));
    }
    m_dialog = new ConnectionDialog(connection, taken, profiles, window());
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &ConnectionDialog::saveWished, this, [this](const upload::SavedConnection &one, const upload::NewSecrets &secrets) {
        queued(*m_book, [one, secrets](upload::ConnectionBook &book) { book.save(one, secrets); });
    });
    connect(m_dialog, &ConnectionDialog::testWished, this, &ConnectionsPage::testDraft);
    m_dialog->open();
}

void ConnectionsPage::setDoctor(upload::Doctor &doctor)
{
    m_doctor = &doctor;
    refresh();
}

void ConnectionsPage::testCurrent()
{
    const ConnectionRow *row = m_model.rowAt(m_view->currentIndex());
    if (!row)
        return;
    const upload::SavedConnection kept = row->saved.value_or(upload::SavedConnection());
    examine({row->connection.id, row->connection.name, kept.bucket, kept.prefix, row->saved.has_value()}, window());
}

// The engine knows it under an id of its own for as long as the dialog is open.
void ConnectionsPage::testDraft(const upload::SavedConnection &draft, const upload::NewSecrets &secrets)
{
    upload::SavedConnection lent = draft;
    if (!draft.id.isEmpty() && secrets == upload::NewSecrets() && m_saved.contains(draft)) {
        examine({draft.id, draft.name, draft.bucket, draft.prefix, true}, m_dialog);
        return;
    }
    lent.id = upload::newSavedId();
    queued(*m_book, [lent, secrets](upload::ConnectionBook &book) { book.lend(lent, secrets); });
    examine({lent.id, lent.name, lent.bucket, lent.prefix}, m_dialog);
    if (m_examination)
        connect(m_examination, &QObject::destroyed, this,
            [this, id = lent.id] { queued(*m_book, [id](upload::ConnectionBook &book) { book.takeBack(id); }); });
}

void ConnectionsPage::examine(const ExaminedPlace &place, QWidget *parent)
{
    if (m_examination) {
        m_examination->raise();
        m_examination->activateWindow();
        return;
    }
    m_examination = new DoctorDialog(*m_doctor, place, parent);
    m_examination->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_examination, &DoctorDialog::diagnosed, this, &ConnectionsPage::keepFindings);
    m_examination->open();
}

// Only what differs from what is known of the service, so that later knowledge counts for the rest.
void ConnectionsPage::keepFindings(const upload::Diagnosis &diagnosis)
{
    const auto saved = std::find_if(m_saved.begin(), m_saved.end(), [&](const auto &one) { return one.id == diagnosis.connectionId; });
    if (saved == m_saved.end() || diagnosis.wasStopped || diagnosis.outcome != upload::Diagnosis::Outcome::Works)
        return;
    upload::SavedConnection bare = *saved;
    bare.findings = {};
    const auto supposed = upload::connectionOf(bare);
    if (!supposed)
        return;
    queued(*m_book, [id = saved->id, findings = s3::profileDifference(diagnosis.profile, supposed->profile)](
                        upload::ConnectionBook &book) { book.noteFindings(id, findings); });
}

void ConnectionsPage::editCurrent()
{
    const ConnectionRow *row = m_model.rowAt(m_view->currentIndex());
    if (row && row->saved)
        edit(*row->saved);
    else if (row)
        duplicateCurrent();
}

// What was found has no secret of Davit's to copy: its duplicate goes on asking where it was found.
void ConnectionsPage::duplicateCurrent()
{
    const ConnectionRow *row = m_model.rowAt(m_view->currentIndex());
    if (!row)
        return;
    if (row->saved)
        queued(*m_book, [id = row->saved->id](upload::ConnectionBook &book) { book.duplicate(id); });
    else
        edit(asSaved(*row));
}

upload::SavedConnection ConnectionsPage::asSaved(const ConnectionRow &row) const
{
    upload::SavedConnection made;
    made.name = row.connection.name;
    made.provider = row.connection.profile.id;
    made.endpoint = row.connection.endpoint.host.isEmpty() ? QString() : row.connection.endpoint.url();
    made.region = row.connection.endpoint.region;
    made.style = row.connection.endpoint.style;
    made.extraCaPem = row.connection.tls.extraCaPem;
    const QString profile = QStringLiteral("profile:");
    if (row.connection.id.startsWith(profile)) {
        made.keys = upload::KeySource::Profile;
        made.profile = row.connection.id.mid(profile.size());
    } else {
        made.keys = row.connection.id == QLatin1String("environment") ? upload::KeySource::Environment : upload::KeySource::Keychain;
    }
    return made;
}

void ConnectionsPage::removeCurrent()
{
    const ConnectionRow *row = m_model.rowAt(m_view->currentIndex());
    if (!row || !row->saved)
        return;
    Question question;
    question.name = QStringLiteral("removeConnectionQuestion");
    question.title = tr("Remove connection");
    question.text = tr("Remove “%1” and its secrets from this computer?").arg(shortened(row->saved->name, 48));
    question.note = tr("Nothing is deleted on the server. Uploads of this connection keep their parts and wait; they need a connection to "
                       "the same place to go on.");
    question.yes = tr("Remove");
    question.no = tr("Keep");
    question.destructive = true;
    ask(window(), question, [this, id = row->saved->id] {
        m_leaving = id;
        queued(*m_book, [id](upload::ConnectionBook &book) { book.remove(id); });
    });
}

void ConnectionsPage::askToRemoveAnyway(const upload::SavedConnection &connection, const s3::Error &error)
{
    Question question;
    question.name = QStringLiteral("removeAnywayQuestion");
    question.title = tr("Remove connection");
    question.text = tr("The keychain does not let go of the secret of “%1”.").arg(shortened(connection.name, 48));
    question.note = tr("%1 The connection can be removed all the same; the secret then stays in the keychain.").arg(sentence(error));
    question.yes = tr("Remove all the same");
    question.no = tr("Keep");
    question.destructive = true;
    ask(window(), question, [this, id = connection.id] { queued(*m_book, [id](upload::ConnectionBook &book) { book.remove(id, true); }); });
}

void ConnectionsPage::chooseImport()
{
    auto *dialog = new QFileDialog(window(), tr("Import connections"), {}, tr("Connections (*.json);;All files (*)"));
    dialog->setObjectName(QStringLiteral("importDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString &path) { queued(*m_book, [path](upload::ConnectionBook &book) { book.importFrom(path); }); });
    dialog->open();
}

void ConnectionsPage::chooseExport()
{
    auto *dialog = new QFileDialog(window(), tr("Export connections without their secrets"), {}, tr("Connections (*.json)"));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("davit-connections.json"));
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString &path) { queued(*m_book, [path](upload::ConnectionBook &book) { book.exportTo(path); }); });
    dialog->open();
}

void ConnectionsPage::showSaved(const upload::SavedConnection &connection)
{
    if (m_dialog)
        m_dialog->accept();
    m_made = connection.id;
    if (const QModelIndex place = m_model.indexOf(connection.id); place.isValid()) {
        m_view->setCurrentIndex(place);
        m_made.clear();
    }
}

void ConnectionsPage::showRefused(const QString &id, const s3::Error &error)
{
    const auto leaving = std::find_if(m_saved.begin(), m_saved.end(), [&](const auto &one) { return one.id == id && id == m_leaving; });
    if (leaving != m_saved.end() && error.code.startsWith(QLatin1String("Keychain")))
        askToRemoveAnyway(*leaving, error);
    else if (m_dialog)
        m_dialog->refuse(error);
    else
        Q_EMIT troubled(sentence(error));
    m_leaving.clear();
}

} // namespace ui
