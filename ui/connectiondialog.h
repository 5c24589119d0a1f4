// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A connection is set up here: where, with which keys, by which way. The secrets that are typed leave it with saveWished and testWished
// only, and are never shown again.

#include "s3/providerpreset.h"
#include "upload/certificates.h"
#include "upload/savedconnection.h"

#include <QDialog>
#include <QHash>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace ui {

class FileReading;

class ConnectionDialog : public QDialog {
    Q_OBJECT
public:
    // `kept`: as it was saved, or something to begin with, without an id. `taken`: names of the others. `profiles`: of the AWS files.
    ConnectionDialog(const upload::SavedConnection &kept, const QStringList &taken, const QStringList &profiles, QWidget *parent = nullptr);
    ~ConnectionDialog() override;

    upload::SavedConnection connection() const; // as the fields have it
    upload::NewSecrets secrets() const;         // only what was typed

    void setCertificateReader(const upload::CertificateReader &read); // without one no certificate is looked into
    void addCertificate(const QByteArray &pem);                       // to what is trusted, once it is saved
    void noteFindings(const upload::SavedConnection &saved);          // of the one that is edited, others are ignored

    // The answer of saveWished that leaves the dialog open; the other one is accept().
    void refuse(const s3::Error &error);

Q_SIGNALS:
    void saveWished(const upload::SavedConnection &connection, const upload::NewSecrets &secrets);
    void testWished(const upload::SavedConnection &connection, const upload::NewSecrets &secrets);
    void forgetWished(); // what was found out about its server

private:
    struct Field {
        QWidget *field = nullptr;
        QLabel *hint = nullptr;
    };

    // connectionform.cpp
    void build(const QStringList &profiles);
    void buildPlace(QFormLayout *form);
    void buildKeys(QFormLayout *form, const QStringList &profiles);
    void buildLearned(QVBoxLayout *column);
    // connectionmoreform.cpp
    void buildMore(QVBoxLayout *column);
    void buildHosts();
    void buildCertificates();
    void buildProxy();
    void buildFooter(QVBoxLayout *column);
    QLineEdit *line(QFormLayout *form, const QString &label, const char *name, upload::SavedField field);
    void setRowVisible(QWidget *field, bool visible);

    void show(const upload::SavedConnection &connection);
    void connectFields();
    s3::ProviderPreset preset() const;
    void providerChanged();
    void offerEndpoint(); // the address that the service and the region make, unless somebody typed another one
    void keysChanged();
    void proxyChanged();
    void chooseCertificates();
    void readCertificates();
    void showLearned();
    void refresh(); // the hints, and whether it may be saved
    bool isTouched(QWidget *field) const;
    bool isComplete();
    void save();

    upload::KeySource keySource() const;

    upload::SavedConnection m_kept; // only what was found out may change meanwhile
    const QStringList m_taken;
    QHash<upload::SavedField, Field> m_fields;
    FileReading *m_reading;
    upload::CertificateReader m_read;
    std::optional<upload::FieldRemark> m_certificateRemark; // what was read of them
    QList<QWidget *> m_touched;                             // a field is no error before somebody has been there
    bool m_tried = false;                                   // Save or Test was pressed: now all is
    bool m_mayGo = false;                                   // nothing is wrong any more
    QString m_offeredEndpoint;                              // what Davit filled in; another text is somebody's own

    QScrollArea *m_area = nullptr;
    QFormLayout *m_form = nullptr, *m_moreForm = nullptr;
    QLineEdit *m_name = nullptr, *m_account = nullptr, *m_endpoint = nullptr;
    QComboBox *m_provider = nullptr, *m_region = nullptr, *m_keys = nullptr, *m_profile = nullptr;
    QLineEdit *m_accessKeyId = nullptr, *m_secret = nullptr, *m_token = nullptr;
    QLabel *m_keysNote = nullptr;
    QLineEdit *m_bucket = nullptr, *m_prefix = nullptr;
    QToolButton *m_moreButton = nullptr;
    QWidget *m_more = nullptr;
    QComboBox *m_style = nullptr, *m_proxy = nullptr;
    QCheckBox *m_dualStack = nullptr, *m_fips = nullptr, *m_accelerate = nullptr;
    QPlainTextEdit *m_certificates = nullptr;
    QLineEdit *m_proxyHost = nullptr, *m_proxyUser = nullptr, *m_proxyPassword = nullptr;
    QSpinBox *m_proxyPort = nullptr;
    QWidget *m_learned = nullptr; // the row of what was found out
    QLabel *m_learnedText = nullptr;
    QPushButton *m_forget = nullptr;
    QLabel *m_trouble = nullptr; // why it was not saved
    QPushButton *m_session = nullptr, *m_test = nullptr, *m_save = nullptr;
};

} // namespace ui
