// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "Clean up automatically": shows the rules of a bucket and sets the one that deletes unfinished uploads after so many days; what would
// change is shown before it is written, and what the server has afterwards.

#include "ui/unfinishedrow.h"
#include "upload/connection.h"
#include "upload/lifecycleeditor.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QFrame;
class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QVBoxLayout;

namespace ui {

class LifecycleDialog : public QDialog {
    Q_OBJECT
public:
    // The editor may live in another thread: it is called and answers queued. It must outlive the dialog.
    // `buckets` are those that are known, another one may be typed; `own` are this window's uploads of the connection, of any bucket.
    LifecycleDialog(upload::LifecycleEditor &editor, const upload::Connection &connection, const QStringList &buckets,
        const QString &bucket, const QList<OwnUpload> &own, const QDateTime &serverNow, QWidget *parent = nullptr);

    void done(int result) override; // not while it writes: what comes of that has to be seen

Q_SIGNALS:
    void changed(const QString &bucket, const s3::LifecycleConfiguration &configuration); // written, and read again from the server

private:
    enum class Stage { Typing, Reading, Refused, Shown, Writing };

    QWidget *reasonPage();
    QWidget *rulesPage();
    void buildWish(QVBoxLayout *column);
    void buildFooter(QVBoxLayout *column);
    void connectEditor();

    QString bucket() const;
    bool isAwaited(Stage stage, const QString &connectionId, const QString &bucketName) const;
    void bucketChanged();
    void read();
    void write();
    void showRules(const s3::LifecycleConfiguration &configuration, bool keepWish);
    void refuse(const s3::Error &error, s3::Operation operation);
    void refuseWritten(const s3::Error &error); // the server took it, and what it keeps is not known
    void setStage(Stage stage);
    void refresh(); // what would change, and what that would delete
    void explainPermission();

    s3::LifecycleConfiguration wished() const;
    QList<OwnUpload> endangered() const; // paused in Davit, and older than the wished rule allows

    upload::LifecycleEditor &m_editor;
    upload::Connection m_connection;
    QList<OwnUpload> m_own;
    QDateTime m_serverNow; // when it was opened: rules count days
    QTimer m_rest;         // the text of the bucket rests before it is asked about
    Stage m_stage = Stage::Typing;
    s3::LifecycleConfiguration m_shown;
    bool m_keepWish = false; // what is read next does not overrule what somebody has set
    bool m_unproven = false; // what is read next is news to whoever lists the bucket
    s3::Error m_refusal;
    s3::Operation m_refused = s3::Operation::GetBucketLifecycle;
    bool m_denied = false; // it was refused for lack of a permission

    QComboBox *m_bucket = nullptr;
    QStackedWidget *m_pages = nullptr;
    QProgressBar *m_busy = nullptr;
    QLabel *m_reason = nullptr;
    QPushButton *m_readAgain = nullptr;
    QLabel *m_rulesCaption = nullptr;
    QPlainTextEdit *m_rules = nullptr;
    QCheckBox *m_on = nullptr;
    QSpinBox *m_days = nullptr;
    QFrame *m_warning = nullptr;
    QLabel *m_warningText = nullptr;
    QFrame *m_difference = nullptr;
    QLabel *m_removed = nullptr;
    QLabel *m_added = nullptr;
    QLabel *m_others = nullptr;
    QLabel *m_note = nullptr;    // what came of it
    QLabel *m_trouble = nullptr; // why not
    QPushButton *m_permission = nullptr;
    QPushButton *m_write = nullptr;
    QPushButton *m_close = nullptr;
};

} // namespace ui
