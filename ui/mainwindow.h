// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The window: arranges its parts, shows the snapshots it is given and says what a person wishes. It knows no engine and no thread.

#include "ui/atstart.h"
#include "ui/mfaquestions.h"
#include "ui/newuploaddialog.h"
#include "ui/theme.h"
#include "ui/uploadspage.h"
#include "upload/adoption.h"
#include "upload/certificates.h"
#include "upload/prices.h"
#include "upload/receipt.h"

#include <QMainWindow>

namespace upload {
class CleanUp;
class ConnectionBook;
class CustomerKeyBook;
class Doctor;
class LifecycleEditor;
class LinkSigning;
class PresetBook;
class UploadBrowser;
} // namespace upload

class QSplitter;
class QStackedWidget;
class QTimer;

namespace ui {

class Adopting;
class Banner;
class ConnectionsPage;
class DropArea;
class Linking;
class OwnUploads;
class ReceiptsPage;
class Sidebar;
class SignInNotices;
class Staging;
class StatusBar;
class Toolbar;
class UnfinishedPage;
class WindowActions;

// What the window remembers between two starts.
struct WindowState {
    QByteArray geometry, columns, details, sidebar;
    QByteArray unfinishedColumns, unfinishedDetails;
    UploadDefaults defaults;
};

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    // `browser` may live in another thread; it must outlive the window.
    explicit MainWindow(upload::AccountBrowser &browser, QWidget *parent = nullptr);

    void setAdoption(upload::Adoption &adoption); // may live in another thread; must outlive the window
    // For the page of unfinished uploads. All may live in another thread; they must outlive the window.
    void setUnfinished(upload::UploadBrowser &browser, upload::CleanUp &cleanUp, upload::LifecycleEditor &lifecycles);
    // For the page of connections. Both may live in another thread; they must outlive the window.
    void setConnectionBook(upload::ConnectionBook &book, upload::Doctor &doctor);
    void setCertificateReader(const upload::CertificateReader &read); // to show what is not trusted
    void setPresetBook(upload::PresetBook &book);      // for new uploads; may live in another thread, must outlive the window
    void setKeyBook(upload::CustomerKeyBook &book);    // the same
    void setLinkSigning(upload::LinkSigning &signing); // the same
    void setPrices(const upload::PriceTable &prices);
    // For a role of this connection, by a dialog that blocks nothing; `give` is called once, unless the window goes first.
    void askMfa(const QString &connectionId, ui::MfaDevice device, const ui::GiveCode &give); // whose it is the window knows

    WindowState state() const;
    void restore(const WindowState &state);
    int activeUploads();                     // go on by themselves
    int uploadsInNeed();                     // of somebody; rows: a folder is one
    QStringList connectionsToSignIn() const; // names of those whose uploads wait for credentials, and go on by themselves

public Q_SLOTS:
    void setConnections(const QList<upload::Connection> &connections);
    void updateUploads(const QList<upload::UploadSnapshot> &changed); // also new ones
    void removeUploads(const QList<upload::UploadId> &ids);
    void updateParts(const upload::UploadId &id, const QList<upload::PartSnapshot> &changed);
    void appendLog(const upload::UploadId &id, const upload::LogLine &line);
    void updateTotals(const upload::Totals &totals);
    void setLimit(qint64 bytesPerSecond);          // 0 = none
    void setAppearance(ui::Appearance appearance); // checks the menu; the application wears it
    void stage(const QStringList &paths);          // from the command line, or from a second start
    void showTrouble(const s3::Error &error);      // of the engine as a whole: a banner until it is dismissed
    void say(const QString &sentence);             // in the status bar, for a moment
    void setAtStart(ui::AtStart atStart);          // checks the menu
    // Were running when Davit ended and are paused now: asks above the list whether they shall go on. Bytes.
    void askToResume(const QList<upload::UploadId> &ids, qint64 stored, qint64 whole);
    void setReceipts(const QList<upload::Receipt> &receipts); // all, without their parts
    void addReceipt(const upload::Receipt &receipt);          // without its parts
    void showReceipt(const upload::Receipt &receipt);         // answers receiptWished, with its parts
    void showReceiptsUnreadable(const s3::Error &error);      // instead of setReceipts

Q_SIGNALS:
    void uploadWished(const QList<upload::UploadSpec> &specs);
    void pauseWished(const QList<upload::UploadId> &ids);
    void pauseNowWished(const QList<upload::UploadId> &ids);
    void resumeWished(const QList<upload::UploadId> &ids); // also: retry
    void cancelWished(const QList<upload::UploadId> &ids); // was confirmed
    void removeWished(const QList<upload::UploadId> &ids);
    void adoptWished(const upload::UploadRecord &record);
    void relocateWished(const upload::UploadId &id, const QString &sourcePath);
    void abortWished(const QString &connectionId, const QList<s3::UploadAddress> &uploads); // was confirmed
    void pauseAllWished();
    void resumeAllWished();
    void keyAnswered(const upload::UploadId &id, upload::IfKeyExists answer);
    void watchWished(const upload::UploadId &id); // whose parts are shown; null: nobody's
    void limitWished(qint64 bytesPerSecond);      // 0 = none
    void appearanceWished(ui::Appearance appearance);
    void stateChanged(); // something to remember: state() is another
    void atStartWished(ui::AtStart atStart);
    void receiptWished(const upload::UploadId &id); // with its parts
    void backgroundWished();                        // instead of closing: hide, and let the uploads go on
    void activityChanged();                         // activeUploads() or uploadsInNeed() may be others

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void arrange();
    void connectActions();
    void connectParts();
    void refreshActions();
    void refreshCounts();
    void showPlace(const QString &id);
    void openReceipt(const upload::UploadId &id);
    void connectReceipts();

    void connectUnfinished();
    void showConnection(); // the chosen one, on the page of unfinished uploads
    void connectAdopting();
    void connectConnections();
    void connectSignIns();
    void showCertificate(const s3::Error &error, const QString &connectionId, const QString &connectionName);
    void addConnection();
    void editConnection(const QString &id);
    void useConnection(const QString &id); // for new uploads: with its default target
    void retryTrusting(const QList<upload::Connection> &before);
    void connectLinks();
    void showInAir();
    void findFile();
    void togglePause();
    void cancelSelected();
    void removeSelected();
    void answerSelected(upload::IfKeyExists answer);
    void runRowAction(const QModelIndex &index, RowAction action);
    void copy(const QStringList &lines, const QString &what);
    void pasteFiles();
    void openContainingFolder();
    void showShortcuts();
    void showAbout();

    WindowActions *m_actions;
    Staging *m_staging;
    Adopting *m_adopting;
    Linking *m_linking;
    Toolbar *m_toolbar;
    Sidebar *m_sidebar;
    SignInNotices *m_signIns;
    Banner *m_banner;
    QStackedWidget *m_pages;
    UploadsPage *m_page;
    UnfinishedPage *m_unfinished;
    OwnUploads *m_own;
    ReceiptsPage *m_receipts;
    ConnectionsPage *m_connectionsPage;
    MfaQuestions *m_mfa;
    StatusBar *m_status;
    QSplitter *m_splitter;
    DropArea *m_drops;
    QTimer *m_refresh; // actions follow a changing selection, but not a thousand times
    QList<upload::Connection> m_connections;
    bool m_mayClose = false;
};

} // namespace ui
