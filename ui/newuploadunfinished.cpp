// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// What the dialog for new uploads does about keys that have unfinished uploads: it marks them, and asks once before anything is sent.
#include "ui/adoptwords.h"
#include "ui/newuploaddialog.h"
#include "ui/stagedmodel.h"

#include <QTreeView>

namespace ui {

using namespace std::chrono_literals;

void NewUploadDialog::connectUnfinished()
{
    using upload::AccountBrowser;
    connect(
        &m_browser, &AccountBrowser::uploadsFound, this,
        [this](const QString &id, const QString &name, const QList<upload::OpenUpload> &uploads, bool isWhole, const QStringList &keys) {
            if (!isAboutUnfinished(id, name, keys))
                return;
            m_openAsked.clear();
            m_open = uploads;
            if (!isWhole || m_model->files() > keys.size())
                m_openTrouble = tr("There may be more unfinished uploads of these keys than were looked up.");
            showUnfinished();
            if (m_concluding)
                conclude();
        },
        Qt::QueuedConnection);
    connect(
        &m_browser, &AccountBrowser::uploadsRefused, this,
        [this](const QString &id, const QString &name, const s3::Error &error, const QStringList &keys) {
            if (!isAboutUnfinished(id, name, keys))
                return;
            m_openAsked.clear();
            m_openTrouble = unknownUnfinished(error);
            showUnfinished();
            if (m_concluding)
                conclude();
        },
        Qt::QueuedConnection);
    m_patience.setSingleShot(true);
    m_patience.setInterval(3s);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_openAsked.clear();
        m_openTrouble = tr("The server did not say in time whether unfinished uploads have these keys.");
        conclude();
    });
}

bool NewUploadDialog::isAboutUnfinished(const QString &connectionId, const QString &bucketName, const QStringList &keys) const
{
    return connection() && connection()->id == connectionId && bucketName == bucket() && !m_openAsked.isEmpty() && keys == m_openAsked;
}

// Another target, or other files: what was said of the former ones is nobody's.
void NewUploadDialog::forgetUnfinished()
{
    m_open.clear();
    m_openAsked.clear();
    m_openTrouble.clear();
    m_concluding = false;
    m_patience.stop();
    m_model->setUnfinished({}, {});
    fitRows();
}

void NewUploadDialog::setOwnUnfinished(const OwnUnfinished &unfinished)
{
    m_own = unfinished;
    showUnfinished();
}

void NewUploadDialog::showUnfinished()
{
    if (connection())
        m_model->setUnfinished(unfinishedByKey(m_own(), m_open, connection()->id, bucket()), QDateTime::currentDateTimeUtc());
    fitRows();
    validate();
}

// Rows with a note are higher; the dialog grows with them, and the list takes nothing from the fields.
void NewUploadDialog::fitRows()
{
    const bool high = !m_model->meetings().isEmpty();
    if (high == std::exchange(m_highRows, high))
        return;
    constexpr int more = 48;
    m_list->setMinimumHeight(m_list->minimumHeight() + (high ? more : -more));
    resize(width(), height() + (high ? more : -more));
    m_list->doItemsLayout();
}

void NewUploadDialog::conclude()
{
    if (m_rest.isActive()) {
        m_rest.stop();
        askForExistingKeys();
    }
    const bool waits = !m_openAsked.isEmpty();
    if (waits != m_concluding || !waits) {
        m_concluding = waits;
        waits ? m_patience.start() : m_patience.stop();
        refresh();
    }
    if (waits)
        return;
    showUnfinished();
    m_decisions.clear();
    const QList<Meeting> meetings = m_model->meetings();
    if (meetings.isEmpty()) {
        accept();
        return;
    }
    auto *question = new UnfinishedQuestion(meetings, QDateTime::currentDateTimeUtc(), this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this, [this, question] {
        m_decisions = question->decisions();
        accept();
    });
    question->open();
}

} // namespace ui
