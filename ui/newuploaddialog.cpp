// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/newuploaddialog.h"

#include "s3/awsarn.h"
#include "ui/fieldaccessible.h"

#include "ui/formatting.h"
#include "ui/formfields.h"
#include "ui/keyrules.h"
#include "ui/messages.h"
#include "ui/optionsection.h"
#include "ui/presetbar.h"
#include "ui/queued.h"
#include "ui/stagedmodel.h"
#include "ui/unusablelist.h"
#include "ui/uploadoptions.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalBlocker>
#include <QThread>
#include <QToolButton>
#include <QTreeView>

#include <utility>

namespace ui {

namespace {

constexpr int KeysAskedAbout = 2000; // for unfinished uploads; of them the browser looks for the objects of the first hundred

} // namespace

NewUploadDialog::NewUploadDialog(
    upload::AccountBrowser &browser, const QList<upload::Connection> &connections, const UploadDefaults &defaults, QWidget *parent)
    : QDialog(parent)
    , m_browser(browser)
    , m_connections(connections)
    , m_wantedPreset(defaults.presetId)
    , m_model(new StagedModel(this))
{
    nameFieldsByTheirLabels();
    setObjectName(QStringLiteral("newUploadDialog"));
    setAcceptDrops(true);
    setSizeGripEnabled(false);
    build(defaults);
    connectFields();
    connectBrowser();
    connectUnfinished();

    m_rest.setSingleShot(true);
    m_rest.setInterval(400);
    connect(&m_rest, &QTimer::timeout, this, &NewUploadDialog::askForExistingKeys);
    connectionChanged();
    refresh();
}

NewUploadDialog::~NewUploadDialog()
{
    stopScan();
    if (m_thread)
        m_thread->quit();
}

// Connections come and go while the dialog is open: a sandbox is started, or the files that Davit was called with were staged first.
void NewUploadDialog::setConnections(const QList<upload::Connection> &connections)
{
    if (m_connections == connections)
        return;
    const upload::Connection *before = connection();
    const QString wanted = before ? before->id : m_wantedConnection;
    m_connections = connections;
    fillConnections(wanted);
    connectionChanged();
}

void NewUploadDialog::fillConnections(const QString &wanted)
{
    m_wantedConnection = wanted;
    const QSignalBlocker quiet(m_connection);
    m_connection->clear();
    for (const upload::Connection &one : std::as_const(m_connections))
        m_connection->addItem(one.name, one.id);
    m_connection->setCurrentIndex(m_connections.isEmpty() ? -1 : qMax(0, m_connection->findData(wanted)));
}

void NewUploadDialog::connectFields()
{
    connect(m_connection, &QComboBox::currentIndexChanged, this, &NewUploadDialog::connectionChanged);
    connect(m_bucket, &QComboBox::currentTextChanged, this, [this] {
        m_bucketTouched = m_bucketTouched || m_bucket->lineEdit()->isModified();
        refresh();
    });
    connect(m_prefix, &QLineEdit::textChanged, this, &NewUploadDialog::refresh);
    connect(m_model, &StagedModel::surveyed, this, &NewUploadDialog::refresh);
    connect(m_options, &UploadOptions::changed, this, &NewUploadDialog::refresh);
    connect(m_ifKeyExists, &QComboBox::currentIndexChanged, this, &NewUploadDialog::refreshOptions);
}

void NewUploadDialog::connectBrowser()
{
    // Queued even within one thread, as the signals of another would be.
    connect(&m_browser, &upload::AccountBrowser::bucketsListed, this, &NewUploadDialog::bucketsListed, Qt::QueuedConnection);
    connect(&m_browser, &upload::AccountBrowser::bucketsRefused, this, &NewUploadDialog::bucketsRefused, Qt::QueuedConnection);
    connect(&m_browser, &upload::AccountBrowser::objectsFound, this, &NewUploadDialog::objectsFound, Qt::QueuedConnection);
}

void NewUploadDialog::stage(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    m_waitingPaths.append(paths);
    if (!m_scan)
        startScan();
    refresh();
}

void NewUploadDialog::startScan()
{
    if (m_waitingPaths.isEmpty())
        return;
    if (!m_thread) {
        m_thread = new QThread;
        connect(m_thread, &QThread::finished, m_thread, &QObject::deleteLater);
        m_thread->start();
    }
    m_scan = new upload::SourceScan;
    m_scan->moveToThread(m_thread);
    connect(m_scan, &upload::SourceScan::finished, m_scan, &QObject::deleteLater);
    connect(m_scan, &upload::SourceScan::finished, this, &NewUploadDialog::scanFinished);
    connect(m_scan, &upload::SourceScan::progressed, this, [this](int files, qint64 bytes) {
        m_scanText->setText(tr("Looking… %1 files, %2").arg(formattedCount(files), formattedBytes(bytes)));
    });
    m_scanText->setText(tr("Looking…"));
    m_scanRow->show();
    queued(*m_scan, [paths = m_waitingPaths.takeFirst()](upload::SourceScan &scan) { scan.scan(paths); });
}

void NewUploadDialog::scanFinished(const QList<upload::FoundItem> &items, const QList<upload::Unusable> &unusable)
{
    m_scan = nullptr;
    m_scanRow->hide();
    m_model->add(items);
    m_unusable->add(unusable);
    forgetUnfinished();
    startScan();
    m_rest.start();
    refresh();
    if (!m_list->currentIndex().isValid() && m_model->rowCount() > 0)
        m_list->setCurrentIndex(m_model->index(0, 0));
}

// What a stopped scan has found is not taken: half a folder would look like the whole.
void NewUploadDialog::stopScan()
{
    m_waitingPaths.clear();
    if (!m_scan)
        return;
    disconnect(m_scan, nullptr, this, nullptr);
    m_scan->stop();
    m_scan = nullptr;
    m_scanRow->hide();
    refresh();
}

void NewUploadDialog::removeSelectedItems()
{
    m_model->remove(m_list->selectionModel()->selectedRows());
    forgetUnfinished();
    m_rest.start();
    refresh();
}

const upload::Connection *NewUploadDialog::connection() const
{
    const int index = m_connection->currentIndex();
    return index >= 0 && index < m_connections.size() ? &m_connections.at(index) : nullptr;
}

QString NewUploadDialog::bucket() const
{
    return m_bucket->currentText().trimmed();
}

QString NewUploadDialog::prefix() const
{
    return asFolder(m_prefix->text());
}

void NewUploadDialog::connectionChanged()
{
    m_bucketsKnown = false;
    m_bucketsTrouble.clear();
    {
        const QSignalBlocker quiet(m_bucket);
        const QString typed = m_bucket->currentText();
        m_bucket->clear();
        m_bucket->setEditText(typed);
    }
    fillUsualTarget();
    if (const upload::Connection *chosen = connection()) {
        m_options->setServer(chosen->endpoint, chosen->profile);
        queued(m_browser, [id = chosen->id](upload::AccountBrowser &browser) { browser.listBuckets(id); });
    }
    refresh();
}

void NewUploadDialog::fillUsualTarget()
{
    if (!connection() || connection()->id == m_filledFor)
        return;
    const QString chosen = connection()->id;
    const QString before = std::exchange(m_filledFor, chosen); // empty: the first connections came after the dialog was opened
    const auto isHere = [this](const s3::ObjectAddress &place) { return bucket() == place.bucket && prefix() == asFolder(place.key); };
    const bool isEmpty = bucket().isEmpty() && prefix().isEmpty();
    if (!isEmpty && !isHere(m_filled))
        return; // somebody has typed another place
    const s3::ObjectAddress old = before.isEmpty() ? s3::ObjectAddress() : m_usualTarget(before), usual = m_usualTarget(chosen);
    if (usual.bucket.isEmpty() && (old.bucket.isEmpty() || !isHere(old)))
        return;
    m_filled = usual;
    m_bucket->setEditText(usual.bucket);
    m_prefix->setText(usual.key);
}

void NewUploadDialog::bucketsListed(const QString &connectionId, const QStringList &buckets)
{
    if (!connection() || connection()->id != connectionId)
        return;
    m_bucketsKnown = true;
    m_bucketsTrouble.clear();
    const QString typed = m_bucket->currentText();
    {
        const QSignalBlocker quiet(m_bucket);
        m_bucket->clear();
        m_bucket->addItems(buckets);
        // The only bucket there is needs no choosing; among several nobody else can know.
        const bool isOnly = typed.isEmpty() && buckets.size() == 1;
        if (isOnly)
            m_filled.bucket = buckets.first();
        m_bucket->setEditText(isOnly ? buckets.first() : typed);
    }
    refresh();
}

void NewUploadDialog::bucketsRefused(const QString &connectionId, const s3::Error &error)
{
    if (!connection() || connection()->id != connectionId)
        return;
    const bool forbidden = error.httpStatus == 403 && (error.code == QLatin1String("AccessDenied") || error.code.isEmpty());
    m_bucketsTrouble = forbidden ? tr("This account may not list buckets; type the name.") : sentence(error);
    refresh();
}

void NewUploadDialog::objectsFound(const QString &connectionId, const QString &bucketName, const QStringList &existingKeys)
{
    if (connection() && connection()->id == connectionId && bucketName == bucket())
        m_model->setExistingKeys(existingKeys);
}

void NewUploadDialog::askForExistingKeys()
{
    if (!connection() || !bucketTrouble(bucket(), connection()->endpoint).isEmpty() ||
        !prefixTrouble(prefix(), m_model->longestNameInBytes()).isEmpty())
        return;
    if (m_model->isSurveying()) {
        m_rest.start();
        return;
    }
    const QStringList keys = m_model->firstKeys(KeysAskedAbout);
    if (keys.isEmpty())
        return;
    m_openAsked = keys;
    queued(m_browser, [id = connection()->id, name = bucket(), keys](upload::AccountBrowser &browser) {
        browser.findObjects(id, name, keys);
        browser.findUploads(id, name, keys, {});
    });
    showUnfinished();
}

void NewUploadDialog::refresh()
{
    const upload::KeyRule rule = m_options->keyRule();
    const QString target = QStringList{m_connection->currentData().toString(), bucket(), prefix(), rule.pattern,
        rule.composed ? QStringLiteral("composed") : QString()}
                               .join(QLatin1Char('\n'));
    if (target != m_target) {
        m_target = target;
        m_model->setExistingKeys({});
        m_model->setPrefix(prefix());
        m_model->setKeyRule(m_options->keyRule());
        forgetUnfinished();
        m_rest.start();
    }
    m_model->setPlan(m_options->wishedPartSize(), connection() ? connection()->profile.limits : s3::PartLimits());

    const int items = m_model->rowCount();
    setWindowTitle(items == 0 ? tr("Upload") : items == 1 ? tr("Upload 1 item") : tr("Upload %1 items").arg(formattedCount(items)));
    const QString requests = m_model->requests() == 1 ? tr("1 request") : tr("%1 requests").arg(formattedCount(m_model->requests()));
    m_options->setSnapshotRefusal(m_model->snapshotRefusal());
    m_options->setGuessedType(m_model->contentType());
    if (!m_model->isSurveying())
        m_options->setKeyTrouble(m_model->keyTrouble());
    refreshOptions();
    m_footer->setText(m_concluding ? tr("Asking the server for unfinished uploads…")
                      : items == 0 ? QString()
                                   : tr("%1 · %2").arg(formattedBytes(m_model->bytes()), requests));
    validate();
}

void NewUploadDialog::validate()
{
    const QString bucketWrong = bucketTrouble(bucket(), connection() ? connection()->endpoint : s3::Endpoint());
    if (!bucketWrong.isEmpty() && (m_bucketTouched || !bucket().isEmpty()))
        showHint(m_bucketHint, m_bucket, bucketWrong, true);
    else if (!m_bucketsTrouble.isEmpty())
        showHint(m_bucketHint, m_bucket, m_bucketsTrouble, false);
    else if (!bucketWrong.isEmpty())
        showHint(m_bucketHint, m_bucket, bucketWrong, false);
    else if (m_bucketsKnown && !s3::looksLikeArn(bucket()) && m_bucket->findText(bucket(), Qt::MatchExactly) < 0)
        showHint(m_bucketHint, m_bucket, tr("This bucket is not among those of the account."), false);
    else
        showHint(m_bucketHint, m_bucket, {}, false);

    const QString prefixWrong = prefixTrouble(prefix(), m_model->longestNameInBytes());
    const bool leadingSlash = m_prefix->text().startsWith(QLatin1Char('/'));
    showHint(m_prefixHint, m_prefix, prefixWrong.isEmpty() && leadingSlash ? tr("The keys will begin with a slash.") : prefixWrong,
        !prefixWrong.isEmpty());

    QString listTrouble = m_model->planTrouble();
    if (listTrouble.isEmpty() && !m_model->doubleKey().isEmpty())
        listTrouble = tr("Two of these would arrive as “%1”; remove one of them.").arg(shortened(prefix() + m_model->doubleKey(), 60));
    else if (listTrouble.isEmpty() && !m_model->keyTrouble().isEmpty())
        listTrouble = printable(m_model->keyTrouble());
    else if (listTrouble.isEmpty() && m_options->troubled() && !m_optionsButton->isChecked())
        listTrouble = tr("Something is wrong among the options.");
    if (listTrouble.isEmpty() && !connection())
        listTrouble = tr("There is no connection to upload to yet.");
    showHint(m_listHint, m_list,
        !listTrouble.isEmpty()     ? listTrouble
        : !m_openTrouble.isEmpty() ? m_openTrouble
                                   : m_presetTrouble,
        !listTrouble.isEmpty());

    m_upload->setEnabled(!m_concluding && m_model->files() > 0 && !m_model->isSurveying() && !m_scan && m_waitingPaths.isEmpty() &&
                         bucketWrong.isEmpty() && prefixWrong.isEmpty() && listTrouble.isEmpty() && m_options->isValid());
}

QList<upload::UploadSpec> NewUploadDialog::specs() const
{
    if (!connection())
        return {};
    upload::UploadSpec common;
    common.connectionId = connection()->id;
    common.target.bucket = bucket();
    common.wishedPartSize = m_options->wishedPartSize();
    common.ifKeyExists = defaults().ifKeyExists;
    common.options = m_options->objectOptions();
    common.fromSnapshot = m_options->fromSnapshot();
    QList<upload::UploadSpec> specs = upload::specsFor(m_model->items(), common, m_model->keyPlan()).specs;
    QSet<QString> resumed;
    for (const Decision &decision : m_decisions) {
        if (decision.what == Decision::Resume)
            resumed.insert(decision.meeting.key);
    }
    specs.removeIf([&resumed](const upload::UploadSpec &spec) { return resumed.contains(spec.target.key); });
    return specs;
}

UploadDefaults NewUploadDialog::defaults() const
{
    return {m_connection->currentData().toString(), bucket(), prefix(),
        static_cast<upload::IfKeyExists>(m_ifKeyExists->currentData().toInt()), m_presets->chosenId()};
}

void NewUploadDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void NewUploadDialog::dropEvent(QDropEvent *event)
{
    QStringList paths;
    const QList<QUrl> urls = event->mimeData()->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    stage(paths);
    event->acceptProposedAction();
}

} // namespace ui
