// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "silentaccount.h"
#include "ui/banner.h"
#include "ui/filewriting.h"
#include "ui/mainwindow.h"
#include "ui/models/parttablemodel.h"
#include "ui/models/receiptlistmodel.h"
#include "ui/receiptexport.h"
#include "ui/receipttext.h"
#include "ui/sidebar.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace std::chrono_literals;
using namespace ui;
using upload::Proof;
using upload::Receipt;

namespace {

Receipt withoutParts(Receipt receipt)
{
    receipt.parts.clear();
    return receipt;
}

} // namespace

class tst_Receipts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, Appearance::Light);
    }

    void modelKeepsItsPromises();
    void filtersEachField_data();
    void filtersEachField();
    void sortsByEachColumn();
    void aRowKeepsItsPlaceWhenSorted();
    void factsTellEverything();
    void proofIsNeverStrongerThanItIs();
    void textHoldsTheParts();
    void jsonIsReadBack();
    void pdfHasPagesAndParts();
    void exportThatCannotBeWritten();
    void exportNames();

    void pageCountsSearchesAndOpens();
    void partsComeLater();
    void emptyReadingUnreadable();
    void copiesAndExports();
    void showReceiptFromTheRow();
    void aReceiptThatIsNotInTheListYet();
    void hiddenUploadsAreNotActedOn();

private:
    struct Shown {
        samples::SilentAccount account;
        MainWindow window{account.browser};
        explicit Shown(int receipts = 8)
        {
            if (receipts >= 0)
                window.setReceipts(samples::receipts(receipts));
            window.findChild<Sidebar *>()->choose(QStringLiteral("receipts"));
            window.show();
            if (!QTest::qWaitForWindowExposed(&window))
                qFatal("no window");
            window.activateWindow();
        }
        template <typename Widget>
        Widget *find(const char *name) const
        {
            auto *found = window.findChild<Widget *>(QLatin1String(name));
            if (!found)
                qFatal("no %s", name);
            return found;
        }
        QTreeView *list() const { return find<QTreeView>("receiptList"); }
        QString nameAt(int row) const { return list()->model()->index(row, 0).data().toString(); }
    };
};

void tst_Receipts::modelKeepsItsPromises()
{
    ReceiptListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy counted(&model, &ReceiptListModel::counted);
    model.set(samples::receipts(20));
    QCOMPARE(model.rowCount(), 20);
    model.sort(ReceiptListModel::SizeColumn, Qt::DescendingOrder);
    model.setWords(QStringLiteral("catalogue"));
    QCOMPARE(model.rowCount(), 3);
    model.add(samples::receipt(QStringLiteral("print/catalogue-last.pdf"), 1, 0));
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.index(3, 0).data().toString(), QStringLiteral("catalogue-last.pdf")); // the smallest
    model.add(samples::receipt(QStringLiteral("elsewhere"), 1, 0));
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.receipts(), 22);
    QCOMPARE(counted.constLast().constFirst().toInt(), 22);
    model.add(samples::receipt(QStringLiteral("print/catalogue-last.pdf"), samples::GiB * 900, 0)); // the same one again, another size
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.receipts(), 22);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("catalogue-last.pdf"));
    model.setWords({});
    QCOMPARE(model.rowCount(), 22);

    PartTableModel parts(QStringLiteral("CRC64NVME"));
    QAbstractItemModelTester partTester(&parts, QAbstractItemModelTester::FailureReportingMode::QtTest);
    parts.set(partLines(samples::receipt(QStringLiteral("a"), 100 * samples::MiB, 7).parts));
    QCOMPARE(parts.rowCount(), 7);
    parts.set({});
    QCOMPARE(parts.rowCount(), 0);
}

void tst_Receipts::filtersEachField_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("name, another case") << QStringLiteral("OVERtüre");
    QTest::newRow("key") << QStringLiteral("seldom/");
    QTest::newRow("bucket") << QStringLiteral("archive-two");
    QTest::newRow("ETag") << QStringLiteral("0123456789ABCDEF");
    QTest::newRow("upload ID") << QStringLiteral("Zm9v-UPLOAD");
    QTest::newRow("source") << QStringLiteral("/mnt/card");
    QTest::newRow("two words") << QStringLiteral("  two   seldom ");
}

void tst_Receipts::filtersEachField()
{
    QFETCH(QString, words);
    Receipt wanted = samples::receipt(QStringLiteral("seldom/Overtüre.wav"), 1, 0);
    wanted.object.bucket = QStringLiteral("archive-two");
    wanted.etag = "\"0123456789abcdef-3\"";
    wanted.uploadId = "Zm9v-UPLOAD";
    wanted.sourcePath = QStringLiteral("/mnt/card/Overtüre.wav");
    ReceiptListModel model;
    model.set(samples::receipts(7) + QList<Receipt>{wanted});
    model.setWords(words);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.receiptAt(model.index(0, 0))->id, wanted.id);
    QVERIFY(!model.indexOf(samples::receipts(1).constFirst().id).isValid());
    QVERIFY(model.holds(samples::receipts(1).constFirst().id));
}

void tst_Receipts::sortsByEachColumn()
{
    ReceiptListModel model;
    const QList<Receipt> all = samples::receipts(50);
    model.set(all);
    QCOMPARE(model.receiptAt(model.index(0, 0))->id, all.constFirst().id); // the latest first
    for (int column = 0; column < ReceiptListModel::ColumnCount; ++column) {
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            model.sort(column, order);
            for (int row = 1; row < model.rowCount(); ++row) {
                const Receipt *before = model.receiptAt(model.index(row - 1, 0));
                const Receipt *after = model.receiptAt(model.index(row, 0));
                if (order == Qt::DescendingOrder)
                    std::swap(before, after);
                if (column == ReceiptListModel::ObjectColumn)
                    QVERIFY(nameOf(*before).compare(nameOf(*after), Qt::CaseInsensitive) <= 0);
                if (column == ReceiptListModel::SizeColumn)
                    QVERIFY(before->size() <= after->size());
                if (column == ReceiptListModel::CompletedColumn)
                    QVERIFY(before->completed <= after->completed);
                if (column == ReceiptListModel::ProofColumn)
                    QVERIFY(before->proof <= after->proof);
            }
        }
    }
}

void tst_Receipts::aRowKeepsItsPlaceWhenSorted()
{
    ReceiptListModel model;
    model.set(samples::receipts(50));
    const QPersistentModelIndex place = model.index(3, ReceiptListModel::ProofColumn);
    const upload::UploadId id = model.receiptAt(place)->id;
    model.sort(ReceiptListModel::SizeColumn, Qt::AscendingOrder);
    QCOMPARE(model.receiptAt(place)->id, id);
    QCOMPARE(place.column(), int(ReceiptListModel::ProofColumn));
}

void tst_Receipts::factsTellEverything()
{
    Receipt receipt = samples::receipt(QStringLiteral("a/b.bin"), 12'345'678'901, 3);
    receipt.versionId = "v-17";
    const QString text = textOf(receipt);
    for (const QString &wanted : {QStringLiteral("s3://studio-archive/a/b.bin"), QStringLiteral("v-17"),
             QStringLiteral("https://ceph.studio.example:8080, region eu-central-1"), QStringLiteral("12,345,678,901 bytes"),
             QString::fromUtf8(receipt.etag), QString::fromLatin1(receipt.crc64Nvme.toBase64()), QStringLiteral("of the whole object"),
             upload::proofSentence(receipt.proof, receipt.integrity), receipt.sourcePath, QString::fromUtf8(receipt.uploadId),
             QStringLiteral("Parts: 3"), receipt.id.toString(QUuid::WithoutBraces), QStringLiteral("Davit 0.1.0")})
        QVERIFY2(text.contains(wanted), qPrintable(wanted));
    // Always the same rows, so that a list of facts can be made once.
    const QList<ReceiptFact> of = factsOf(receipt);
    const QList<ReceiptFact> none = factsOf({});
    QCOMPARE(of.size(), none.size());
    for (qsizetype i = 0; i < of.size(); ++i)
        QCOMPARE(of.at(i).name, none.at(i).name);
    // A key must not pretend to be another.
    receipt.object.key = QStringLiteral("evil\u202Egpj.exe");
    QVERIFY(!textOf(receipt).contains(QChar(0x202e)));
}

void tst_Receipts::proofIsNeverStrongerThanItIs()
{
    QCOMPARE(proofWords(Proof::Checksum), QStringLiteral("Checksum verified by the server"));
    QCOMPARE(proofWords(Proof::Etag), QStringLiteral("ETag verified"));
    QCOMPARE(proofWords(Proof::Length), QStringLiteral("Length only"));
    const Tokens tokens = tokensFor(qApp->palette());
    QCOMPARE(proofColor(Proof::Length, tokens), tokens.attentionFill);
    QCOMPARE(proofColor(Proof::None, tokens), tokens.attentionFill);
    QCOMPARE(proofColor(Proof::Etag, tokens), tokens.stored);
}

void tst_Receipts::textHoldsTheParts()
{
    const Receipt receipt = samples::receipt(QStringLiteral("a"), 100, 3);
    const QStringList lines = textOf(receipt).split(QLatin1Char('\n'));
    QCOMPARE(lines.constLast(),
        QStringLiteral("3\t34\t%1\t%2").arg(QString::fromUtf8(receipt.parts.constLast().etag), partChecksum(receipt.parts.constLast())));
    QVERIFY(!textOf(withoutParts(receipt)).contains(QLatin1Char('\t')));
}

void tst_Receipts::jsonIsReadBack()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("r.json"));
    const Receipt receipt = samples::receipt(QStringLiteral("Überseekiste 1.bin"), 12'345'678, 5);
    FileWriting out;
    QSignalSpy written(&out, &FileWriting::written);
    out.write(path, [&receipt](QIODevice &file) { return writeReceipt(receipt, ReceiptFormat::Json, file); });
    QTRY_COMPARE(written.size(), 1);
    QCOMPARE(written.constFirst().constFirst().toString(), path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto back = upload::receiptFromJson(file.readAll());
    QVERIFY(back.ok());
    QVERIFY(*back == receipt);
}

void tst_Receipts::pdfHasPagesAndParts()
{
    QTemporaryDir folder;
    FileWriting out;
    QSignalSpy written(&out, &FileWriting::written);
    QElapsedTimer timer;
    timer.start();
    const QString path = folder.filePath(QStringLiteral("r.pdf"));
    const Receipt receipt = samples::receipt(QStringLiteral("2026/11/interview-master-4k.mov"), 48 * samples::GiB, 10'000);
    out.write(path, [&receipt](QIODevice &file) { return writeReceipt(receipt, ReceiptFormat::Pdf, file); });
    QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, 30'000);
    qInfo("10,000 parts as PDF in %lld ms, %lld bytes", timer.elapsed(), QFileInfo(path).size());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("%PDF-"));
    if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
        QSKIP("not installed: poppler-utils");
    QProcess reader;
    reader.start(QStringLiteral("pdftotext"), {QStringLiteral("-layout"), path, QStringLiteral("-")});
    QVERIFY(reader.waitForFinished());
    const QStringList pages = QString::fromUtf8(reader.readAllStandardOutput()).split(QLatin1Char('\f'), Qt::SkipEmptyParts);
    QVERIFY(pages.size() > 100);
    for (qsizetype i = 0; i < pages.size(); ++i) {
        QVERIFY(pages.at(i).contains(QStringLiteral("Page %1 of %2").arg(i + 1).arg(pages.size())));
        QVERIFY(pages.at(i).contains(QStringLiteral("CRC64NVME"))); // the fact, then the table's head
    }
    QVERIFY(pages.constFirst().contains(QStringLiteral("s3://studio-archive/2026/11/interview-master-4k.mov")));
    QVERIFY(pages.constLast().contains(partChecksum(receipt.parts.constLast())));
    QCOMPARE(pages.join(QString()).count(QLatin1String("=\n")) >= 10'000, true); // every part has its row
}

void tst_Receipts::exportThatCannotBeWritten()
{
    FileWriting out;
    QSignalSpy failed(&out, &FileWriting::failed);
    bool called = false;
    out.write(QStringLiteral("/no/such/folder/r.pdf"), [&called](QIODevice &) { return called = true; });
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.constFirst().at(0).toString(), QStringLiteral("/no/such/folder/r.pdf"));
    QVERIFY(!failed.constFirst().at(1).toString().isEmpty());
    QVERIFY(!called);

    // What could not be made whole is not there at all.
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("half.pdf"));
    out.write(path, [](QIODevice &file) { return file.write("half") < 0; });
    QTRY_COMPARE(failed.size(), 2);
    QVERIFY(!QFile::exists(path));
}

void tst_Receipts::exportNames()
{
    Receipt receipt = samples::receipt(QStringLiteral("a/film.mov"), 1, 0);
    QCOMPARE(exportName(receipt, QStringLiteral("json")), QStringLiteral("film.mov.receipt.json"));
    receipt.object.key = QStringLiteral("folder/");
    QCOMPARE(exportName(receipt, QStringLiteral("pdf")), QStringLiteral("folder_.receipt.pdf"));
    receipt.object.key = QString(1000, QChar(0x65e5));
    QVERIFY(exportName(receipt, QStringLiteral("pdf")).toUtf8().size() <= 255);
}

void tst_Receipts::pageCountsSearchesAndOpens()
{
    Shown shown;
    auto *sidebar = shown.find<Sidebar>("sidebar");
    QCOMPARE(sidebar->count(QStringLiteral("receipts")), 8);
    QCOMPARE(sidebar->currentIndex().data(Qt::AccessibleDescriptionRole).toString(), QStringLiteral("8 receipts"));
    QCOMPARE(shown.list()->model()->rowCount(), 8);
    QCOMPARE(shown.nameAt(0), QStringLiteral("interview-master-4k.mov"));
    Receipt old = samples::receipt(QStringLiteral("x/old.bin"), 1, 0);
    old.completed = old.completed.addYears(-1);
    shown.window.addReceipt(old);
    QCOMPARE(sidebar->count(QStringLiteral("receipts")), 9);
    QCOMPARE(shown.nameAt(8), QStringLiteral("old.bin"));
    // Arrow keys open one after the other; each is wished for with its parts.
    QSignalSpy wished(&shown.window, &MainWindow::receiptWished);
    shown.list()->setFocus();
    QTest::keyClick(shown.list(), Qt::Key_Down);
    QCOMPARE(wished.size(), 1);
    QCOMPARE(wished.constFirst().constFirst().value<upload::UploadId>(), samples::receipts(2).at(1).id);
    QCOMPARE(shown.find<QLabel>("receiptTitle")->text(), QStringLiteral("catalogue.pdf"));
    // The opened one stays open while the words find it, and gives way when they do not.
    shown.find<QLineEdit>("filterField")->setText(QStringLiteral("catal"));
    QCOMPARE(shown.list()->model()->rowCount(), 1);
    QCOMPARE(wished.size(), 1);
    shown.find<QLineEdit>("filterField")->setText(QStringLiteral("sensor"));
    QCOMPARE(shown.find<QLabel>("receiptTitle")->text(), QStringLiteral("sensor.dat"));
    QCOMPARE(wished.size(), 2);
    shown.find<QLineEdit>("filterField")->setText(QStringLiteral("no such thing"));
    QVERIFY(shown.find<QWidget>("noReceipts")->isVisible());
    QVERIFY(!shown.find<QWidget>("receiptPane")->isVisible());
    QCOMPARE(shown.find<QWidget>("noReceipts")->findChild<QLabel *>(QStringLiteral("emptySentence"))->text(),
        QStringLiteral("No receipt matches “no such thing”"));
}

void tst_Receipts::partsComeLater()
{
    Shown shown;
    const Receipt first = samples::receipts(1).constFirst();
    auto *note = shown.find<QLabel>("receiptPartsNote");
    QVERIFY(note->isVisible());
    QCOMPARE(note->text(), QStringLiteral("Reading 2 parts…"));
    QVERIFY(!shown.find<QAction>("copyReceipt")->isEnabled()); // half a receipt is none
    QVERIFY(!shown.find<QAction>("exportPdf")->isEnabled());
    QVERIFY(shown.find<QAction>("copyReceiptAddress")->isEnabled());
    // What was wished for before is not what is open now.
    shown.window.showReceipt(samples::receipt(samples::receipts(3).at(2).object.key, 1, 4));
    QVERIFY(note->isVisible());
    shown.window.showReceipt(samples::receipt(first.object.key, first.size(), 2));
    QVERIFY(!note->isVisible());
    QCOMPARE(shown.find<QTreeView>("receiptParts")->model()->rowCount(), 2);
    QVERIFY(shown.find<QAction>("copyReceipt")->isEnabled());
    // Another one that arrives takes nothing away.
    shown.window.addReceipt(samples::receipt(QStringLiteral("x/new.bin"), 1, 0));
    QCOMPARE(shown.find<QTreeView>("receiptParts")->model()->rowCount(), 2);
}

void tst_Receipts::emptyReadingUnreadable()
{
    Shown shown(-1);
    const auto sentence = [&shown] {
        return shown.find<QWidget>("noReceipts")->findChild<QLabel *>(QStringLiteral("emptySentence"))->text();
    };
    QCOMPARE(sentence(), QStringLiteral("Reading the receipts…"));
    shown.window.showReceiptsUnreadable(samples::error(s3::ErrorKind::Permanent, "JournalLocked", "The journal is locked by a stranger."));
    QCOMPARE(sentence(), QStringLiteral("The receipts could not be read"));
    QCOMPARE(shown.find<Banner>("banner")->sentence(), QStringLiteral("The journal is locked by a stranger."));
    QVERIFY(shown.find<Banner>("banner")->isVisible());
    shown.window.setReceipts({});
    QCOMPARE(sentence(), QStringLiteral("No receipts yet"));
    shown.window.addReceipt(samples::receipt(QStringLiteral("a"), 1, 0));
    QVERIFY(shown.list()->isVisible());
    QCOMPARE(shown.find<QLabel>("receiptTitle")->text(), QStringLiteral("a"));
}

void tst_Receipts::copiesAndExports()
{
    Shown shown;
    const Receipt first = samples::receipts(1).constFirst();
    const Receipt whole = samples::receipt(first.object.key, first.size(), 2);
    shown.window.showReceipt(whole);
    shown.list()->setFocus();
    QTest::keyClick(shown.list(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), textOf(whole));
    QTest::keyClick(shown.list(), Qt::Key_U, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("s3://studio-archive/2026/11/interview-master-4k.mov"));

    QTemporaryDir folder;
    for (const auto &[key, name] :
        {std::pair(Qt::Key_E, "interview-master-4k.mov.receipt.json"), std::pair(Qt::Key_P, "interview-master-4k.mov.receipt.pdf")}) {
        shown.window.activateWindow(); // after the first dialog
        shown.list()->setFocus();
        QTRY_VERIFY(shown.list()->hasFocus());
        QTest::keyClick(shown.list(), key, Qt::ControlModifier);
        QTRY_VERIFY(shown.window.findChild<QFileDialog *>());
        auto *dialog = shown.find<QFileDialog>("exportDialog");
        QVERIFY(dialog->selectedFiles().constFirst().endsWith(QLatin1String(name)));
        const QString path = folder.filePath(QLatin1String(name));
        dialog->setDirectory(folder.path());
        dialog->selectFile(path);
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_VERIFY(QFileInfo::exists(path));
        QTRY_VERIFY(!shown.window.findChild<QFileDialog *>());
    }

    QContextMenuEvent menuKey(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QApplication::sendEvent(shown.list()->viewport(), &menuKey);
    auto *menu = shown.find<QMenu>("receiptMenu");
    QVERIFY(menu->actions().contains(shown.find<QAction>("exportJson")));
    menu->close();
}

void tst_Receipts::showReceiptFromTheRow()
{
    Shown shown;
    upload::UploadSnapshot done = samples::file(QStringLiteral("db-dump.zst"), upload::UploadState::Completed);
    done.receipt = samples::receipts(3).at(2).id;
    const upload::UploadSnapshot waiting = samples::file(QStringLiteral("w"), upload::UploadState::Waiting);
    shown.window.updateUploads({done});
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("all"));
    auto *action = shown.find<QAction>("showReceipt");
    QTRY_VERIFY(action->isEnabled());
    shown.find<QLineEdit>("filterField")->setText(QStringLiteral("db"));
    action->trigger();
    QCOMPARE(shown.find<Sidebar>("sidebar")->chosen(), QStringLiteral("receipts"));
    QVERIFY(shown.list()->isVisible());
    QCOMPARE(shown.find<QLabel>("receiptTitle")->text(), QStringLiteral("db-dump.zst"));
    QCOMPARE(shown.find<QLineEdit>("filterField")->text(), QString());
    QVERIFY(!action->isEnabled()); // no row of an upload is seen here

    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("all"));
    auto *button = shown.find<QAbstractButton>("showReceiptOfDetails");
    QVERIFY(button->isVisibleTo(button->parentWidget()));
    button->click();
    QCOMPARE(shown.find<Sidebar>("sidebar")->chosen(), QStringLiteral("receipts"));

    shown.window.removeUploads({done.id});
    shown.window.updateUploads({waiting});
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("all"));
    samples::letPass(150ms);
    QVERIFY(!action->isEnabled());
    QVERIFY(!button->isVisibleTo(button->parentWidget()));
}

void tst_Receipts::aReceiptThatIsNotInTheListYet()
{
    Shown shown;
    const Receipt fresh = samples::receipt(QStringLiteral("x/fresh.bin"), 3 * samples::MiB, 3);
    upload::UploadSnapshot done = samples::file(QStringLiteral("fresh.bin"), upload::UploadState::Completed);
    done.receipt = fresh.id;
    shown.window.updateUploads({done});
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("all"));
    QTRY_VERIFY(shown.find<QAction>("showReceipt")->isEnabled());
    QSignalSpy wished(&shown.window, &MainWindow::receiptWished);
    shown.find<QAction>("showReceipt")->trigger();
    QCOMPARE(wished.constLast().constFirst().value<upload::UploadId>(), fresh.id);
    shown.window.showReceipt(fresh);
    QCOMPARE(shown.find<QLabel>("receiptTitle")->text(), QStringLiteral("fresh.bin"));
    QCOMPARE(shown.find<QTreeView>("receiptParts")->model()->rowCount(), 3);
    QCOMPARE(shown.find<Sidebar>("sidebar")->count(QStringLiteral("receipts")), 9);
}

void tst_Receipts::hiddenUploadsAreNotActedOn()
{
    Shown shown;
    shown.window.updateUploads({samples::file(QStringLiteral("a"), upload::UploadState::Uploading)});
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("all"));
    QTRY_VERIFY(shown.find<QAction>("cancel")->isEnabled());
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("receipts"));
    samples::letPass(150ms);
    for (const char *name : {"cancel", "pause", "remove", "copyUploadId", "openFolder"})
        QVERIFY2(!shown.find<QAction>(name)->isEnabled(), name);
}

QTEST_MAIN(tst_Receipts)
#include "tst_receipts.moc"
