// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The page of unfinished uploads: what is abandoned on a connection's server, what it costs, and what can be done about it.

#include "ui/unfinishedlisting.h"
#include "upload/cleanup.h"
#include "upload/connection.h"
#include "upload/lifecycleeditor.h"

#include <QWidget>

class QAction;
class QSplitter;
class QStackedWidget;

namespace ui {

class BucketQuestion;
class EmptyState;
class FileWriting;
class UnfinishedFooter;
class UnfinishedHeader;
class UnfinishedListView;
class UnfinishedPane;

class UnfinishedPage : public QWidget {
    Q_OBJECT
public:
    explicit UnfinishedPage(QWidget *parent = nullptr);

    // All may live in another thread; they must outlive the page.
    void setEngine(upload::UploadBrowser &browser, upload::CleanUp &cleanUp, upload::LifecycleEditor &lifecycles);
    void setPrices(const upload::PriceTable &prices);
    // The chosen one, or none. What is listed of another one goes; listing begins when the page is seen.
    void setConnection(const std::optional<upload::Connection> &connection);
    void setOwn(const QList<OwnUpload> &own); // of the connection
    void showWords(const QString &words);
    void drawIcons();
    void checkAll();

    UnfinishedModel &uploads() { return m_uploads; }
    UnfinishedListing &listing() { return m_listing; }
    UnfinishedListView &view() { return *m_view; }
    QSplitter &splitter() { return *m_splitter; }
    QList<QAction *> actions() const { return m_actions; }

Q_SIGNALS:
    void addConnectionWished();
    void counted(int uploads); // found, shown or not; -1: not known
    void resumeWithFileWished(const s3::UploadAddress &upload);
    void cancelOwnWished(const QList<upload::UploadId> &ids); // was confirmed
    void said(const QString &sentence);                       // for a moment
    void troubled(const QString &sentence);                   // until it is dismissed

protected:
    void showEvent(QShowEvent *event) override;

private:
    QAction *make(const char *name, const QString &text, const char *icon, const QList<QKeySequence> &shortcuts = {});
    void connectActions();
    void connectParts();
    void fillMenu(QMenu &menu, bool ofRows) const;

    void listAgain(const UnfinishedScope &scope);
    void refresh();
    void askForBucket();
    void showState();   // header, list or reason, footer
    void showChecked(); // footer and actions
    void showListOrReason();
    void showCurrent();
    void showPartsRefused(const s3::UploadAddress &upload, const s3::Error &error);
    QString hiddenWords() const;

    void resumeWithFile();
    void cancelChecked();
    void cleanUpAutomatically();
    void showPermission(const QString &bucket, s3::Operation operation, const s3::Error &error);
    void showFirstPermission();
    void activateNotice(const QModelIndex &index);
    void checkOlderThan(std::chrono::seconds age);
    void askForAge();
    void exportTable();
    void copy(const QStringList &lines);

    UnfinishedModel m_uploads;
    UnfinishedListing m_listing;
    upload::CleanUp *m_cleanUp = nullptr;
    upload::LifecycleEditor *m_lifecycles = nullptr;
    upload::PriceTable m_prices;
    std::optional<upload::Connection> m_connection;
    QString m_words;
    bool m_wanted = false; // to be listed as soon as it is seen

    UnfinishedHeader *m_header;
    UnfinishedListView *m_view;
    EmptyState *m_empty;
    BucketQuestion *m_question; // in the list's place, where the buckets cannot be listed
    QWidget *m_questionPage;
    QStackedWidget *m_stack;
    UnfinishedPane *m_pane;
    QSplitter *m_splitter;
    QAction *m_refresh, *m_resume, *m_rule, *m_cancel, *m_olderWeek, *m_olderMonth, *m_olderDay, *m_olderOther, *m_all, *m_none, *m_export,
        *m_copyId, *m_copyAddress, *m_copyCommand;
    QList<QAction *> m_actions;
    UnfinishedFooter *m_footer;
    FileWriting *m_writing;
    QTimer m_currentSoon; // walking through the list asks for one upload's parts, not for all of them
    QString m_folder;     // where the last table was exported to
};

} // namespace ui
