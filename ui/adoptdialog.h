// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "Resume an upload with a file…": an upload in progress, whoever began it, and a file on this computer; compares them part by part and goes
// on with what is missing or wrong. Nothing is sent before Resume upload is pressed.

#include "upload/accountbrowser.h"
#include "upload/adoption.h"
#include "upload/customerkeybook.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QRadioButton;
class QStackedWidget;
class QTreeView;
class QVBoxLayout;

namespace ui {

class AdoptedPartsModel;
class CustomerKeyChoice;
class ElidedLabel;
class OpenUploadsModel;

// What the dialog begins with; all of it may be empty. With an upload ID and a file it compares at once.
struct AdoptBeginning {
    QString connectionId;
    s3::UploadAddress upload;
    QString sourcePath;
};

class AdoptDialog : public QDialog {
    Q_OBJECT
public:
    // Both may live in another thread: they are called and answer queued. They must outlive the dialog.
    AdoptDialog(upload::AccountBrowser &browser, upload::Adoption &adoption, const QList<upload::Connection> &connections,
        const AdoptBeginning &beginning, QWidget *parent = nullptr);
    ~AdoptDialog() override; // cancels a comparison that runs

    void setConnections(const QList<upload::Connection> &connections);
    void setKeyBook(upload::CustomerKeyBook &book); // as the two; where a server asks for a customer key (SSE-C), one can be chosen

Q_SIGNALS:
    void adoptWished(const upload::UploadRecord &record);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    enum class Stage { Choosing, Listing, Comparing, Compared }; // Listing: compared soon, the parts are being asked for

    void build(const AdoptBeginning &beginning);
    QWidget *choosePage(const AdoptBeginning &beginning);
    QWidget *reportPage();
    void buildChoice(QVBoxLayout *column);
    void buildFooter(QVBoxLayout *column);
    void connectBrowser();
    void connectAdoption();

    void fillConnections(const QString &wanted);
    void connectionChanged();
    void lookForUploads(); // soon: the text rests first
    void askForUploads();
    void showUploads(const QList<upload::OpenUpload> &uploads, bool isWhole);
    void showReason(const QString &sentence, bool busy);
    bool isOurs(const QString &id, const QString &bucketName, const QStringList &keys, const QString &prefix) const;
    void chooseFile();

    void compare();
    void stopComparing();
    void showReport(const upload::AdoptionReport &report);
    void setStage(Stage stage);
    void refresh();
    void refreshReport(); // the sentence, the filter, what Resume upload would do
    upload::Unproven unproven() const;

    QString connectionId() const;
    s3::Endpoint endpoint() const; // of the chosen connection
    QString bucket() const;
    QString filePath() const;
    std::optional<s3::UploadAddress> chosenUpload() const;

    upload::AccountBrowser &m_browser;
    upload::Adoption &m_adoption;
    QList<upload::Connection> m_connections;
    QString m_wantedConnection;
    std::optional<s3::UploadAddress> m_given; // what the dialog was opened for; until another one is chosen
    OpenUploadsModel *m_uploads;
    AdoptedPartsModel *m_parts;
    QTimer m_rest;
    Stage m_stage = Stage::Choosing;
    s3::UploadAddress m_compared; // whose comparison runs or is shown
    QString m_comparedFile;

    QStackedWidget *m_pages = nullptr;
    QComboBox *m_connection = nullptr;
    QComboBox *m_bucket = nullptr;
    QLineEdit *m_prefix = nullptr;
    QStackedWidget *m_listOrReason = nullptr;
    QTreeView *m_list = nullptr;
    QLabel *m_reason = nullptr;
    QProgressBar *m_busy = nullptr;
    QLabel *m_listHint = nullptr;
    QLineEdit *m_file = nullptr;
    QLabel *m_trouble = nullptr; // why the comparison was refused
    QWidget *m_keyRow = nullptr; // there once it was refused for want of a key
    CustomerKeyChoice *m_key = nullptr;
    ElidedLabel *m_what = nullptr;
    QWidget *m_progressRow = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_progressText = nullptr;
    QLabel *m_sentence = nullptr;
    QLabel *m_remarks = nullptr;
    QCheckBox *m_onlyToBeSent = nullptr;
    QTreeView *m_partList = nullptr;
    QWidget *m_choice = nullptr; // about unproven parts
    QLabel *m_choiceText = nullptr;
    QRadioButton *m_sendAgain = nullptr;
    QRadioButton *m_keep = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_compare = nullptr;
    QPushButton *m_resume = nullptr;
};

} // namespace ui
