// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "Upload N items": where dropped files and folders go, and how; nothing is sent before Upload is pressed.

#include "ui/unfinishedquestion.h"
#include "upload/accountbrowser.h"
#include "upload/connection.h"
#include "upload/sourcescan.h"
#include "upload/uploadspec.h"

#include <QDialog>
#include <QTimer>

#include <functional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QThread;
class QToolButton;
class QTreeView;
class QVBoxLayout;

namespace upload {
class CustomerKeyBook;
class PresetBook;
struct UploadPreset;
} // namespace upload

namespace ui {

class PresetBar;
class StagedModel;
class TallScroll;
class UnusableList;
class UploadOptions;

// What the last dialog chose; the next one begins with it.
struct UploadDefaults {
    QString connectionId;
    QString bucket;
    QString prefix;
    upload::IfKeyExists ifKeyExists = upload::IfKeyExists::Ask;
    QString presetId = {}; // empty: none
};

class NewUploadDialog : public QDialog {
    Q_OBJECT
public:
    // `browser` may live in another thread: it is asked and answers by queued calls. It must outlive the dialog.
    NewUploadDialog(upload::AccountBrowser &browser, const QList<upload::Connection> &connections, const UploadDefaults &defaults,
        QWidget *parent = nullptr);
    ~NewUploadDialog() override;

    void stage(const QStringList &paths); // scans off the GUI thread; may be called again while the dialog is open
    void setConnections(const QList<upload::Connection> &connections);
    void setPresetBook(upload::PresetBook &book);   // may live in another thread; must outlive the dialog
    void setKeyBook(upload::CustomerKeyBook &book); // the same; from now on SSE-C is offered
    // Where a connection's uploads usually go; both empty when it has no such place. Filled in when the connection is chosen here, unless
    // somebody has typed another place.
    using UsualTarget = std::function<s3::ObjectAddress(const QString &connectionId)>;
    void setUsualTarget(const UsualTarget &target) { m_usualTarget = target; }
    void setOwnUnfinished(const OwnUnfinished &unfinished);     // the window's, asked whenever the keys are another
    QList<upload::UploadSpec> specs() const;                    // without those that are resumed instead
    QList<Decision> decisions() const { return m_decisions; }   // about keys with unfinished uploads
    QString unfinishedTrouble() const { return m_openTrouble; } // why the server did not tell of any; empty: it did
    UploadDefaults defaults() const;

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void fillConnections(const QString &wanted);
    void build(const UploadDefaults &defaults);
    void buildList(QVBoxLayout *column);
    void buildOptions(QVBoxLayout *column);
    void showPreset(const upload::UploadPreset &preset);
    void refreshOptions();
    void fitHeight();
    void buildFooter(QVBoxLayout *column);
    void colorIcons();
    void connectFields();
    void connectBrowser();
    void startScan();
    void scanFinished(const QList<upload::FoundItem> &items, const QList<upload::Unusable> &unusable);
    void stopScan();
    void removeSelectedItems();

    void connectionChanged();
    void fillUsualTarget();
    void bucketsListed(const QString &connectionId, const QStringList &buckets);
    void bucketsRefused(const QString &connectionId, const s3::Error &error);
    void objectsFound(const QString &connectionId, const QString &bucket, const QStringList &existingKeys);
    void askForExistingKeys();
    // newuploadunfinished.cpp
    void connectUnfinished();
    void forgetUnfinished();
    bool isAboutUnfinished(const QString &connectionId, const QString &bucket, const QStringList &keys) const;
    void showUnfinished();
    void fitRows();
    void conclude(); // Upload was pressed: asks first when keys have unfinished uploads

    const upload::Connection *connection() const;
    QString bucket() const;
    QString prefix() const; // with the slash that makes it a folder
    void refresh();         // the preview, the footer, and whether Upload may be pressed
    void validate();

    upload::AccountBrowser &m_browser;
    QList<upload::Connection> m_connections;
    UsualTarget m_usualTarget = [](const QString &) { return s3::ObjectAddress(); };
    QString m_filledFor;        // the connection that the target was filled in for
    s3::ObjectAddress m_filled; // by Davit: another place than this one was typed
    QString m_wantedConnection; // chosen as soon as it is there
    QString m_wantedPreset;

    StagedModel *m_model;
    QThread *m_thread = nullptr;          // ends and deletes itself: a hanging network drive must not hang the dialog
    upload::SourceScan *m_scan = nullptr; // lives in m_thread; null when nothing is being scanned
    QList<QStringList> m_waitingPaths;
    QTimer m_rest; // the text rests before the server is asked about keys

    OwnUnfinished m_own = [] { return QList<Unfinished>(); };
    QList<upload::OpenUpload> m_open; // on the server, of the keys asked about
    QStringList m_openAsked;          // those keys, while the answer is awaited
    QString m_openTrouble;            // why the server could not be asked
    QTimer m_patience;                // an answer that does not come holds no upload up
    bool m_concluding = false;        // waits for that answer
    bool m_highRows = false;          // some row has a note about unfinished uploads
    QList<Decision> m_decisions;

    QTreeView *m_list = nullptr;
    QWidget *m_scanRow = nullptr;
    QLabel *m_scanText = nullptr;
    UnusableList *m_unusable = nullptr;
    QComboBox *m_connection = nullptr;
    QComboBox *m_bucket = nullptr;
    QLabel *m_bucketHint = nullptr;
    QLineEdit *m_prefix = nullptr;
    QLabel *m_prefixHint = nullptr;
    QComboBox *m_ifKeyExists = nullptr;
    TallScroll *m_scroll = nullptr; // of the fields and options: a small screen shows them all the same
    QToolButton *m_optionsButton = nullptr;
    QWidget *m_optionsBody = nullptr;
    PresetBar *m_presets = nullptr;
    QString m_presetTrouble;
    UploadOptions *m_options = nullptr;
    QLabel *m_listHint = nullptr;
    QLabel *m_footer = nullptr;
    QPushButton *m_upload = nullptr;
    QString m_target;         // connection, bucket and folder that the preview stands for
    QString m_bucketsTrouble; // why buckets could not be listed
    bool m_bucketsKnown = false;
    bool m_bucketTouched = false; // an empty field is no error before somebody has been there
};

} // namespace ui
