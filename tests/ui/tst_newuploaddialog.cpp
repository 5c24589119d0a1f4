// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The dialog for new uploads: what it stages, what it refuses and in which words, and what it asks the account.

#include "samples.h"
#include "silentaccount.h"
#include "ui/keyrules.h"
#include "ui/newuploaddialog.h"
#include "ui/stagedmodel.h"
#include "ui/uploadoptions.h"
#include "widgetsamples.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace std::chrono_literals;
using namespace ui;

namespace {

// An account in the engine's place that remembers what it was asked.
struct Remembering {
    samples::SilentAccount account{widgetsamples::connections()};
    upload::AccountBrowser &browser() { return account.browser; }
    void list(const QStringList &buckets) { Q_EMIT browser().bucketsListed(QStringLiteral("ceph"), buckets); }
    void refuse(const QString &code, int status)
    {
        s3::Error error;
        error.kind = status ? s3::ErrorKind::NeedsUser : s3::ErrorKind::Offline;
        error.code = code;
        error.httpStatus = status;
        Q_EMIT browser().bucketsRefused(QStringLiteral("ceph"), error);
    }
};

QString cell(const NewUploadDialog &dialog, int row, int column)
{
    return dialog.findChild<QTreeView *>(QStringLiteral("stagedItems"))->model()->index(row, column).data().toString();
}

} // namespace

class TestNewUploadDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_account = std::make_unique<Remembering>();
    }

    void stagesFilesAndFolders()
    {
        auto dialog =
            opened({QStringLiteral("ceph"), QStringLiteral("studio-archive"), QStringLiteral("2026/11/"), upload::IfKeyExists::Skip});
        dialog->stage(widgetsamples::writeSources(m_dir->path()));
        QTRY_COMPARE(dialog->windowTitle(), QStringLiteral("Upload 3 items"));
        QCOMPARE(cell(*dialog, 0, StagedModel::File), QStringLiteral("interview-master-4k.mov"));
        QCOMPARE(cell(*dialog, 0, StagedModel::Size), QStringLiteral("48.2 GiB"));
        QVERIFY(cell(*dialog, 0, StagedModel::Parts).contains(QStringLiteral(" × ")));
        QCOMPARE(cell(*dialog, 0, StagedModel::ArrivesAs), QStringLiteral("2026/11/interview-master-4k.mov"));
        QCOMPARE(cell(*dialog, 2, StagedModel::File), QStringLiteral("sensor-run-0412/"));
        QCOMPARE(cell(*dialog, 2, StagedModel::Parts), QStringLiteral("23 files"));
        QCOMPARE(cell(*dialog, 2, StagedModel::ArrivesAs), QStringLiteral("2026/11/sensor-run-0412/…"));
        auto *unusable = dialog->findChild<QToolButton *>(QStringLiteral("unusableButton"));
        QCOMPARE(unusable->text(), QStringLiteral("3 items cannot be uploaded"));
        QVERIFY(uploadButton(*dialog)->isEnabled());

        const QList<upload::UploadSpec> specs = dialog->specs();
        QCOMPARE(specs.size(), 25);
        QCOMPARE(
            specs.first().target, (s3::ObjectAddress{QStringLiteral("studio-archive"), QStringLiteral("2026/11/interview-master-4k.mov")}));
        QCOMPARE(specs.first().connectionId, QStringLiteral("ceph"));
        QCOMPARE(specs.first().ifKeyExists, upload::IfKeyExists::Skip);
        QVERIFY(!specs.last().batch.isNull());
        QCOMPARE(dialog->defaults().prefix, QStringLiteral("2026/11/"));
    }

    void mayBeStagedAgainWhileOpen()
    {
        auto dialog = opened({});
        const QStringList paths = widgetsamples::writeSources(m_dir->path());
        dialog->stage({paths.at(1)});
        dialog->stage({paths.at(0), paths.at(1)});
        QTRY_COMPARE(dialog->windowTitle(), QStringLiteral("Upload 2 items"));
        dialog->findChild<QTreeView *>(QStringLiteral("stagedItems"))->setFocus();
        QTest::keyClick(dialog->findChild<QTreeView *>(QStringLiteral("stagedItems")), Qt::Key_Delete);
        QCOMPARE(dialog->windowTitle(), QStringLiteral("Upload 1 item"));
    }

    void previewFollowsThePrefix()
    {
        auto dialog = staged();
        prefix(*dialog)->setText(QStringLiteral("a/b"));
        QCOMPARE(cell(*dialog, 0, StagedModel::ArrivesAs), QStringLiteral("a/b/catalogue.pdf"));
        QCOMPARE(dialog->specs().first().target.key, QStringLiteral("a/b/catalogue.pdf"));
        prefix(*dialog)->clear();
        QCOMPARE(dialog->specs().first().target.key, QStringLiteral("catalogue.pdf"));
    }

    void refusesWhatCannotBeSent()
    {
        auto dialog = staged();
        auto *hint = dialog->findChild<QLabel *>(QStringLiteral("prefixHint"));
        for (const QString &bad : {QStringLiteral("a/../b"), QStringLiteral("./"), QStringLiteral(".."), QStringLiteral("x/.")}) {
            prefix(*dialog)->setText(bad);
            QVERIFY2(!uploadButton(*dialog)->isEnabled(), qPrintable(bad));
            QVERIFY(hint->isVisible());
        }
        prefix(*dialog)->setText(QStringLiteral("ä").repeated(510)); // 1,020 bytes and a slash: too long with the name
        QVERIFY(!uploadButton(*dialog)->isEnabled());
        QVERIFY(hint->text().contains(QLatin1String("1,024")));
        prefix(*dialog)->setText(QStringLiteral("ä").repeated(505)); // 1,010 + 1 + 13 = 1,024
        QVERIFY(uploadButton(*dialog)->isEnabled());
        QVERIFY(!hint->isVisible());
        prefix(*dialog)->setText(QStringLiteral("...dots.are/fine.."));
        QVERIFY(uploadButton(*dialog)->isEnabled());
    }

    void needsABucket()
    {
        auto dialog = staged();
        auto *hint = dialog->findChild<QLabel *>(QStringLiteral("bucketHint"));
        bucket(*dialog)->setEditText(QString());
        QVERIFY(!uploadButton(*dialog)->isEnabled());
        QVERIFY(hint->isVisible() && hint->text().contains(QLatin1String("bucket")));
        bucket(*dialog)->setEditText(QStringLiteral("a/b"));
        QVERIFY(!uploadButton(*dialog)->isEnabled());
        QVERIFY(hint->text().contains(QLatin1String("slash")));
        bucket(*dialog)->setEditText(QStringLiteral("media"));
        QVERIFY(uploadButton(*dialog)->isEnabled());
    }

    void fieldsAreHeardByTheirLabels()
    {
        auto dialog = staged();
        for (const char *label : {"Connection", "Bucket", "If the key exists"}) {
            bool heard = false;
            for (QComboBox *choice : dialog->findChildren<QComboBox *>()) {
                QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(choice);
                heard |= spoken->text(QAccessible::Name) == QLatin1String(label) && spoken->role() == QAccessible::ComboBox;
                QCOMPARE(spoken->text(QAccessible::Value), choice->currentText());
                QVERIFY(spoken->childCount() >= 1 && spoken->child(0));
                QCOMPARE(spoken->indexOfChild(spoken->child(0)), 0);
                QVERIFY(spoken->actionInterface()->actionNames().contains(QAccessibleActionInterface::showMenuAction()));
            }
            QVERIFY2(heard, label);
        }
    }

    void connectionsThatArriveWhileItIsOpenAreOffered()
    {
        const QList<upload::Connection> connections = widgetsamples::connections();
        NewUploadDialog dialog(
            m_account->browser(), {}, {connections.last().id, QStringLiteral("media"), {}, upload::IfKeyExists::Ask}, nullptr);
        dialog.show();
        dialog.stage(widgetsamples::writeSources(m_dir->path()));
        QTRY_COMPARE(dialog.windowTitle(), QStringLiteral("Upload 3 items"));
        QVERIFY(!uploadButton(dialog)->isEnabled());
        dialog.setConnections(connections);
        QTRY_VERIFY(uploadButton(dialog)->isEnabled());
        QCOMPARE(dialog.defaults().connectionId, connections.last().id);
        QCOMPARE(dialog.defaults().bucket, QStringLiteral("media"));
        dialog.setConnections(connections.mid(0, 1)); // the chosen one has gone
        QCOMPARE(dialog.defaults().connectionId, connections.first().id);
    }

    void whereAConnectionsUploadsGoIsFilledInWithIt()
    {
        auto dialog = staged(); // ceph, media
        dialog->setUsualTarget([](const QString &id) {
            return id == QLatin1String("ceph") ? s3::ObjectAddress{QStringLiteral("media"), {}}
                                               : s3::ObjectAddress{QStringLiteral("demo"), QStringLiteral("2026/")};
        });
        auto *connection = dialog->findChild<QComboBox *>(QStringLiteral("connection"));
        connection->setCurrentIndex(1);
        QCOMPARE(dialog->defaults().bucket, QStringLiteral("demo"));
        QCOMPARE(dialog->defaults().prefix, QStringLiteral("2026/"));
        connection->setCurrentIndex(0);
        QCOMPARE(dialog->defaults().bucket, QStringLiteral("media"));
        QCOMPARE(dialog->defaults().prefix, QString());
        // What somebody typed stays.
        bucket(*dialog)->setEditText(QStringLiteral("elsewhere"));
        connection->setCurrentIndex(1);
        QCOMPARE(dialog->defaults().bucket, QStringLiteral("elsewhere"));
    }

    // `davit FILE` opens the dialog before the connections are read.
    void itIsFilledInForConnectionsThatComeLater()
    {
        const QList<upload::Connection> connections = widgetsamples::connections();
        NewUploadDialog dialog(m_account->browser(), {}, {}, nullptr);
        dialog.setUsualTarget([](const QString &) { return s3::ObjectAddress{QStringLiteral("demo"), QStringLiteral("in/")}; });
        dialog.show();
        dialog.setConnections(connections);
        QCOMPARE(dialog.defaults().bucket, QStringLiteral("demo"));
        QCOMPARE(dialog.defaults().prefix, QStringLiteral("in/"));
        dialog.setConnections({}); // none is no other place
        QCOMPARE(dialog.defaults().bucket, QStringLiteral("demo"));

        // What was typed meanwhile stays.
        NewUploadDialog typed(m_account->browser(), {}, {}, nullptr);
        typed.setUsualTarget([](const QString &) { return s3::ObjectAddress{QStringLiteral("demo"), QStringLiteral("in/")}; });
        typed.show();
        bucket(typed)->setEditText(QStringLiteral("mine"));
        typed.setConnections(connections);
        QCOMPARE(typed.defaults().bucket, QStringLiteral("mine"));
        QCOMPARE(typed.defaults().prefix, QString());
    }

    // "photos" and "photos/" are one folder, and what Davit chose nobody typed.
    void whatDavitFilledInIsNotTyped()
    {
        const auto usual = [](const QString &id) {
            return id == QLatin1String("ceph") ? s3::ObjectAddress{QStringLiteral("media"), QStringLiteral("photos")} : s3::ObjectAddress();
        };
        auto dialog = opened({QStringLiteral("ceph"), QStringLiteral("media"), QStringLiteral("photos/"), upload::IfKeyExists::Ask});
        dialog->setUsualTarget(usual);
        auto *connection = dialog->findChild<QComboBox *>(QStringLiteral("connection"));
        // One without a usual place does not get the other one's.
        connection->setCurrentIndex(1);
        QCOMPARE(dialog->defaults().bucket, QString());
        QCOMPARE(dialog->defaults().prefix, QString());
        // Its only bucket was chosen by Davit.
        const QString other = dialog->defaults().connectionId;
        Q_EMIT m_account->browser().bucketsListed(other, {QStringLiteral("only")});
        QTRY_COMPARE(dialog->defaults().bucket, QStringLiteral("only"));
        connection->setCurrentIndex(0);
        QCOMPARE(dialog->defaults().bucket, QStringLiteral("media"));
        QCOMPARE(dialog->defaults().prefix, QStringLiteral("photos/"));
        // A folder that was typed stays with its bucket.
        prefix(*dialog)->setText(QStringLiteral("photos/2026"));
        connection->setCurrentIndex(1);
        QCOMPARE(dialog->defaults().bucket, QStringLiteral("media"));
        QCOMPARE(dialog->defaults().prefix, QStringLiteral("photos/2026/"));

        // What is from the last time is of another place than the usual one, and of use to whoever has none.
        auto last = opened({QStringLiteral("ceph"), QStringLiteral("last"), {}, upload::IfKeyExists::Ask});
        last->setUsualTarget(usual);
        last->findChild<QComboBox *>(QStringLiteral("connection"))->setCurrentIndex(1);
        QCOMPARE(last->defaults().bucket, QStringLiteral("last"));
    }

    // An ARN has slashes; what Davit does not speak is declined in the words of the endpoint's rules.
    void whatStandsForABucketIsJudgedByTheEndpoint()
    {
        upload::Connection aws;
        aws.id = QStringLiteral("aws");
        aws.endpoint = s3::awsEndpoint(QStringLiteral("eu-west-1"));
        NewUploadDialog dialog(m_account->browser(), {aws}, {aws.id, {}, {}, upload::IfKeyExists::Ask}, nullptr);
        dialog.show();
        dialog.stage(widgetsamples::writeSources(m_dir->path()));
        QTRY_COMPARE(dialog.windowTitle(), QStringLiteral("Upload 3 items"));
        bucket(dialog)->setEditText(QStringLiteral("arn:aws:s3:eu-west-1:123456789012:accesspoint/films"));
        QVERIFY(uploadButton(dialog)->isEnabled());
        for (const char *declined : {"arn:aws:s3::123456789012:accesspoint/films.mrap", "films--euw1-az1--x-s3", "arn:aws:s3:nonsense"}) {
            bucket(dialog)->setEditText(QString::fromLatin1(declined));
            QVERIFY2(!uploadButton(dialog)->isEnabled(), declined);
            QVERIFY(!dialog.findChild<QLabel *>(QStringLiteral("bucketHint"))->text().isEmpty());
        }
    }

    void offersBucketsAndKeepsWhatWasTyped()
    {
        auto dialog = staged();
        bucket(*dialog)->setEditText(QStringLiteral("typed"));
        m_account->list({QStringLiteral("a"), QStringLiteral("b")});
        QTRY_COMPARE(bucket(*dialog)->count(), 2);
        QCOMPARE(bucket(*dialog)->currentText(), QStringLiteral("typed"));
        QVERIFY(uploadButton(*dialog)->isEnabled());
        bucket(*dialog)->setEditText(QString());
        m_account->list({QStringLiteral("only")});
        QTRY_COMPARE(bucket(*dialog)->currentText(), QStringLiteral("only"));
    }

    void saysWhenBucketsMayNotBeListed()
    {
        auto dialog = staged();
        auto *hint = dialog->findChild<QLabel *>(QStringLiteral("bucketHint"));
        m_account->refuse(QStringLiteral("AccessDenied"), 403);
        QTRY_COMPARE(hint->text(), QStringLiteral("This account may not list buckets; type the name."));
        QVERIFY(uploadButton(*dialog)->isEnabled());
        m_account->refuse(QStringLiteral("InvalidAccessKeyId"), 403);
        QTRY_VERIFY(hint->text().contains(QLatin1String("access key")));
        m_account->refuse(QString(), 0);
        QTRY_VERIFY(hint->text().contains(QLatin1String("cannot be reached")));
    }

    void marksKeysThatExist()
    {
        auto dialog = staged();
        samples::letPass(500ms); // the text has rested, the keys are asked about
        auto *model = dialog->findChild<QTreeView *>(QStringLiteral("stagedItems"))->model();
        const auto exists = [model] { return model->index(0, StagedModel::ArrivesAs).data(StagedModel::ExistsRole).toString(); };
        Q_EMIT m_account->browser().objectsFound(QStringLiteral("ceph"), QStringLiteral("other"), {QStringLiteral("catalogue.pdf")});
        Q_EMIT m_account->browser().objectsFound(QStringLiteral("ceph"), QStringLiteral("media"), {QStringLiteral("stranger")});
        QTest::qWait(20);
        QVERIFY(exists().isEmpty());
        Q_EMIT m_account->browser().objectsFound(QStringLiteral("ceph"), QStringLiteral("media"), {QStringLiteral("catalogue.pdf")});
        QTRY_COMPARE(exists(), QStringLiteral("exists"));
        prefix(*dialog)->setText(QStringLiteral("elsewhere/"));
        QVERIFY(exists().isEmpty());
        // A late answer for the former folder.
        Q_EMIT m_account->browser().objectsFound(QStringLiteral("ceph"), QStringLiteral("media"), {QStringLiteral("catalogue.pdf")});
        QTest::qWait(20);
        QVERIFY(exists().isEmpty());
    }

    void planFollowsPartSizeAndServer()
    {
        auto dialog = staged();
        auto *partSize = dialog->findChild<QComboBox *>(QStringLiteral("partSize"));
        partSize->setCurrentIndex(partSize->findText(QStringLiteral("5 MiB")));
        QCOMPARE(cell(*dialog, 0, StagedModel::Parts), QStringLiteral("4 × 5 MiB"));
        QCOMPARE(dialog->findChild<QLabel *>(QStringLiteral("footer"))->text(), QStringLiteral("17.0 MiB · 6 requests"));
        QCOMPARE(dialog->specs().first().wishedPartSize, 5 * s3::MiB);
        // The sandbox of these samples takes no part below 64 MiB: the wish is no longer on offer.
        dialog->findChild<QComboBox *>(QStringLiteral("connection"))->setCurrentIndex(1);
        QCOMPARE(dialog->specs().first().wishedPartSize, 0);
        QCOMPARE(partSize->findText(QStringLiteral("5 MiB")), -1);
        QVERIFY(partSize->findText(QStringLiteral("64 MiB")) > 0);
    }

    void refusesAPlanInTheServersWords()
    {
        StagedModel model;
        upload::FoundItem item{QStringLiteral("/x"), QStringLiteral("x"), false,
            {{QStringLiteral("/x"), QStringLiteral("x"), 100'000 * s3::GiB}}, 100'000 * s3::GiB};
        model.add({item});
        QVERIFY(!model.planTrouble().isEmpty());
        QVERIFY(model.index(0, StagedModel::Parts).data(StagedModel::TroubleRole).toBool());
    }

    void refusesTwoFilesUnderOneKey()
    {
        auto dialog = opened({QStringLiteral("ceph"), QStringLiteral("media"), QString(), upload::IfKeyExists::Ask});
        for (const char *name : {"one", "two"}) {
            QDir(m_dir->path()).mkpath(QString::fromLatin1(name));
            QFile file(m_dir->filePath(QString::fromLatin1(name) + QStringLiteral("/same.bin")));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        dialog->stage({m_dir->filePath(QStringLiteral("one/same.bin")), m_dir->filePath(QStringLiteral("two/same.bin"))});
        QTRY_COMPARE(dialog->windowTitle(), QStringLiteral("Upload 2 items"));
        QVERIFY(!uploadButton(*dialog)->isEnabled());
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("listHint"))->text().contains(QLatin1String("same.bin")));
    }

    void passesOptionsOn()
    {
        auto dialog = staged();
        dialog->findChild<QComboBox *>(QStringLiteral("storageClass"))->setEditText(QStringLiteral("STANDARD_IA"));
        dialog->findChild<QLineEdit *>(QStringLiteral("contentType"))->setText(QStringLiteral("application/pdf"));
        dialog->findChild<QLineEdit *>(QStringLiteral("cacheControl"))->setText(QStringLiteral("max-age=60"));
        auto *metadata = dialog->findChild<QLineEdit *>(QStringLiteral("metadata"));
        metadata->setText(QStringLiteral("nonsense"));
        QVERIFY(!uploadButton(*dialog)->isEnabled());
        metadata->setText(QStringLiteral("project=Aurora, place=Köln"));
        QVERIFY(uploadButton(*dialog)->isEnabled());
        const s3::ObjectOptions options = dialog->specs().first().options;
        QCOMPARE(options.storageClass, QByteArray("STANDARD_IA"));
        QCOMPARE(options.contentType, QByteArray("application/pdf"));
        QCOMPARE(options.cacheControl, QByteArray("max-age=60"));
        QCOMPARE(options.metadata.value("project"), QByteArray("Aurora"));
        QCOMPARE(options.metadata.value("place"), QByteArray("K\xc3\xb6ln"));
    }

    void snapshotsOnlyWhereAllFilesAllowThem()
    {
        StagedModel model;
        upload::FoundItem allows{QStringLiteral("/x"), QStringLiteral("x"), false, {}, 1};
        model.add({allows});
        QVERIFY(model.snapshotRefusal().isEmpty());
        upload::FoundItem refuses = allows;
        refuses.path = QStringLiteral("/y");
        refuses.snapshotRefusal = QStringLiteral("Snapshots need Btrfs or XFS; the file lies on ext4.");
        model.add({refuses});
        QCOMPARE(model.snapshotRefusal(), refuses.snapshotRefusal);

        UploadOptions options;
        auto *snapshot = options.findChild<QCheckBox *>(QStringLiteral("fromSnapshot"));
        auto *hint = options.findChild<QLabel *>(QStringLiteral("snapshotHint"));
        snapshot->setChecked(true);
        QVERIFY(options.fromSnapshot());
        options.setSnapshotRefusal(refuses.snapshotRefusal);
        QVERIFY(!snapshot->isEnabled());
        QVERIFY(!options.fromSnapshot());
        QCOMPARE(hint->text(), refuses.snapshotRefusal);
        QCOMPARE(snapshot->toolTip(), refuses.snapshotRefusal);
    }

    void namesForAScreenReader()
    {
        auto dialog = staged();
        QStringList names;
        const QList<QWidget *> widgets = dialog->findChildren<QWidget *>();
        for (const QWidget *widget : widgets)
            names.append(widget->accessibleName());
        for (const char *name : {"Connection", "Bucket", "Folder (prefix)", "If the key exists", "Part size", "Items to upload"})
            QVERIFY2(names.contains(QString::fromLatin1(name)), name);
        QCOMPARE(uploadButton(*dialog)->text(), QStringLiteral("Upload"));
        QCOMPARE(dialog->findChild<QPushButton *>(QStringLiteral("cancelButton"))->text(), QStringLiteral("Cancel"));
        QVERIFY(uploadButton(*dialog)->isDefault());
    }

    void closesWhileItScans()
    {
        auto dialog = opened({});
        dialog->stage({QStringLiteral("/usr")});
        QVERIFY(!uploadButton(*dialog)->isEnabled());
        QElapsedTimer timer;
        timer.start();
        dialog.reset();
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
    }

    void stopsLooking()
    {
        auto dialog = opened({});
        dialog->stage({QStringLiteral("/usr")});
        QTest::qWait(30);
        dialog->findChild<QPushButton *>(QStringLiteral("stopScan"))->click();
        QTest::qWait(100);
        QCOMPARE(dialog->windowTitle(), QStringLiteral("Upload"));
        dialog->stage({widgetsamples::writeSources(m_dir->path()).at(1)});
        QTRY_COMPARE(dialog->windowTitle(), QStringLiteral("Upload 1 item"));
    }

    void modelKeepsItsPromises()
    {
        StagedModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QList<upload::FoundItem> items;
        for (const char *name : {"a", "b", "c"})
            items.append({QString::fromLatin1(name), QString::fromLatin1(name), true, {}, 0});
        model.add(items);
        model.add(items);
        QCOMPARE(model.rowCount(), 3);
        model.setPrefix(QStringLiteral("p/"));
        model.setPlan(8 * s3::MiB, {});
        model.remove({model.index(1, 0)});
        QCOMPARE(model.rowCount(), 2);
        model.add(items);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("b/"));
    }

    void hundredThousandItemsInTime()
    {
        StagedModel model;
        QList<upload::FoundItem> items;
        for (int i = 0; i < 100'000; ++i) {
            const QString name = QStringLiteral("file-%1.bin").arg(i);
            items.append({QStringLiteral("/data/") + name, name, false, {{QStringLiteral("/data/") + name, name, i * 1000}}, i * 1000});
        }
        QElapsedTimer timer;
        timer.start();
        model.add(items);
        model.setPrefix(QStringLiteral("2026/"));
        model.setPlan(8 * s3::MiB, {});
        QCOMPARE(model.firstKeys(100).size(), 100);
        QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
        timer.restart();
        model.setPrefix(QStringLiteral("2026/1/"));
        QVERIFY2(timer.elapsed() < 50, qPrintable(QString::number(timer.elapsed())));
        model.remove({model.index(0, 0), model.index(99'999, 0)});
        QCOMPARE(model.files(), 99'998);
    }

private:
    std::unique_ptr<NewUploadDialog> opened(const UploadDefaults &defaults)
    {
        auto dialog = std::make_unique<NewUploadDialog>(m_account->browser(), widgetsamples::connections(), defaults, nullptr);
        dialog->show();
        return dialog;
    }
    std::unique_ptr<NewUploadDialog> staged()
    {
        auto dialog = opened({QStringLiteral("ceph"), QStringLiteral("media"), QString(), upload::IfKeyExists::Ask});
        dialog->stage({widgetsamples::writeSources(m_dir->path()).at(1)});
        const bool ready = QTest::qWaitFor([&] { return dialog->windowTitle() == QLatin1String("Upload 1 item"); }, 5000);
        Q_ASSERT(ready);
        Q_UNUSED(ready)
        return dialog;
    }
    static QPushButton *uploadButton(const NewUploadDialog &dialog)
    {
        return dialog.findChild<QPushButton *>(QStringLiteral("uploadButton"));
    }
    static QComboBox *bucket(const NewUploadDialog &dialog) { return dialog.findChild<QComboBox *>(QStringLiteral("bucket")); }
    static QLineEdit *prefix(const NewUploadDialog &dialog) { return dialog.findChild<QLineEdit *>(QStringLiteral("prefix")); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Remembering> m_account;
};

QTEST_MAIN(TestNewUploadDialog)
#include "tst_newuploaddialog.moc"
