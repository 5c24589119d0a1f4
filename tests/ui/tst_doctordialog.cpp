// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/clinicinmemory.h"
#include "upload/fakeworld.h"

#include "ui/doctordialog.h"
#include "upload/doctor.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace upload;

namespace {

struct Clinic {
    Clinic()
        : inquiries(server, credentials)
        , doctor(inquiries)
    {
        Connection connection;
        connection.id = QStringLiteral("lab");
        connection.endpoint.host = "s3.example.com";
        connection.endpoint.style = s3::AddressingStyle::Path;
        connection.profile = s3::profileFor(connection.endpoint);
        inquiries.setConnections({connection});
    }

    ClinicTransport server;
    FakeCredentials credentials;
    Inquiries inquiries;
    Doctor doctor;
};

// From top to bottom.
QStringList shownFindings(const ui::DoctorDialog &dialog)
{
    QList<std::pair<int, QString>> places;
    for (const auto *label : dialog.findChildren<QLabel *>()) {
        if (label->objectName().startsWith(QLatin1String("finding-")))
            places.append({label->mapTo(&dialog, QPoint()).y(), label->objectName().mid(8)});
    }
    std::sort(places.begin(), places.end());
    QStringList names;
    for (const auto &place : places)
        names.append(place.second);
    return names;
}

} // namespace

class TestDoctorDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWorstComesFirst()
    {
        Clinic clinic;
        clinic.server.habits.checks.remove("CRC32C");
        clinic.server.habits.denied = {s3::Operation::AbortMultipartUpload, s3::Operation::GetBucketLifecycle};
        ui::DoctorDialog dialog(clinic.doctor, {QStringLiteral("lab"), QStringLiteral("Lab"), QStringLiteral("harbour"), {}});
        QSignalSpy diagnosed(&dialog, &ui::DoctorDialog::diagnosed);
        dialog.show();
        QTRY_COMPARE_WITH_TIMEOUT(diagnosed.size(), 1, 20000);
        const auto diagnosis = diagnosed.constFirst().constFirst().value<Diagnosis>();
        QStringList expected;
        for (const Verdict verdict : {Verdict::Bad, Verdict::Remarkable, Verdict::Unknown, Verdict::Good}) {
            for (const Finding &finding : diagnosis.findings) {
                if (finding.verdict == verdict)
                    expected.append(finding.what);
            }
        }
        QVERIFY(diagnosis.findings.constFirst().verdict == Verdict::Good); // as they were found, it is another order
        QVERIFY(diagnosis.finding(expected.constFirst())->verdict == Verdict::Bad);
        QTRY_COMPARE(shownFindings(dialog), expected);
        QVERIFY(!dialog.findChild<QPushButton *>(QStringLiteral("doctorCertificate")));
    }

    void aCertificateCanBeLookedAt()
    {
        Clinic clinic;
        s3::Error untrusted =
            s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("CertificateNotTrusted"), QStringLiteral("Not trusted."));
        untrusted.details = {QStringLiteral("s3.example.com, issued by Lab Root"), QStringLiteral("Lab Root, self-signed")};
        untrusted.certificatePem = "PEM";
        clinic.server.instead = [&](const Order &, int) { return std::optional<Outcome>(untrusted); };
        ui::DoctorDialog dialog(clinic.doctor, {QStringLiteral("lab"), QStringLiteral("Lab"), QStringLiteral("harbour"), {}});
        QSignalSpy diagnosed(&dialog, &ui::DoctorDialog::diagnosed), wished(&dialog, &ui::DoctorDialog::certificateWished);
        QTRY_COMPARE_WITH_TIMEOUT(diagnosed.size(), 1, 20000);
        auto *show = dialog.findChild<QPushButton *>(QStringLiteral("doctorCertificate"));
        QVERIFY(show);
        show->click();
        QCOMPARE(wished.size(), 1);
        QCOMPARE(wished.constFirst().constFirst().value<s3::Error>().certificatePem, QByteArray("PEM"));
    }
};

QTEST_MAIN(TestDoctorDialog)
#include "tst_doctordialog.moc"
