// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Pictures of connections and their dialogs, to be looked at: davit-gallery-dialogs FOLDER [WIDTHxHEIGHT] (QT_SCALE_FACTOR=2 for 200 %). The size
// is the window's; dialogs are held to it, too.

#include "samples.h"
#include "silentaccount.h"
#include "ui/certificatedialog.h"
#include "ui/connectiondialog.h"
#include "ui/doctordialog.h"
#include "ui/linkdialog.h"
#include "ui/mainwindow.h"
#include "ui/mfadialog.h"
#include "ui/newuploaddialog.h"
#include "ui/optionsection.h"
#include "ui/sidebar.h"
#include "ui/signinnotices.h"
#include "ui/theme.h"
#include "upload/clinicinmemory.h"
#include "upload/connectionbook.h"
#include "upload/customerkeybook.h"
#include "upload/doctor.h"
#include "upload/fakeworld.h"
#include "upload/linksigning.h"
#include "upload/presetbook.h"
#include "widgetsamples.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace ui;

namespace {

QString folder, theme;
QSize room;

void keep(QWidget &widget, const QString &name, bool asItIs = false)
{
    if (!asItIs)
        widget.resize(widget.size().boundedTo(room));
    QTest::qWait(80);
    widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, theme));
}

class PlainBook : public upload::ConnectionBook {
public:
    explicit PlainBook(const QList<upload::SavedConnection> &connections)
        : m_connections(connections)
    {
    }
    void list() override
    {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT listed(m_connections); }, Qt::QueuedConnection);
    }
    void save(const upload::SavedConnection &, const upload::NewSecrets &) override {}
    void remove(const QString &, bool) override {}
    void duplicate(const QString &) override {}
    void noteFindings(const QString &, const QJsonObject &) override {}
    void noteLearned(const QString &, const s3::ProviderProfile &) override {}
    void lend(const upload::SavedConnection &, const upload::NewSecrets &, const QString &) override {}
    void takeBack(const QString &) override {}
    void importFrom(const QString &) override {}
    void exportTo(const QString &, const QStringList &) override {}

private:
    QList<upload::SavedConnection> m_connections;
};

upload::SavedConnection studio(int number)
{
    upload::SavedConnection made;
    made.id = upload::newSavedId();
    made.name = number == 3   ? QStringLiteral("Food & <b>Drink</b>, the long-term archive of the whole department in Kiel")
                : number == 0 ? QStringLiteral("Studio archive")
                              : QStringLiteral("Customer %1").arg(number);
    made.provider = number % 3 ? QStringLiteral("ceph") : QStringLiteral("custom");
    made.endpoint = QStringLiteral("https://s3-%1.ceph.studio.example:7480").arg(number);
    made.region = QStringLiteral("default");
    made.accessKeyId = QStringLiteral("STUDIOKEY");
    made.bucket = number % 2 ? QStringLiteral("archive") : QString();
    made.prefix = number % 2 ? QStringLiteral("2026/") : QString();
    return made;
}

struct Clinic {
    Clinic()
    {
        upload::Connection connection = samples::connection(QStringLiteral("lab"), QStringLiteral("Lab"));
        connection.endpoint.style = s3::AddressingStyle::Path;
        connection.profile = s3::profileFor(connection.endpoint);
        inquiries.setConnections({connection});
    }
    upload::ClinicTransport server;
    upload::FakeCredentials credentials;
    upload::Inquiries inquiries{server, credentials};
    upload::Doctor doctor{inquiries};
};

void connections()
{
    for (const int count : {0, 30}) {
        samples::SilentAccount account;
        Clinic clinic;
        QList<upload::SavedConnection> saved;
        for (int i = 0; i < count; ++i)
            saved.append(studio(i));
        PlainBook book(saved);
        MainWindow window(account.browser);
        window.setConnectionBook(book, clinic.doctor);
        if (count > 0)
            window.setConnections({samples::connection(QStringLiteral("profile:studio"), QStringLiteral("studio"))});
        window.findChild<Sidebar *>()->choose(QStringLiteral("connections"));
        window.resize(room);
        window.show();
        QTest::qWait(200);
        keep(window, QStringLiteral("connections-%1").arg(count));
    }
    ConnectionDialog fresh({}, {}, {QStringLiteral("studio")});
    fresh.open();
    keep(fresh, QStringLiteral("connection-new"));
    fresh.findChild<QPushButton *>(QStringLiteral("connectionSave"))->click();
    keep(fresh, QStringLiteral("connection-refused"));
    ConnectionDialog known(studio(3), {}, {QStringLiteral("studio")});
    known.open();
    keep(known, QStringLiteral("connection-known"));
    known.findChild<QToolButton *>(QStringLiteral("connectionMore"))->setChecked(true);
    known.refuse(samples::error(s3::ErrorKind::NeedsUser, "KeychainLocked", "The keychain is locked: unlock it, and save again."));
    keep(known, QStringLiteral("connection-more"));
}

void doctor()
{
    Clinic clinic;
    clinic.server.habits.checks.remove("CRC32C");
    clinic.server.habits.denied = {s3::Operation::AbortMultipartUpload, s3::Operation::GetBucketLifecycle};
    DoctorDialog dialog(clinic.doctor, {QStringLiteral("lab"), QStringLiteral("Lab"), QStringLiteral("harbour"), {}});
    dialog.show();
    keep(dialog, QStringLiteral("doctor-running"));
    QTest::qWait(3000);
    keep(dialog, QStringLiteral("doctor"));
    DoctorDialog asking(clinic.doctor, {QStringLiteral("lab"), QStringLiteral("Lab"), {}, {}});
    asking.show();
    keep(asking, QStringLiteral("doctor-asking"));
}

void certificate()
{
    upload::CertificateFacts root;
    root.subject = root.issuer = QStringLiteral("Studio Root CA");
    root.validFrom = QDateTime(QDate(2025, 1, 1), QTime(0, 0), Qt::UTC);
    root.validUntil = root.validFrom.addYears(10);
    root.fingerprint = QStringLiteral("AB:").repeated(31) + QStringLiteral("CD");
    root.isAuthority = root.isSelfSigned = true;
    root.pem = "PEM";
    s3::Error untrusted = samples::error(s3::ErrorKind::NeedsUser, "CertificateNotTrusted", "It comes from an authority that is not known");
    untrusted.httpStatus = 0;
    untrusted.details = {QStringLiteral("s3.studio.test, issued by Studio Root CA"), QStringLiteral("Studio Root CA, self-signed")};
    untrusted.certificatePem = root.pem;
    CertificateDialog dialog(untrusted, {QStringLiteral("saved:1"), QStringLiteral("Food & Drink"), ConnectionHome::Saved},
        [&](const QByteArray &) { return QList<upload::CertificateFacts>{root}; });
    dialog.show();
    keep(dialog, QStringLiteral("certificate"));
}

void signIns()
{
    const QString serial = QStringLiteral("arn:aws:iam::123456789012:mfa/anna");
    MfaDialog first({QStringLiteral("The AWS profile “studio”"), serial}, std::chrono::minutes(10));
    first.show();
    keep(first, QStringLiteral("mfa"));
    MfaDialog again({QStringLiteral("The AWS profile “studio”"), serial, QStringLiteral("123456")}, std::chrono::minutes(10));
    again.show();
    keep(again, QStringLiteral("mfa-refused"));

    for (const int count : {2, 12}) {
        samples::SilentAccount account;
        MainWindow window(account.browser);
        QList<upload::UploadSnapshot> uploads;
        for (int i = 0; i < count; ++i) {
            upload::UploadSnapshot upload =
                samples::file(QStringLiteral("reel-%1.mov").arg(i), upload::UploadState::NeedsAttention, 48 * samples::MiB, 0.5);
            upload.connectionId = i % 2 ? upload::newSavedId() : QStringLiteral("profile:p%1").arg(i);
            upload.connectionName = QStringLiteral("Customer %1").arg(i);
            upload.error = samples::error(s3::ErrorKind::CredentialsExpired, "SsoSignInNeeded",
                "The single sign-on of the profile “studio” has ended; run: aws sso login --profile studio");
            upload.signInNeeded = true;
            uploads.append(upload);
        }
        window.resize(room);
        window.updateUploads(uploads);
        window.show();
        QTest::qWait(100);
        keep(window, QStringLiteral("signins-%1").arg(count));
        window.findChild<QPushButton *>(QStringLiteral("signInShowEach"))->click();
        keep(window, QStringLiteral("signins-%1-open").arg(count));
    }
}

void link()
{
    Clinic clinic;
    upload::LinkSigning signing(clinic.inquiries);
    LinkDialog dialog(
        signing, {QStringLiteral("lab"), {QStringLiteral("harbour"), QStringLiteral("2026/11/interview-master-4k.mov")}, {}, {}});
    dialog.show();
    keep(dialog, QStringLiteral("link"));
}

void options()
{
    QTemporaryDir dir;
    samples::SilentAccount account(widgetsamples::connections());
    NewUploadDialog dialog(account.browser, widgetsamples::connections(),
        {QStringLiteral("ceph"), QStringLiteral("studio-archive"), QStringLiteral("2026/11/"), upload::IfKeyExists::Ask});
    dialog.show();
    dialog.stage(widgetsamples::writeSources(dir.path()));
    QTest::qWait(300);
    dialog.findChild<QToolButton *>(QStringLiteral("optionsButton"))->setChecked(true);
    keep(dialog, QStringLiteral("upload-options"));
    for (OptionSection *section : dialog.findChildren<OptionSection *>())
        section->setOpen(true);
    dialog.resize(dialog.width(), room.height());
    keep(dialog, QStringLiteral("upload-all"));
    auto *scroll = dialog.findChild<QAbstractScrollArea *>(QStringLiteral("fieldsScroll"));
    scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
    keep(dialog, QStringLiteral("upload-all-end"));
    dialog.resize(dialog.width(), 1800);
    keep(dialog, QStringLiteral("upload-all-tall"), true);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("gallery");
    const QStringList sides = QString::fromLocal8Bit(argc > 2 ? argv[2] : "1200x800").split(QLatin1Char('x'));
    room = QSize(sides.value(0).toInt(), sides.value(1).toInt());
    QDir().mkpath(folder);
    for (const bool dark : {false, true}) {
        theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
        applyTheme(app, dark ? Appearance::Dark : Appearance::Light);
        connections();
        doctor();
        certificate();
        signIns();
        link();
        options();
    }
    return 0;
}
