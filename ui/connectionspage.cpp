// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/connectionspage.h"

#include "ui/connectiondialog.h"
#include "ui/counted.h"
#include "ui/dialogpieces.h"
#include "ui/emptystate.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/queued.h"
#include "ui/theme.h"

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
    , m_trusting(new Trusting(this))
    , m_tests(new ConnectionTests(*m_trusting, this))
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
    connect(m_empty, &EmptyState::addConnectionWished, this, &ConnectionsPage::addConnection);
}

void ConnectionsPage::arrange()
{
    m_headline->setObjectName(QStringLiteral("connectionsHeadline"));
    m_headline->setTextFormat(Qt::PlainText);
    QFont heading = headingFont(font());
    heading.setWeight(QFont::DemiBold);
    m_headline->setFont(heading);
    m_view->setProperty("framed", false);
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
    QHBoxLayout *head = bar({12, 12, 12, 12});
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

// Each column its share: an access key ID with its keychain is the longest of what has to be read whole.
void ConnectionsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < 680; // pixels: of four columns none could be read
    m_view->setColumnHidden(ConnectionsModel::TargetColumn, isNarrow);
    m_view->setColumnWidth(ConnectionsModel::NameColumn, width() * (isNarrow ? 26 : 19) / 100);
    m_view->setColumnWidth(ConnectionsModel::KeysColumn, width() * (isNarrow ? 36 : 31) / 100);
    m_view->setColumnWidth(ConnectionsModel::TargetColumn, width() * 16 / 100);
}

void ConnectionsPage::connectButtons()
{
    connect(m_add, &QPushButton::clicked, this, &ConnectionsPage::addConnection);
    connect(m_edit, &QPushButton::clicked, this, &ConnectionsPage::editCurrent);
    connect(m_duplicate, &QPushButton::clicked, this, &ConnectionsPage::duplicateCurrent);
    connect(m_remove, &QPushButton::clicked, this, &ConnectionsPage::removeCurrent);
    connect(m_import, &QPushButton::clicked, this, &ConnectionsPage::chooseImport);
    connect(m_export, &QPushButton::clicked, this, &ConnectionsPage::chooseExport);
    connect(m_test, &QPushButton::clicked, this, [this] {
        if (const ConnectionRow *row = m_model.rowAt(m_view->currentIndex()))
            m_tests->test(*row, window());
    });
    connect(m_trusting, &Trusting::said, this, &ConnectionsPage::said);
    connect(m_trusting, &Trusting::draftTrusted, this, [this](const QByteArray &pem) {
        if (!m_dialog)
            return;
        m_dialog->addCertificate(pem);
        m_tests->end();
        m_tests->testDraft(m_dialog->connection(), m_dialog->secrets(), m_dialog);
    });
    connect(m_view, &QTreeView::activated, this, &ConnectionsPage::editCurrent);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ConnectionsPage::refresh);
    connect(&m_model, &ConnectionsModel::layoutChanged, this, &ConnectionsPage::refresh);
}

void ConnectionsPage::setBook(upload::ConnectionBook &book)
{
    m_book = &book;
    m_tests->setBook(book);
    m_trusting->setBook(book);
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
    connect(m_book, &ConnectionBook::noted, this, &ConnectionsPage::showNoted, Qt::QueuedConnection);
    connect(m_book, &ConnectionBook::refused, this, &ConnectionsPage::showRefused, Qt::QueuedConnection);
    connect(
        m_book, &ConnectionBook::troubled, this, [this](const s3::Error &error) { Q_EMIT troubled(sentence(error)); },
        Qt::QueuedConnection);
    connect(
        m_book, &ConnectionBook::removed, this,
        [this](const QString &id) { awaited([&id](const Awaited &one) { return one.what == Awaited::What::Removal && one.id == id; }); },
        Qt::QueuedConnection);
    const auto isFile = [](const Awaited &one) { return one.what == Awaited::What::File; };
    connect(
        m_book, &ConnectionBook::imported, this,
        [this, isFile](const QList<upload::SavedConnection> &connections, const QStringList &remarks) {
            awaited(isFile);
            Q_EMIT said(ui::counted(connections.size(), tr("1 connection was imported; its secret has to be typed"),
                tr("%1 connections were imported; their secrets have to be typed")));
            if (!remarks.isEmpty())
                Q_EMIT troubled(remarks.join(QLatin1Char(' ')));
        },
        Qt::QueuedConnection);
    connect(
        m_book, &ConnectionBook::exported, this,
        [this, isFile](const QString &path, int count) {
            awaited(isFile);
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
    m_tests->setSaved(saved);
    m_trusting->setSaved(saved);
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
        m_empty->inviteConnection(tr("No connection yet"));
    setFocusProxy(any ? static_cast<QWidget *>(m_view) : m_model.connections() == 0 ? static_cast<QWidget *>(m_empty) : m_add);

    const ConnectionRow *row = m_model.rowAt(m_view->currentIndex());
    m_edit->setEnabled(m_book && row && row->saved);
    m_edit->setToolTip(row && !row->saved ? tr("This one was found on this computer; a duplicate of it can be edited") : QString());
    m_remove->setEnabled(m_book && row && row->saved);
    m_duplicate->setEnabled(m_book && row);
    m_test->setEnabled(m_tests->isPossible() && row);
    for (QPushButton *button : {m_add, m_import})
        button->setEnabled(m_book != nullptr);
    m_export->setEnabled(!m_saved.isEmpty());
}

void ConnectionsPage::setDoctor(upload::Doctor &doctor)
{
    m_tests->setDoctor(doctor);
    refresh();
}

const upload::SavedConnection *ConnectionsPage::saved(const QString &id) const
{
    const auto found = std::find_if(m_saved.begin(), m_saved.end(), [&id](const auto &one) { return one.id == id; });
    return found == m_saved.end() ? nullptr : &*found;
}

} // namespace ui
