// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/cancelunfinisheddialog.h"

#include "s3/permissions.h"
#include "ui/counted.h"
#include "ui/dialogpieces.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/models/cancelplanmodel.h"
#include "ui/models/notgonemodel.h"
#include "ui/permissiondialog.h"
#include "ui/queued.h"
#include "ui/unfinishedwords.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRandomGenerator>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui {

using upload::AbortResult;

CancelUnfinishedDialog::CancelUnfinishedDialog(upload::CleanUp &cleanUp, const upload::Connection &connection,
    const QList<UnfinishedRow> &rows, const QDateTime &serverNow, QWidget *parent)
    : QDialog(parent)
    , m_cleanUp(cleanUp)
    , m_connection(connection)
    , m_plan(new CancelPlanModel(CancelPlan(rows), serverNow, this))
    , m_notGone(new NotGoneModel(this))
{
    setObjectName(QStringLiteral("cancelUnfinishedDialog"));
    setWindowTitle(tr("Cancel uploads"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(confirmPage());
    m_pages->addWidget(outcomePage());
    column->addWidget(m_pages, 1);
    buildFooter(column);
    connect(
        &m_cleanUp, &upload::CleanUp::aborted, this,
        [this](quint64 run, const QList<AbortResult> &results) {
            if (run == m_run && (m_stage == Stage::Running || m_stage == Stage::Stopping))
                receive(results);
        },
        Qt::QueuedConnection);
    connect(
        &m_cleanUp, &upload::CleanUp::ended, this,
        [this](quint64 run, bool /*wasStopped*/) {
            if (run == m_run && (m_stage == Stage::Running || m_stage == Stage::Stopping))
                end();
        },
        Qt::QueuedConnection);
    connect(m_troubles->selectionModel(), &QItemSelectionModel::currentChanged, this, &CancelUnfinishedDialog::refreshWhy);
    m_goneSoon.setSingleShot(true);
    m_goneSoon.setInterval(500); // whoever lists 100,000 of them lays them out anew each time
    connect(&m_goneSoon, &QTimer::timeout, this, &CancelUnfinishedDialog::tellGone);
    setMinimumWidth(520);
    resize(parentWidget() ? qBound(560, parentWidget()->width() - 40, 900) : 900, std::min(560, 360 + 29 * m_plan->rowCount()));
    setStage(Stage::Confirming);
    refreshPlan();
}

CancelUnfinishedDialog::~CancelUnfinishedDialog()
{
    if (m_stage == Stage::Running)
        queued(m_cleanUp, [](upload::CleanUp &cleanUp) { cleanUp.stop(); });
}

void CancelUnfinishedDialog::reject()
{
    if (m_stage == Stage::Running)
        stop();
    else if (m_stage != Stage::Stopping)
        QDialog::reject();
}

void CancelUnfinishedDialog::begin(const QList<int> &indices)
{
    m_asked.clear();
    m_notBegun.clear();
    m_done = 0;
    QList<upload::UploadId> own;
    QList<upload::AbortTarget> targets;
    for (const int index : indices) {
        const UnfinishedRow &row = m_plan->plan().at(index);
        if (!row.own.isNull()) {
            own.append(row.own);
            continue;
        }
        m_asked.insert(row.upload.address, index);
        targets.append(abortTargetOf(row));
    }
    m_total = static_cast<int>(targets.size());
    // Another dialog may use the same engine later, and an answer to this one may still be on its way then.
    m_run = QRandomGenerator::system()->generate64();
    if (!own.isEmpty()) {
        m_own += static_cast<int>(own.size());
        Q_EMIT cancelOwnWished(own);
    }
    setStage(Stage::Running);
    if (targets.isEmpty()) {
        end();
        return;
    }
    queued(m_cleanUp, [run = m_run, id = m_connection.id, targets](upload::CleanUp &cleanUp) { cleanUp.abort(run, id, targets); });
}

void CancelUnfinishedDialog::stop()
{
    queued(m_cleanUp, [](upload::CleanUp &cleanUp) { cleanUp.stop(); });
    setStage(Stage::Stopping);
}

void CancelUnfinishedDialog::receive(const QList<AbortResult> &results)
{
    QList<NotGone> troubles;
    for (const AbortResult &result : results) {
        const auto asked = m_asked.constFind(result.address);
        if (asked == m_asked.constEnd())
            continue;
        const int index = *asked;
        const UnfinishedRow &row = m_plan->plan().at(index);
        m_asked.erase(asked);
        ++m_done;
        if (result.verdict == AbortResult::Gone)
            m_freed.add(row);
        else if (result.verdict == AbortResult::WasGone)
            ++m_wereGone;
        else if (result.verdict == AbortResult::Unproven)
            m_byWord.add(row);
        if (result.isGone())
            m_gone.append(result.address);
        else
            troubles.append({index, row, result});
    }
    m_notGone->append(troubles);
    if (!troubles.isEmpty() && !m_troubles->currentIndex().isValid())
        m_troubles->setCurrentIndex(m_notGone->index(0, 0));
    if (!m_gone.isEmpty() && !m_goneSoon.isActive())
        m_goneSoon.start();
    refreshProgress();
}

void CancelUnfinishedDialog::tellGone()
{
    m_goneSoon.stop();
    if (!m_gone.isEmpty())
        Q_EMIT gone(std::exchange(m_gone, {}));
}

void CancelUnfinishedDialog::end()
{
    tellGone();
    // In the order in which they stood in the table.
    m_notBegun = m_asked.values();
    std::sort(m_notBegun.begin(), m_notBegun.end());
    m_asked.clear();
    setStage(Stage::Ended);
}

void CancelUnfinishedDialog::tryAgain()
{
    QList<int> indices;
    QList<NotGone> settled; // aborting once more would not make it more proven
    for (const NotGone &each : m_notGone->takeAll()) {
        if (each.result.verdict == AbortResult::Unproven)
            settled.append(each);
        else
            indices.append(each.index);
    }
    m_notGone->append(settled);
    begin(indices + m_notBegun);
}

int CancelUnfinishedDialog::countFailed() const
{
    return m_notGone->rowCount() - m_byWord.uploads;
}

void CancelUnfinishedDialog::setStage(Stage stage)
{
    m_stage = stage;
    const bool confirming = stage == Stage::Confirming;
    const bool running = stage == Stage::Running || stage == Stage::Stopping;
    m_pages->setCurrentIndex(confirming ? 0 : 1);
    // A page that is not seen asks for no room.
    m_pages->widget(0)->setSizePolicy(QSizePolicy::Preferred, confirming ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    m_keep->setVisible(confirming);
    m_cancel->setVisible(confirming);
    m_stop->setVisible(running);
    m_stop->setEnabled(stage == Stage::Running);
    m_progress->setVisible(running);
    m_progressText->setVisible(running);
    m_copy->setVisible(stage == Stage::Ended);
    m_close->setVisible(stage == Stage::Ended);
    rename(m_copy, tr("Copy as text"));
    refreshProgress();
    refreshOutcome();
    if (confirming)
        m_keep->setFocus();
    else
        (running ? m_stop : m_close)->setFocus();
    (confirming ? m_keep : running ? m_stop : m_close)->setDefault(true);
    if (stage == Stage::Ended && m_notGone->rowCount() == 0)
        resize(width(), 180); // two sentences
}

void CancelUnfinishedDialog::refreshPlan()
{
    const HeldSum sum = m_plan->plan().sum();
    const bool all = sum.uploads == m_plan->rowCount();
    QString words;
    if (sum.uploads == 0) {
        words = tr("Nothing is cancelled as it stands: see below.");
    } else {
        const QString who = all ? (sum.uploads == 1 ? tr("It holds") : tr("They hold"))
                                : counted(sum.uploads, tr("The 1 to be cancelled holds"), tr("The %1 to be cancelled hold"));
        const QString held = heldWords(sum);
        words = held.isEmpty()
                    ? tr("%1 an amount that is not known.").arg(who)
                    : tr("%1 %2.").arg(who, moneyWords(sum).isEmpty() ? held : tr("%1, %2 (an estimate)").arg(held, moneyWords(sum)));
    }
    setWords(m_sum, words);
    rename(
        m_cancel, sum.uploads == 0
                      ? m_plan->rowCount() == 1 ? tr("Cancel upload and delete its parts") : tr("Cancel uploads and delete their parts")
                      : counted(sum.uploads, tr("Cancel 1 upload and delete its parts"), tr("Cancel %1 uploads and delete their parts")));
    m_cancel->setEnabled(sum.uploads > 0);
    setLook(m_cancel, "destructive", sum.uploads > 0);
}

void CancelUnfinishedDialog::refreshProgress()
{
    if (m_stage == Stage::Confirming)
        return;
    m_progress->setRange(0, std::max(1, m_total));
    m_progress->setValue(m_done);
    QStringList facts = {tr("%1 of %2").arg(formattedCount(m_done), formattedCount(m_total))};
    if (const int failed = countFailed())
        facts.append(tr("%1 failed so far").arg(formattedCount(failed)));
    if (m_freed.bytes > 0)
        facts.append(tr("%1 freed").arg(formattedBytes(m_freed.bytes)));
    if (m_stage == Stage::Stopping)
        facts.append(tr("stopping: what has begun is brought to its end"));
    m_progressText->setText(facts.join(QStringLiteral(" · ")));
    m_progressText->setAccessibleName(m_progressText->text());
    m_troubles->setVisible(m_notGone->rowCount() > 0);
}

QStringList CancelUnfinishedDialog::outcomeLines() const
{
    QStringList lines;
    const auto say = [&lines](qint64 count, const QString &one, const QString &many) {
        if (count > 0)
            lines.append(counted(count, one, many));
    };
    say(m_freed.uploads, tr("1 upload is proven gone."), tr("%1 uploads are proven gone."));
    say(m_wereGone, tr("1 was gone already."), tr("%1 were gone already."));
    if (m_byWord.uploads > 0) {
        const QString held = heldWords(m_byWord);
        const QString who = counted(m_byWord.uploads, tr("1 is cancelled"), tr("%1 are cancelled"));
        lines.append(held.isEmpty() ? tr("%1 as the server says; nothing proves it.").arg(who)
                                    : tr("%1 (%2) as the server says; nothing proves it.").arg(who, held));
    }
    say(countFailed(), tr("1 could not be cancelled."), tr("%1 could not be cancelled."));
    say(m_notBegun.size(), tr("1 was not begun."), tr("%1 were not begun."));
    say(m_own, tr("1 of your own is being cancelled in the list of uploads."),
        tr("%1 of your own are being cancelled in the list of uploads."));
    return lines;
}

void CancelUnfinishedDialog::refreshOutcome()
{
    const bool ended = m_stage == Stage::Ended;
    QString heading;
    if (!ended) {
        heading = counted(m_total, tr("Cancelling 1 upload…"), tr("Cancelling %1 uploads…"));
    } else if (m_freed.uploads == 0) {
        heading = m_byWord.uploads > 0 ? tr("The server was told to cancel.")
                  : m_own > 0          ? counted(m_own, tr("Your upload is being cancelled."), tr("Your uploads are being cancelled."))
                                       : tr("Nothing was freed.");
    } else if (heldWords(m_freed).isEmpty()) {
        heading = tr("The parts are deleted; how much they held is not known.");
    } else {
        const QString money = moneyWords(m_freed);
        heading = money.isEmpty() ? tr("Freed %1.").arg(heldWords(m_freed)) : tr("Freed %1, %2 (estimate).").arg(heldWords(m_freed), money);
    }
    setWords(m_outcome, heading);
    setWords(m_lines, ended ? outcomeLines().join(QLatin1Char(' ')) : QString());
    const qsizetype tryable = ended ? countFailed() + m_notBegun.size() : 0;
    rename(m_again, m_notBegun.isEmpty()           ? tr("Try the failed again")
                    : tryable == m_notBegun.size() ? tr("Go on with the rest")
                                                   : tr("Try the failed again and go on"));
    m_again->setVisible(tryable > 0);
    refreshWhy();
}

const AbortResult *CancelUnfinishedDialog::denied() const
{
    const auto isDenied = [](const NotGone &each) { return each.result.error && s3::lacksPermission(*each.result.error); };
    const auto &all = m_notGone->all();
    const int row = m_troubles->currentIndex().row();
    if (row >= 0 && row < all.size() && isDenied(all.at(row)))
        return &all.at(row).result;
    const auto first = std::find_if(all.begin(), all.end(), isDenied);
    return first == all.end() ? nullptr : &first->result;
}

void CancelUnfinishedDialog::refreshWhy()
{
    const int row = m_troubles->currentIndex().row();
    const bool ended = m_stage == Stage::Ended;
    setWords(m_why, ended && row >= 0 && row < m_notGone->rowCount() ? abortSentence(m_notGone->all().at(row).result) : QString());
    m_permission->setVisible(ended && denied());
}

void CancelUnfinishedDialog::explainPermission()
{
    const AbortResult *result = denied();
    if (!result)
        return;
    const auto operation = result->verdict == AbortResult::Unproven ? s3::Operation::ListParts : s3::Operation::AbortMultipartUpload;
    auto *dialog = new PermissionDialog(m_connection, result->address.object.bucket, operation, result->error.value_or(s3::Error()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QString CancelUnfinishedDialog::outcomeText() const
{
    QStringList lines = {m_outcome->text()};
    lines += outcomeLines();
    const auto line = [](const UnfinishedRow &row, const QString &why) {
        return QStringLiteral("%1\t%2\t%3")
            .arg(printable(unfinishedAddress(row)), printable(QString::fromUtf8(row.upload.address.uploadId)), why);
    };
    for (const NotGone &each : m_notGone->all()) {
        QString why = abortSentence(each.result);
        if (each.result.error)
            why += QStringLiteral(" (%1)").arg(technicalDetails(*each.result.error).replace(QLatin1Char('\n'), QLatin1String(", ")));
        lines.append(line(each.row, why));
    }
    for (const int index : m_notBegun)
        lines.append(line(m_plan->plan().at(index), tr("Not begun.")));
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace ui
