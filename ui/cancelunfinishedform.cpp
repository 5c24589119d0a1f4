// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// How the dialog that cancels unfinished uploads is arranged; what it does is in cancelunfinisheddialog.cpp.
#include "ui/cancelunfinisheddialog.h"
#include "ui/counted.h"
#include "ui/dialogpieces.h"
#include "ui/icons.h"
#include "ui/models/cancelplanmodel.h"
#include "ui/models/notgonemodel.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace ui {

QWidget *CancelUnfinishedDialog::confirmPage()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    QLabel *heading = dialogWords("cancelHeading", nullptr, page);
    heading->setFont(headingFont(font()));
    setWords(
        heading, counted(m_plan->rowCount(), tr("Cancel 1 upload and delete its parts?"), tr("Cancel %1 uploads and delete their parts?")));
    column->addWidget(heading);
    m_sum = dialogWords("cancelSum", nullptr, page);
    column->addWidget(m_sum);
    QLabel *final = dialogWords("cancelFinal", nullptr, page);
    QFont bold = final->font();
    bold.setWeight(QFont::DemiBold);
    final->setFont(bold);
    setWords(final, tr("This cannot be undone: the parts are deleted on the server."));
    column->addWidget(final);
    buildFlags(column);
    m_table = dialogTable(m_plan, "uploadsToCancel", tr("Uploads"), page);
    m_table->header()->setSectionResizeMode(CancelPlanModel::Key, QHeaderView::Stretch);
    m_table->header()->setMinimumSectionSize(72);
    const int widths[] = {0, 130, 84, 124, 290};
    for (int i = CancelPlanModel::Bucket; i < CancelPlanModel::ColumnCount; ++i)
        m_table->setColumnWidth(i, widths[i]);
    m_table->setMinimumHeight(110);
    column->addWidget(m_table, 1);
    return page;
}

void CancelUnfinishedDialog::buildFlags(QVBoxLayout *column)
{
    const CancelPlan &plan = m_plan->plan();
    const int running = plan.count(RedFlag::Running);
    const int here = plan.countHere();
    const int elsewhere = running - here;
    const int unknown = plan.count(RedFlag::NotKnown);
    const int paused = plan.count(RedFlag::Paused);
    if (m_plan->rowCount() == 1) {
        const QString choice = tr("Cancel it all the same");
        if (elsewhere > 0)
            buildFlag(column, RedFlag::Running, tr("It is probably being uploaded right now by somebody else."), choice, "alsoRunning");
        if (here > 0)
            buildFlag(column, RedFlag::Running, tr("It is being uploaded right now by this computer."), choice, "alsoRunning");
        if (unknown > 0)
            buildFlag(column, RedFlag::NotKnown, tr("It is not known whether somebody is still uploading it."), choice, "alsoNotKnown");
        if (paused > 0)
            buildFlag(column, RedFlag::Paused, tr("It is paused in Davit and could go on from there."), choice, "alsoPaused");
        return;
    }
    QStringList sentences;
    if (elsewhere > 0)
        sentences.append(counted(elsewhere, tr("1 of them is probably being uploaded right now by somebody else."),
            tr("%1 of them are probably being uploaded right now by somebody else.")));
    if (here > 0)
        sentences.append(counted(here, tr("1 of them is being uploaded right now by this computer."),
            tr("%1 of them are being uploaded right now by this computer.")));
    if (running > 0) {
        const QString choice =
            elsewhere == 0
                ? counted(running, tr("Also cancel the 1 that is running"), tr("Also cancel the %1 that are running"))
                : counted(running, tr("Also cancel the 1 that is probably running"), tr("Also cancel the %1 that are probably running"));
        buildFlag(column, RedFlag::Running, sentences.join(QLatin1Char(' ')), choice, "alsoRunning");
    }
    if (unknown > 0)
        buildFlag(column, RedFlag::NotKnown,
            counted(unknown, tr("Of 1 it is not known whether somebody is still uploading it."),
                tr("Of %1 it is not known whether somebody is still uploading them.")),
            counted(unknown, tr("Also cancel the 1 of which it is not known"), tr("Also cancel the %1 of which it is not known")),
            "alsoNotKnown");
    if (paused > 0)
        buildFlag(column, RedFlag::Paused,
            counted(paused, tr("1 of them is paused in Davit and could go on from there."),
                tr("%1 of them are paused in Davit and could go on from there.")),
            counted(paused, tr("Also cancel the 1 that is paused in Davit"), tr("Also cancel the %1 that are paused in Davit")),
            "alsoPaused");
}

void CancelUnfinishedDialog::buildFlag(QVBoxLayout *column, RedFlag flag, const QString &sentence, const QString &choice, const char *name)
{
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    auto *inner = new QVBoxLayout(card);
    inner->setContentsMargins(12, 8, 12, 8);
    inner->setSpacing(4);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *sign = new QLabel(card);
    const Tokens tokens = tokensFor(palette());
    const QColor color = flag == RedFlag::Running ? tokens.failure : tokens.attention;
    sign->setPixmap(icon(QStringLiteral("triangle-alert"), color).pixmap(QSize(16, 16), devicePixelRatioF()));
    row->addWidget(sign, 0, Qt::AlignTop);
    QLabel *text = dialogWords("", flag == RedFlag::Running ? "failure" : "attention", card);
    text->setObjectName(QLatin1String(name) + QStringLiteral("Sentence"));
    setWords(text, sentence);
    row->addWidget(text, 1);
    inner->addLayout(row);
    auto *box = new QCheckBox(choice, card);
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(choice);
    box->setAccessibleDescription(sentence);
    connect(box, &QCheckBox::toggled, this, [this, flag](bool included) {
        m_plan->include(flag, included);
        refreshPlan();
    });
    auto *indented = new QHBoxLayout;
    indented->setContentsMargins(24, 0, 0, 0);
    indented->addWidget(box);
    inner->addLayout(indented);
    column->addWidget(card);
}

QWidget *CancelUnfinishedDialog::outcomePage()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    m_outcome = dialogWords("cancelOutcome", nullptr, page);
    m_outcome->setFont(headingFont(font()));
    column->addWidget(m_outcome);
    m_progress = new QProgressBar(page);
    m_progress->setObjectName(QStringLiteral("cancelProgress"));
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setTextVisible(false);
    column->addWidget(m_progress);
    m_progressText = dialogWords("cancelProgressText", "muted", page);
    column->addWidget(m_progressText);
    m_lines = dialogWords("cancelLines", nullptr, page);
    column->addWidget(m_lines);
    m_troubles = dialogTable(m_notGone, "notGone", tr("Not proven gone"), page);
    m_troubles->header()->setSectionResizeMode(NotGoneModel::Why, QHeaderView::Stretch);
    m_troubles->setTextElideMode(Qt::ElideRight);
    const int widths[] = {200, 124, 92};
    for (int i = 0; i < NotGoneModel::Why; ++i)
        m_troubles->setColumnWidth(i, widths[i]);
    m_troubles->setMinimumHeight(110);
    column->addWidget(m_troubles, 1);
    m_why = dialogWords("notGoneWhy", "muted", page);
    column->addWidget(m_why);
    column->addStretch();
    return page;
}

void CancelUnfinishedDialog::buildFooter(QVBoxLayout *column)
{
    m_keep = dialogButton(m_plan->rowCount() == 1 ? tr("Keep upload") : tr("Keep uploads"), "keepUploads", nullptr, this);
    m_cancel = dialogButton({}, "cancelUploads", "destructive", this);
    m_stop = dialogButton(tr("Stop"), "stopCancelling", nullptr, this);
    m_copy = dialogButton(tr("Copy as text"), "copyOutcome", nullptr, this);
    m_permission = dialogButton(tr("Which permission is missing…"), "explainPermission", nullptr, this);
    m_again = dialogButton(tr("Try the failed again"), "tryFailedAgain", nullptr, this);
    m_close = dialogButton(tr("Close"), "closeCancelled", nullptr, this);
    connect(m_keep, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        QList<int> included;
        for (int i = 0; i < m_plan->plan().size(); ++i) {
            if (m_plan->plan().isIncluded(i))
                included.append(i);
        }
        begin(included);
    });
    connect(m_stop, &QPushButton::clicked, this, &CancelUnfinishedDialog::stop);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(outcomeText());
        rename(m_copy, tr("Copied"));
    });
    connect(m_permission, &QPushButton::clicked, this, &CancelUnfinishedDialog::explainPermission);
    connect(m_again, &QPushButton::clicked, this, &CancelUnfinishedDialog::tryAgain);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_copy);
    row->addStretch(1);
    for (QPushButton *button : {m_permission, m_again, m_stop, m_close, m_keep, m_cancel})
        row->addWidget(button);
    column->addLayout(row);
}

} // namespace ui
