// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Cancels uploads in progress on a server: what would be destroyed and what argues against it, then how far it is, then what is proven.

#include "ui/cancelplan.h"
#include "upload/connection.h"

#include <QDialog>
#include <QHash>
#include <QTimer>

class QCheckBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTreeView;
class QVBoxLayout;

namespace ui {

class CancelPlanModel;
class NotGoneModel;

class CancelUnfinishedDialog : public QDialog {
    Q_OBJECT
public:
    // `cleanUp` may live in another thread: it is called and answers queued. It must outlive the dialog.
    CancelUnfinishedDialog(upload::CleanUp &cleanUp, const upload::Connection &connection, const QList<UnfinishedRow> &rows,
        const QDateTime &serverNow, QWidget *parent = nullptr);
    ~CancelUnfinishedDialog() override; // stops what runs: nothing is cancelled that nobody watches

    quint64 run() const { return m_run; } // by which the engine's answers are told from those to another dialog
    void reject() override;               // while it runs: stops, and waits for what has begun

Q_SIGNALS:
    void gone(const QList<s3::UploadAddress> &uploads); // twice a second, as they are proven gone
    void cancelOwnWished(const QList<upload::UploadId> &ids);

private:
    enum class Stage { Confirming, Running, Stopping, Ended };

    QWidget *confirmPage();
    QWidget *outcomePage();
    void buildFlags(QVBoxLayout *column);
    void buildFlag(QVBoxLayout *column, RedFlag flag, const QString &sentence, const QString &choice, const char *name);
    void buildFooter(QVBoxLayout *column);

    void begin(const QList<int> &indices); // in the plan
    void stop();
    void receive(const QList<upload::AbortResult> &results);
    void end();
    void tryAgain();
    void tellGone();
    void refreshPlan();
    void refreshProgress();
    void refreshOutcome();
    void refreshWhy(); // of the chosen row
    void setStage(Stage stage);
    void explainPermission();
    const upload::AbortResult *denied() const; // the chosen row's, else the first
    QStringList outcomeLines() const;
    QString outcomeText() const; // for the clipboard
    int countFailed() const;     // those that are worth another try

    upload::CleanUp &m_cleanUp;
    upload::Connection m_connection;
    CancelPlanModel *m_plan;
    NotGoneModel *m_notGone;
    Stage m_stage = Stage::Confirming;
    quint64 m_run = 0;
    QHash<s3::UploadAddress, int> m_asked; // of this run, without an answer: index in the plan
    int m_total = 0, m_done = 0;           // of this run
    int m_own = 0, m_wereGone = 0;         // of all runs
    HeldSum m_freed;                       // of all runs: proven gone by us
    HeldSum m_byWord;                      // of all runs: gone as the server says
    QList<int> m_notBegun;                 // in the plan
    QList<s3::UploadAddress> m_gone;       // and not told yet
    QTimer m_goneSoon;

    QStackedWidget *m_pages = nullptr;
    QLabel *m_sum = nullptr;
    QTreeView *m_table = nullptr;
    QLabel *m_outcome = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_progressText = nullptr;
    QLabel *m_lines = nullptr;
    QTreeView *m_troubles = nullptr;
    QLabel *m_why = nullptr;
    QPushButton *m_keep = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_permission = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_close = nullptr;
};

} // namespace ui
