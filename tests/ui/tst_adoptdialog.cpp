// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Resuming an upload with a file: what is listed, what a comparison says, what is asked of the engine, and what follows.

#include "adoptsamples.h"
#include "silentaccount.h"
#include "ui/adoptdialog.h"
#include "ui/adoptwords.h"
#include "ui/models/adoptedpartsmodel.h"
#include "ui/models/openuploadsmodel.h"
#include "ui/theme.h"
#include "widgetsamples.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace ui;
using upload::PartVerdict;
using upload::Unproven;

namespace {

class OneKey : public upload::CustomerKeyBook {
public:
    void list() override
    {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT listed({QStringLiteral("studio")}); }, Qt::QueuedConnection);
    }
    void create(const QString &) override {}
    void keep(const QString &, const QByteArray &) override {}
    void remove(const QString &) override {}
    void exportKey(const QString &) override {}
};

class AskedKeys : public upload::CustomerKeySource {
public:
    QStringList names;
    void ask(const QString &name) override { names.append(name); }
};

} // namespace

class TestAdoptDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, Appearance::Light);
    }

    void init()
    {
        m_transport = std::make_unique<samples::SilentTransport>();
        m_inquiries = std::make_unique<upload::Inquiries>(*m_transport, m_credentials);
        m_browser = std::make_unique<upload::AccountBrowser>(*m_inquiries);
        m_adoption = std::make_unique<upload::Adoption>(*m_transport, *m_inquiries);
        m_inquiries->setConnections(widgetsamples::connections());
    }
    void cleanup()
    {
        m_dialog.reset();
        m_adoption.reset();
        m_browser.reset();
        m_inquiries.reset();
    }

    void listsWhatTheServerTells()
    {
        open({QStringLiteral("ceph"), {{QStringLiteral("media"), {}}, {}}, {}});
        QCOMPARE(find<QLabel>("unfinishedReason")->text(), QStringLiteral("Looking for unfinished uploads…"));
        QVERIFY(!find<QAbstractButton>("adoptCompare")->isEnabled());
        QTRY_VERIFY(isAsked<upload::FindOpenUploads>());
        QCOMPARE(m_transport->asked<upload::FindOpenUploads>().constFirst().bucket, QStringLiteral("media"));
        found({adoptsamples::openUpload(QStringLiteral("a.mov"), 3 * s3::GiB, 412, "id-a"),
                  adoptsamples::openUpload(QStringLiteral("b.mov"), -1, 0, "id-b", 200)},
            false);
        QTRY_COMPARE(list()->model()->rowCount(), 2);
        QVERIFY(list()->isVisible());
        const auto cell = [this](int row, int column) { return list()->model()->index(row, column).data().toString(); };
        QCOMPARE(cell(0, OpenUploadsModel::Key), QStringLiteral("a.mov"));
        QCOMPARE(cell(0, OpenUploadsModel::Held), QStringLiteral("3.0 GiB"));
        QCOMPARE(cell(0, OpenUploadsModel::Started), QStringLiteral("2 h ago"));
        QCOMPARE(cell(0, OpenUploadsModel::By), QStringLiteral("lab-ingest"));
        QCOMPARE(cell(1, OpenUploadsModel::Held), QStringLiteral("–"));
        QCOMPARE(cell(1, OpenUploadsModel::Started), QStringLiteral("8 days ago"));
        QVERIFY(find<QLabel>("unfinishedHint")->text().startsWith(QStringLiteral("There are more than these.")));
        // Neither is chosen by itself, and without a file there is nothing to compare.
        list()->setCurrentIndex(list()->model()->index(1, 0));
        QVERIFY(!find<QAbstractButton>("adoptCompare")->isEnabled());
        find<QLineEdit>("adoptFile")->setText(QStringLiteral("/x/b.mov"));
        QVERIFY(find<QAbstractButton>("adoptCompare")->isEnabled());
        // Another bucket: the list is not its list.
        find<QComboBox>("adoptBucket")->setEditText(QStringLiteral("other"));
        QVERIFY(!find<QAbstractButton>("adoptCompare")->isEnabled());
        found({adoptsamples::openUpload(QStringLiteral("late.mov"), 1, 1, "late")}, true);
        QTest::qWait(20);
        QCOMPARE(list()->model()->rowCount(), 0);
    }

    void saysWhyNothingIsListed()
    {
        open({QStringLiteral("ceph"), {{QStringLiteral("media"), QStringLiteral("2026/")}, {}}, {}});
        QTRY_VERIFY(isAsked<upload::FindOpenUploads>());
        found({}, true);
        QTRY_COMPARE(find<QLabel>("unfinishedReason")->text(),
            QStringLiteral("There is no unfinished upload in “media” whose key begins with “2026/”."));
        s3::Error denied;
        denied.kind = s3::ErrorKind::NeedsUser;
        denied.code = QStringLiteral("AccessDenied");
        denied.httpStatus = 403;
        Q_EMIT m_browser->uploadsRefused(QStringLiteral("ceph"), QStringLiteral("media"), denied, {}, QStringLiteral("2026/"));
        QTRY_VERIFY(find<QLabel>("unfinishedReason")->text().contains(QLatin1String("s3:ListBucketMultipartUploads")));
        find<QComboBox>("adoptBucket")->setEditText({});
        QVERIFY(find<QLabel>("unfinishedReason")->text().contains(QLatin1String("bucket")));
    }

    // Somebody's upload under a key of their own: the server says so only when it is asked, and then the key can be chosen.
    void offersAKeyWhereTheServerWantsOne()
    {
        OneKey keys;
        AskedKeys asked;
        m_adoption->setCustomerKeySource(asked);
        const s3::UploadAddress address{{QStringLiteral("media"), QStringLiteral("film.mov")}, "id-1"};
        open({QStringLiteral("ceph"), address, QStringLiteral("/x/film.mov")});
        m_dialog->setKeyBook(keys);
        QTRY_VERIFY(isAsked<upload::ListStoredParts>());
        QVERIFY(!find<QComboBox>("customerKey")->isVisible());
        QVERIFY(asked.names.isEmpty());
        Q_EMIT m_adoption->refused(s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("CustomerKeyWanted"), QStringLiteral("…")));
        QTRY_VERIFY(find<QComboBox>("customerKey")->isVisible());
        QVERIFY(find<QLabel>("adoptTrouble")->text().contains(QLatin1String("Choose that key")));
        auto *choice = find<QComboBox>("customerKey");
        QCOMPARE(choice->accessibleName(), QStringLiteral("Your key"));
        QTRY_COMPARE(choice->count(), 2);
        choice->setCurrentIndex(1);
        find<QAbstractButton>("adoptCompare")->click();
        QTRY_COMPARE(asked.names, QStringList{QStringLiteral("studio")});
    }

    void comparesReportsAndResumes()
    {
        const s3::UploadAddress address{{QStringLiteral("media"), QStringLiteral("film.mov")}, "id-1"};
        open({QStringLiteral("ceph"), address, QStringLiteral("/x/film.mov")});
        QTRY_VERIFY(isAsked<upload::ListStoredParts>()); // at once: all was given
        QCOMPARE(m_transport->asked<upload::ListStoredParts>().constFirst().upload, address);
        QVERIFY(find<QAbstractButton>("stopComparing")->isVisible());
        QVERIFY(!find<QAbstractButton>("adoptResume")->isEnabled());
        auto report = adoptsamples::report(address, QStringLiteral("/x/film.mov"), 980, 412, 3);
        Q_EMIT m_adoption->listed(report);
        Q_EMIT m_adoption->progressed(2 * s3::GiB, 4 * s3::GiB, 2.1e9);
        QTRY_COMPARE(find<QLabel>("comparisonText")->text(), QStringLiteral("2.0 GiB of 4.0 GiB compared · 2.0 GiB/s"));
        QCOMPARE(find<QProgressBar>("comparisonProgress")->value(), 500);
        // That of another upload is not ours.
        Q_EMIT m_adoption->compared(adoptsamples::report({address.object, "id-2"}, QStringLiteral("/x/film.mov"), 5, 5, 0));
        QTest::qWait(20);
        QVERIFY(!find<QAbstractButton>("adoptResume")->isEnabled());
        Q_EMIT m_adoption->compared(report);
        QTRY_VERIFY(find<QAbstractButton>("adoptResume")->isEnabled());
        QCOMPARE(find<QLabel>("adoptSentence")->text(),
            QStringLiteral("412 of 980 parts hold this file's bytes, 3 differ, 565 are missing: 4.4 GiB will be sent."));
        QVERIFY(find<QLabel>("adoptRemarks")->text().contains(QStringLiteral("common size of 8 MiB.")));
        QCOMPARE(find<QTreeView>("adoptedParts")->model()->rowCount(), 980);
        find<QAbstractButton>("onlyToBeSent")->click();
        QCOMPARE(find<QTreeView>("adoptedParts")->model()->rowCount(), 568);
        QVERIFY(!find<QWidget>("sendAgain")->isVisible());

        QSignalSpy wished(m_dialog.get(), &AdoptDialog::adoptWished);
        find<QAbstractButton>("adoptResume")->click();
        QCOMPARE(wished.size(), 1);
        const auto record = wished.constFirst().constFirst().value<upload::UploadRecord>();
        QCOMPARE(record.uploadId, address.uploadId);
        QVERIFY(record.adopted);
        QCOMPARE(record.parts.size(), 412);
        QVERIFY(!m_dialog->isVisible());
        QVERIFY(m_transport->interrupted.isEmpty() || m_transport->interrupted.size() == 1);
    }

    void unprovenPartsAreAChoice()
    {
        const s3::UploadAddress address{{QStringLiteral("media"), QStringLiteral("film.mov")}, "id-1"};
        open({QStringLiteral("ceph"), address, QStringLiteral("/x/film.mov")});
        Q_EMIT m_adoption->compared(adoptsamples::report(address, QStringLiteral("/x/film.mov"), 100, 0, 0, 100));
        QTRY_VERIFY(find<QWidget>("sendAgain")->isVisible());
        QVERIFY(find<QAbstractButton>("sendAgain")->isChecked());
        QCOMPARE(find<QLabel>("adoptSentence")->text(),
            QStringLiteral("0 of 100 parts hold this file's bytes, 100 cannot be compared: 800 MiB will be sent."));
        find<QAbstractButton>("keepUnproven")->click();
        QVERIFY(find<QLabel>("adoptSentence")->text().contains(QStringLiteral("nothing has to be sent")));
        QSignalSpy wished(m_dialog.get(), &AdoptDialog::adoptWished);
        find<QAbstractButton>("adoptResume")->click();
        QCOMPARE(wished.constFirst().constFirst().value<upload::UploadRecord>().parts.size(), 100);
    }

    void refusalsAreSentences_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        QTest::newRow("gone") << int(s3::ErrorKind::UploadGone) << "NoSuchUpload" << 404 << "no longer knows this upload";
        QTest::newRow("another file") << int(s3::ErrorKind::Permanent) << "PartsBeyondObject" << 0
                                      << "The file has fewer bytes than the stored parts hold";
        QTest::newRow("order") << int(s3::ErrorKind::Permanent) << "InvalidPartOrder" << 0 << "do not make one object";
        QTest::newRow("denied") << int(s3::ErrorKind::NeedsUser) << "AccessDenied" << 403 << "s3:ListMultipartUploadParts";
        QTest::newRow("no file") << int(s3::ErrorKind::SourceUnreadable) << "FileNotFound" << 0 << "The file is not there.";
        QTest::newRow("empty file") << int(s3::ErrorKind::Permanent) << "EntityTooSmall" << 0 << "The file is empty";
    }
    void refusalsAreSentences()
    {
        QFETCH(int, kind);
        QFETCH(QString, code);
        QFETCH(int, status);
        QFETCH(QString, says);
        open({QStringLiteral("ceph"), {{QStringLiteral("media"), QStringLiteral("film.mov")}, "id-1"}, QStringLiteral("/x/film.mov")});
        s3::Error error = s3::ownError(static_cast<s3::ErrorKind>(kind), code, {});
        error.httpStatus = status;
        Q_EMIT m_adoption->refused(error);
        QTRY_VERIFY(find<QLabel>("adoptTrouble")->isVisible());
        const QString text = find<QLabel>("adoptTrouble")->text();
        QVERIFY2(text.contains(says), qPrintable(text));
        QVERIFY(text.endsWith(QLatin1Char('.')));
        QVERIFY(find<QAbstractButton>("adoptCompare")->isVisible());
    }

    void closingEndsTheComparison()
    {
        open({QStringLiteral("ceph"), {{QStringLiteral("media"), QStringLiteral("film.mov")}, "id-1"}, QStringLiteral("/x/film.mov")});
        QTRY_VERIFY(isAsked<upload::ListStoredParts>());
        QVERIFY(m_transport->interrupted.isEmpty());
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        m_dialog.reset();
        QTRY_COMPARE(m_transport->interrupted.size(), 1);
    }

    void stopsAndComparesAgain()
    {
        open({QStringLiteral("ceph"), {{QStringLiteral("media"), QStringLiteral("film.mov")}, "id-1"}, QStringLiteral("/x/film.mov")});
        QTRY_VERIFY(isAsked<upload::ListStoredParts>());
        find<QAbstractButton>("stopComparing")->click();
        QTRY_COMPARE(m_transport->interrupted.size(), 1);
        QVERIFY(find<QAbstractButton>("adoptCompare")->isVisible());
        QVERIFY(find<QAbstractButton>("adoptCompare")->isEnabled()); // the upload that it was opened for is still meant
        m_transport->orders.clear();
        find<QAbstractButton>("adoptCompare")->click();
        QTRY_VERIFY(isAsked<upload::ListStoredParts>());
    }

    void everyControlSpeaks()
    {
        const s3::UploadAddress address{{QStringLiteral("media"), QStringLiteral("film.mov")}, "id-1"};
        open({QStringLiteral("ceph"), address, QStringLiteral("/x/film.mov")});
        Q_EMIT m_adoption->compared(adoptsamples::report(address, QStringLiteral("/x/film.mov"), 10, 5, 0, 5));
        QTRY_VERIFY(find<QWidget>("sendAgain")->isVisible());
        const auto buttons = m_dialog->findChildren<QAbstractButton *>();
        for (const QAbstractButton *button : buttons) {
            if (button->objectName().startsWith(QLatin1String("qt_")) || button->text().isEmpty())
                continue;
            QVERIFY2(!button->objectName().isEmpty(), qPrintable(button->text()));
            if (!button->accessibleName().isEmpty())
                QCOMPARE(button->accessibleName(), button->text());
        }
        for (const char *name : {"unfinishedUploads", "adoptedParts", "adoptFile", "adoptPrefix", "adoptBucket", "adoptConnection"})
            QVERIFY2(!find<QWidget>(name)->accessibleName().isEmpty(), name);
    }

    void sentences()
    {
        const s3::UploadAddress address{{QStringLiteral("b"), QStringLiteral("k")}, "i"};
        QCOMPARE(adoptionSentence(adoptsamples::report(address, {}, 3, 3, 0), Unproven::SendAgain),
            QStringLiteral("All 3 parts hold this file's bytes: nothing has to be sent, the server only puts them together."));
        QCOMPARE(adoptionSentence(adoptsamples::report(address, {}, 3, 1, 1), Unproven::SendAgain),
            QStringLiteral("1 of 3 parts hold this file's bytes, 1 differs, 1 is missing: 16.0 MiB will be sent."));
        for (const PartVerdict verdict : {PartVerdict::Missing, PartVerdict::Same, PartVerdict::Differs, PartVerdict::Unproven})
            QVERIFY(!verdictWord(verdict).isEmpty());
        QVERIFY(!isToBeSent(PartVerdict::Unproven, Unproven::Keep));
        QVERIFY(isToBeSent(PartVerdict::Unproven, Unproven::SendAgain));
    }

    void tenThousandPartsAreFluid()
    {
        AdoptedPartsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto report = adoptsamples::report({{QStringLiteral("b"), QStringLiteral("k")}, "i"}, {}, 10'000, 6000, 10, 90);
        QElapsedTimer timer;
        timer.start();
        model.setReport(report);
        model.setFilter(true, Unproven::SendAgain);
        QCOMPARE(model.rowCount(), 4000);
        model.setFilter(true, Unproven::Keep);
        QCOMPARE(model.rowCount(), 3910);
        QTreeView view;
        view.setUniformRowHeights(true);
        view.setModel(&model);
        view.resize(800, 400);
        view.show();
        model.setFilter(false, Unproven::Keep);
        view.scrollToBottom();
        view.grab();
        // A wide bound: it catches work for every row, not a slow machine.
        QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    }

private:
    template <typename Widget>
    Widget *find(const char *name) const
    {
        auto *widget = m_dialog->findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("no %s", name);
        return widget;
    }
    template <typename Work>
    bool isAsked() const
    {
        return !m_transport->asked<Work>().isEmpty();
    }
    QTreeView *list() const { return find<QTreeView>("unfinishedUploads"); }
    void open(const AdoptBeginning &beginning)
    {
        m_dialog = std::make_unique<AdoptDialog>(*m_browser, *m_adoption, widgetsamples::connections(), beginning);
        m_dialog->show();
    }
    void found(const QList<upload::OpenUpload> &uploads, bool isWhole)
    {
        Q_EMIT m_browser->uploadsFound(
            QStringLiteral("ceph"), QStringLiteral("media"), uploads, isWhole, {}, find<QLineEdit>("adoptPrefix")->text());
    }

    std::unique_ptr<samples::SilentTransport> m_transport;
    samples::SilentCredentials m_credentials;
    std::unique_ptr<upload::Inquiries> m_inquiries;
    std::unique_ptr<upload::AccountBrowser> m_browser;
    std::unique_ptr<upload::Adoption> m_adoption;
    std::unique_ptr<AdoptDialog> m_dialog;
};

QTEST_MAIN(TestAdoptDialog)
#include "tst_adoptdialog.moc"
