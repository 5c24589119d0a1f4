// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/adoptdialog.h"

#include "ui/adoptwords.h"
#include "ui/customerkeychoice.h"
#include "ui/droparea.h"
#include "ui/elidedlabel.h"
#include "ui/fieldaccessible.h"
#include "ui/formatting.h"
#include "ui/keyrules.h"
#include "ui/models/adoptedpartsmodel.h"
#include "ui/models/openuploadsmodel.h"
#include "ui/queued.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTreeView>

namespace ui {

AdoptDialog::AdoptDialog(upload::AccountBrowser &browser, upload::Adoption &adoption, const QList<upload::Connection> &connections,
    const AdoptBeginning &beginning, QWidget *parent)
    : QDialog(parent)
    , m_browser(browser)
    , m_adoption(adoption)
    , m_connections(connections)
    , m_uploads(new OpenUploadsModel(this))
    , m_parts(new AdoptedPartsModel(this))
{
    nameFieldsByTheirLabels();
    setObjectName(QStringLiteral("adoptDialog"));
    setWindowTitle(tr("Resume an upload with a file"));
    setAcceptDrops(true);
    if (!beginning.upload.uploadId.isEmpty())
        m_given = beginning.upload;
    build(beginning);
    connectBrowser();
    connectAdoption();
    m_rest.setSingleShot(true);
    m_rest.setInterval(400);
    connect(&m_rest, &QTimer::timeout, this, &AdoptDialog::askForUploads);
    connect(m_connection, &QComboBox::currentIndexChanged, this, &AdoptDialog::connectionChanged);
    connect(m_bucket, &QComboBox::currentTextChanged, this, &AdoptDialog::lookForUploads);
    connect(m_prefix, &QLineEdit::textChanged, this, &AdoptDialog::lookForUploads);
    connect(m_file, &QLineEdit::textChanged, this, &AdoptDialog::refresh);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_given.reset();
        refresh();
    });
    connect(m_list, &QAbstractItemView::activated, this, [this] {
        if (m_compare->isEnabled())
            compare();
    });
    const std::optional<s3::UploadAddress> given = m_given;
    connectionChanged();
    m_given = given;
    setStage(Stage::Choosing);
    (m_bucket->currentText().isEmpty() ? static_cast<QWidget *>(m_bucket) : m_file)->setFocus();
    if (m_given && !filePath().isEmpty())
        compare();
}

AdoptDialog::~AdoptDialog()
{
    if (m_stage == Stage::Listing || m_stage == Stage::Comparing)
        queued(m_adoption, [](upload::Adoption &adoption) { adoption.cancel(); });
}

void AdoptDialog::connectBrowser()
{
    using upload::AccountBrowser;
    connect(
        &m_browser, &AccountBrowser::bucketsListed, this,
        [this](const QString &id, const QStringList &buckets) {
            if (id != connectionId())
                return;
            const QString typed = bucket();
            {
                const QSignalBlocker quiet(m_bucket);
                m_bucket->clear();
                m_bucket->addItems(buckets);
                m_bucket->setEditText(typed);
            }
            if (typed.isEmpty() && buckets.size() == 1)
                m_bucket->setEditText(buckets.first());
        },
        Qt::QueuedConnection);
    connect(
        &m_browser, &AccountBrowser::uploadsFound, this,
        [this](const QString &id, const QString &name, const QList<upload::OpenUpload> &uploads, bool isWhole, const QStringList &keys,
            const QString &prefix) {
            if (isOurs(id, name, keys, prefix))
                showUploads(uploads, isWhole);
        },
        Qt::QueuedConnection);
    connect(
        &m_browser, &AccountBrowser::uploadsRefused, this,
        [this](const QString &id, const QString &name, const s3::Error &error, const QStringList &keys, const QString &prefix) {
            if (isOurs(id, name, keys, prefix))
                showReason(listingRefusal(error, name), false);
        },
        Qt::QueuedConnection);
}

// An answer to what stood in the fields a while ago is nobody's.
bool AdoptDialog::isOurs(const QString &id, const QString &bucketName, const QStringList &keys, const QString &prefix) const
{
    return id == connectionId() && bucketName == bucket() && keys.isEmpty() && prefix == m_prefix->text() && !m_rest.isActive();
}

void AdoptDialog::connectAdoption()
{
    using upload::Adoption;
    const auto isAwaited = [this](const upload::AdoptionReport &report) {
        return (m_stage == Stage::Listing || m_stage == Stage::Comparing) && report.upload == m_compared &&
               report.sourcePath == m_comparedFile;
    };
    connect(
        &m_adoption, &Adoption::listed, this,
        [this, isAwaited](const upload::AdoptionReport &report) {
            if (!isAwaited(report))
                return;
            setStage(Stage::Comparing);
            showReport(report);
        },
        Qt::QueuedConnection);
    connect(
        &m_adoption, &Adoption::progressed, this,
        [this](qint64 bytes, qint64 ofBytes, double bytesPerSecond) {
            if (m_stage != Stage::Comparing)
                return;
            m_progress->setRange(0, 1000);
            m_progress->setValue(ofBytes > 0 ? static_cast<int>(1000.0 * static_cast<double>(bytes) / static_cast<double>(ofBytes)) : 1000);
            m_progressText->setText(
                tr("%1 of %2 compared · %3").arg(formattedBytes(bytes), formattedBytes(ofBytes), formattedRate(bytesPerSecond)));
        },
        Qt::QueuedConnection);
    connect(
        &m_adoption, &Adoption::compared, this,
        [this, isAwaited](const upload::AdoptionReport &report) {
            if (!isAwaited(report))
                return;
            setStage(Stage::Compared);
            showReport(report);
        },
        Qt::QueuedConnection);
    connect(
        &m_adoption, &Adoption::refused, this,
        [this](const s3::Error &error) {
            if (m_stage != Stage::Listing && m_stage != Stage::Comparing)
                return;
            setStage(Stage::Choosing);
            m_trouble->setText(comparisonRefusal(error));
            m_trouble->show();
            if (error.code.startsWith(QLatin1String("CustomerKey")))
                m_keyRow->show();
            (m_keyRow->isHidden() ? static_cast<QWidget *>(m_file) : m_key)->setFocus();
        },
        Qt::QueuedConnection);
}

void AdoptDialog::setKeyBook(upload::CustomerKeyBook &book)
{
    m_key->setBook(book);
}

void AdoptDialog::setConnections(const QList<upload::Connection> &connections)
{
    if (m_connections == connections)
        return;
    const QString wanted = connectionId().isEmpty() ? m_wantedConnection : connectionId();
    m_connections = connections;
    fillConnections(wanted);
    connectionChanged();
}

void AdoptDialog::fillConnections(const QString &wanted)
{
    m_wantedConnection = wanted;
    const QSignalBlocker quiet(m_connection);
    m_connection->clear();
    for (const upload::Connection &one : std::as_const(m_connections))
        m_connection->addItem(printable(one.name), one.id);
    m_connection->setCurrentIndex(m_connections.isEmpty() ? -1 : qMax(0, m_connection->findData(wanted)));
}

QString AdoptDialog::connectionId() const
{
    return m_connection->currentData().toString();
}

s3::Endpoint AdoptDialog::endpoint() const
{
    const auto chosen =
        std::find_if(m_connections.begin(), m_connections.end(), [this](const auto &one) { return one.id == connectionId(); });
    return chosen == m_connections.end() ? s3::Endpoint() : chosen->endpoint;
}

QString AdoptDialog::bucket() const
{
    return m_bucket->currentText().trimmed();
}

QString AdoptDialog::filePath() const
{
    const QString typed = m_file->text().trimmed();
    return typed.startsWith(QLatin1String("~/")) ? QDir::homePath() + typed.mid(1) : typed;
}

void AdoptDialog::connectionChanged()
{
    {
        const QSignalBlocker quiet(m_bucket);
        const QString typed = m_bucket->currentText();
        m_bucket->clear();
        m_bucket->setEditText(typed);
    }
    if (!connectionId().isEmpty())
        queued(m_browser, [id = connectionId()](upload::AccountBrowser &browser) { browser.listBuckets(id); });
    lookForUploads();
}

void AdoptDialog::lookForUploads()
{
    m_uploads->setUploads({}, {});
    m_given.reset();
    m_listHint->hide();
    const QString trouble = m_connections.isEmpty() ? tr("There is no connection yet.") : bucketTrouble(bucket(), endpoint());
    if (trouble.isEmpty())
        m_rest.start();
    else
        m_rest.stop();
    showReason(trouble.isEmpty() ? tr("Looking for unfinished uploads…") : trouble, trouble.isEmpty());
    refresh();
}

void AdoptDialog::askForUploads()
{
    queued(m_browser, [id = connectionId(), name = bucket(), prefix = m_prefix->text()](
                          upload::AccountBrowser &browser) { browser.findUploads(id, name, {}, prefix); });
}

void AdoptDialog::showReason(const QString &sentence, bool busy)
{
    m_reason->setText(sentence);
    m_reason->show();
    m_busy->setVisible(busy);
    m_listOrReason->setCurrentIndex(0);
}

void AdoptDialog::showUploads(const QList<upload::OpenUpload> &uploads, bool isWhole)
{
    const std::optional<s3::UploadAddress> before = chosenUpload();
    m_uploads->setUploads(uploads, QDateTime::currentDateTimeUtc());
    if (uploads.isEmpty()) {
        const QString name = shortened(bucket(), 40);
        showReason(m_prefix->text().isEmpty()
                       ? tr("There is no unfinished upload in “%1”.").arg(name)
                       : tr("There is no unfinished upload in “%1” whose key begins with “%2”.").arg(name, shortened(m_prefix->text(), 40)),
            false);
    } else {
        m_listOrReason->setCurrentIndex(1);
        m_listHint->setText(tr("There are more than these. Type how the key begins to see the others."));
        m_listHint->setVisible(!isWhole);
        const int row = before ? m_uploads->rowOf(before->uploadId) : uploads.size() == 1 ? 0 : -1;
        if (row >= 0)
            m_list->setCurrentIndex(m_uploads->index(row, 0));
    }
    refresh();
}

std::optional<s3::UploadAddress> AdoptDialog::chosenUpload() const
{
    const QModelIndexList rows = m_list->selectionModel()->selectedRows();
    const upload::OpenUpload *chosen = rows.isEmpty() ? nullptr : m_uploads->at(rows.first().row());
    return chosen ? std::optional(chosen->upload.address) : m_given;
}

void AdoptDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose the file of this upload"), QFileInfo(filePath()).absolutePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("adoptFileDialog"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
    dialog->open();
}

void AdoptDialog::compare()
{
    const std::optional<s3::UploadAddress> chosen = chosenUpload();
    if (!chosen)
        return;
    m_compared = *chosen;
    m_comparedFile = filePath();
    m_trouble->hide();
    m_what->setWhole(
        tr("%1 and s3://%2/%3").arg(printable(m_comparedFile), printable(chosen->object.bucket), printable(chosen->object.key)));
    m_parts->setReport({});
    m_onlyToBeSent->setChecked(false);
    m_sendAgain->setChecked(true);
    setStage(Stage::Listing);
    const QString key = m_keyRow->isHidden() ? QString() : m_key->chosen();
    queued(m_adoption, [id = connectionId(), upload = m_compared, path = m_comparedFile, key](
                           upload::Adoption &adoption) { adoption.compare(id, upload, path, key); });
}

void AdoptDialog::stopComparing()
{
    if (m_stage == Stage::Listing || m_stage == Stage::Comparing)
        queued(m_adoption, [](upload::Adoption &adoption) { adoption.cancel(); });
    setStage(Stage::Choosing);
}

void AdoptDialog::setStage(Stage stage)
{
    m_stage = stage;
    const bool choosing = stage == Stage::Choosing;
    const bool compared = stage == Stage::Compared;
    m_pages->setCurrentIndex(choosing ? 0 : 1);
    m_progressRow->setVisible(!choosing && !compared);
    if (stage == Stage::Listing) {
        m_progress->setRange(0, 0);
        m_progressText->setText(tr("Asking the server for the stored parts…"));
    }
    m_sentence->setVisible(compared);
    m_remarks->setVisible(compared);
    m_onlyToBeSent->setVisible(compared);
    m_back->setVisible(!choosing);
    m_compare->setVisible(choosing);
    m_resume->setVisible(!choosing);
    m_resume->setEnabled(compared);
    m_compare->setDefault(choosing);
    m_resume->setDefault(!choosing);
    if (compared)
        m_resume->setFocus();
    if (!compared)
        m_choice->hide();
    refresh();
}

void AdoptDialog::refresh()
{
    m_compare->setEnabled(m_stage == Stage::Choosing && chosenUpload() && !filePath().isEmpty());
}

upload::Unproven AdoptDialog::unproven() const
{
    return m_keep->isChecked() ? upload::Unproven::Keep : upload::Unproven::SendAgain;
}

void AdoptDialog::showReport(const upload::AdoptionReport &report)
{
    m_parts->setReport(report);
    if (m_stage != Stage::Compared)
        return;
    QStringList lines;
    const QStringList remarks = adoptionRemarks(report);
    for (const QString &remark : remarks)
        lines.append(QStringLiteral("• ") + remark);
    m_remarks->setText(lines.join(QLatin1Char('\n')));
    m_remarks->setVisible(!lines.isEmpty());
    const int unknown = report.count(upload::PartVerdict::Unproven);
    m_choice->setVisible(unknown > 0);
    m_choiceText->setText(unknown == 1 ? tr("Of 1 stored part (%1) the server tells nothing that could be compared with the file.")
                                             .arg(formattedBytes(report.bytes(upload::PartVerdict::Unproven)))
                                       : tr("Of %1 stored parts (%2) the server tells nothing that could be compared with the file.")
                                             .arg(formattedCount(unknown), formattedBytes(report.bytes(upload::PartVerdict::Unproven))));
    refreshReport();
}

void AdoptDialog::refreshReport()
{
    m_parts->setFilter(m_onlyToBeSent->isChecked(), unproven());
    m_sentence->setText(adoptionSentence(m_parts->report(), unproven()));
}

void AdoptDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_stage == Stage::Choosing && !droppedFrom(*event->mimeData()).paths.isEmpty())
        event->acceptProposedAction();
}

void AdoptDialog::dropEvent(QDropEvent *event)
{
    const QStringList paths = droppedFrom(*event->mimeData()).paths;
    if (paths.isEmpty())
        return;
    m_file->setText(paths.first());
    event->acceptProposedAction();
}

} // namespace ui
