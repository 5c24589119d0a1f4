// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Fills the window with every state, to be looked at: davit-gallery --grab out.png --theme dark --size 1100x700 --scale 2 --scene empty
#include "cleaningsamples.h"
#include "cleaningscenes.h"
#include "samples.h"
#include "silentaccount.h"
#include "ui/mainwindow.h"
#include "ui/sidebar.h"
#include "ui/theme.h"
#include "ui/unfinishedpage.h"
#include "unfinishedsamples.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLineEdit>
#include <QScreen>
#include <QTimer>
#include <QTreeView>

#include <cstdlib>
#include <cstring>

namespace {

// The page of unfinished uploads, as a browser would tell it.
void fillUnfinished(ui::MainWindow &window, samples::SilentAccount &account, const QString &scene)
{
    window.setUnfinished(account.uploadBrowser, account.cleanUp, account.lifecycles);
    window.setPrices(upload::PriceTable::builtIn());
    const QList<samples::StudioUpload> studio = samples::studioUploads();
    upload::UploadSnapshot own = samples::file(QStringLiteral("vm-image.qcow2"), upload::UploadState::Paused, 120 * samples::GiB, 0.7);
    own.connectionId = QStringLiteral("ceph");
    own.target = studio.at(2).listed.upload.address.object;
    own.uploadId = studio.at(2).listed.upload.address.uploadId;
    window.updateUploads({own});
    window.findChild<ui::Sidebar *>()->choose(QStringLiteral("unfinished"));
    auto *page = window.findChild<ui::UnfinishedPage *>();
    const auto denied = samples::error(s3::ErrorKind::NeedsUser, "AccessDenied", "Access Denied");
    QTimer::singleShot(200, page, [page, &account, scene, studio, denied] {
        upload::UploadBrowser &browser = account.uploadBrowser;
        const quint64 number = page->listing().number();
        if (scene == QLatin1String("unfinished-denied")) {
            Q_EMIT browser.bucketRefused(number, {}, denied);
            Q_EMIT browser.ended(number, false);
            return;
        }
        const QStringList buckets = {QStringLiteral("backups"), QStringLiteral("lab-raw"), QStringLiteral("print"),
            QStringLiteral("secret-plans"), QStringLiteral("studio-archive")};
        Q_EMIT browser.bucketsFound(number, buckets);
        if (scene == QLatin1String("unfinished-many")) {
            const QList<upload::ListedUpload> many = samples::manyListed(100'000);
            for (int i = 0; i < 100; ++i)
                Q_EMIT browser.found(number, many.mid(i * 1000, 1000));
            QList<upload::HeldBytes> held;
            for (int i = 0; i < 60'000; ++i)
                held.append({many.at(i).upload.address, samples::holding((i * 7919LL) % 100000 * samples::MiB, i % 300 + 1, 8000 + i)});
            Q_EMIT browser.held(number, held);
        } else if (scene != QLatin1String("unfinished-empty")) {
            QList<upload::ListedUpload> listed;
            QList<upload::HeldBytes> held;
            for (const samples::StudioUpload &each : studio) {
                listed.append(each.listed);
                if (each.holding)
                    held.append({each.listed.upload.address, *each.holding});
            }
            Q_EMIT browser.found(number, listed);
            Q_EMIT browser.held(number, held);
            Q_EMIT browser.notHeld(number, listed.constLast().upload.address, denied);
            Q_EMIT browser.bucketRefused(number, buckets.at(3), denied);
        }
        if (scene == QLatin1String("unfinished-listing"))
            return;
        for (const QString &bucket : buckets) {
            if (bucket != buckets.at(3))
                Q_EMIT browser.bucketListed(number, bucket);
        }
        Q_EMIT browser.ended(number, false);
    });
    // The parts of whatever is chosen: some are missing, the last one is small.
    auto *answers = new QTimer(page);
    QObject::connect(answers, &QTimer::timeout, page, [page, &account, denied] {
        const ui::UnfinishedRow *row =
            page->uploads().uploadAt(page->findChild<QTreeView *>(QStringLiteral("unfinishedList"))->currentIndex());
        if (!row)
            return;
        upload::PartsListed parts;
        const int count = row->holding ? row->holding->parts : 0;
        for (int number = 1; number <= count + 6; ++number) {
            if (number % 97 >= 40 && number % 97 < 43)
                continue;
            s3::StoredPart part;
            part.number = number;
            part.size = number == count + 6 ? 31 * samples::MiB : 160 * samples::MiB;
            part.etag = "\"9b2cf535f27731c974343645a3985328\"";
            part.lastModified = row->upload.initiated.addSecs(number * 7);
            part.checksums.values.insert("CRC64NVME", "AAECAwQFBgc=");
            parts.parts.append(part);
        }
        parts.checksumAlgorithm = "CRC64NVME";
        parts.checksumType = "FULL_OBJECT";
        if (row->notHeld)
            Q_EMIT account.uploadBrowser.partsRefused(QStringLiteral("ceph"), row->upload.address, denied);
        else
            Q_EMIT account.uploadBrowser.partsFound(QStringLiteral("ceph"), row->upload.address, parts);
    });
    if (scene != QLatin1String("unfinished-many"))
        answers->start(400);
    if (scene == QLatin1String("unfinished"))
        QTimer::singleShot(500, page, [page] { page->uploads().check(1, 2, true); });
    if (scene == QLatin1String("unfinished-words"))
        window.findChild<QLineEdit *>(QStringLiteral("filterField"))->setText(QStringLiteral("nothing like it"));
}

void fill(ui::MainWindow &window, samples::SilentAccount &account, const QString &scene)
{
    QList<upload::Connection> connections = {samples::connection(QStringLiteral("ceph"), QStringLiteral("Studio archive (Ceph)")),
        samples::connection(QStringLiteral("sandbox"), QStringLiteral("Sandbox")),
        samples::connection(QStringLiteral("environment"), QStringLiteral("Environment"))};
    connections.first().profile.id = QStringLiteral("aws"); // whose prices are known
    if (scene != QLatin1String("nobody"))
        window.setConnections(connections);
    if (scene == QLatin1String("empty") || scene == QLatin1String("nobody"))
        return;
    if (scene.startsWith(QLatin1String("unfinished"))) {
        fillUnfinished(window, account, scene);
        return;
    }
    if (scene.startsWith(QLatin1String("receipts"))) {
        window.findChild<ui::Sidebar *>()->choose(QStringLiteral("receipts"));
        if (scene == QLatin1String("receipts-reading"))
            return;
        const QList<upload::Receipt> receipts = samples::receipts(scene == QLatin1String("receipts-many")    ? 100000
                                                                  : scene == QLatin1String("receipts-empty") ? 0
                                                                                                             : 128);
        QObject::connect(&window, &ui::MainWindow::receiptWished, &window, [&window, receipts, scene](const upload::UploadId &id) {
            for (const upload::Receipt &receipt : receipts) {
                if (receipt.id == id)
                    window.showReceipt(samples::receipt(receipt.object.key, receipt.size(),
                        scene == QLatin1String("receipts-many") ? 10000 : receipt.partCount, receipt.proof));
            }
        });
        window.setReceipts(receipts);
        if (scene == QLatin1String("receipts-words"))
            window.findChild<QLineEdit *>(QStringLiteral("filterField"))->setText(QStringLiteral("nothing like it"));
        return;
    }
    QList<upload::UploadSnapshot> uploads =
        scene == QLatin1String("many") ? samples::folder(QStringLiteral("ten-thousand"), 10000, 12, 4000) : QList<upload::UploadSnapshot>();
    uploads += scene == QLatin1String("durable") ? samples::durableStates() : samples::everyState();
    if (scene == QLatin1String("many")) {
        for (int i = 0; i < 3000; ++i)
            uploads.append(samples::file(QStringLiteral("scan-%1.tif").arg(i, 5, 10, QLatin1Char('0')),
                static_cast<upload::UploadState>(i % 13), (i + 1) * 3 * samples::MiB, 0.4));
    }
    QObject::connect(&window, &ui::MainWindow::watchWished, &window, [&window, uploads](const upload::UploadId &id) {
        for (const upload::UploadSnapshot &upload : uploads) {
            if (upload.id == id)
                window.updateParts(id, samples::partsOf(upload));
        }
    });
    window.updateUploads(uploads);
    window.updateTotals(samples::totalsOf(uploads));
    for (int i = 0; i < 30; ++i) {
        for (upload::UploadSnapshot upload : uploads.first(1)) {
            upload.bytesPerSecond *= 0.7 + 0.3 * ((i * 7) % 11) / 11.0;
            window.updateUploads({upload});
        }
    }
    window.updateUploads(uploads.first(1));
    for (const upload::UploadSnapshot &upload : uploads.first(1)) {
        window.appendLog(
            upload.id, {QDateTime::currentDateTimeUtc(), QStringLiteral("The server gave upload ID 2~kz1VbTqW8yPZr5cJ0mUeXh3fLdAo7r9Q.")});
        window.appendLog(upload.id,
            {QDateTime::currentDateTimeUtc(), QStringLiteral("Part 192 was refused (503 SlowDown); it is sent again in 1.4 s.")});
    }
    if (scene == QLatin1String("trouble"))
        window.showTrouble(samples::error(s3::ErrorKind::Permanent, "JournalBroken",
            "The list of uploads could not be read and was set aside as davit.sqlite.broken; uploads go on, but will not be remembered."));
    if (scene == QLatin1String("ask"))
        window.askToResume({uploads.at(0).id, uploads.at(1).id, uploads.at(2).id}, 123 * samples::GiB / 10, 48 * samples::GiB);
    if (scene == QLatin1String("opened"))
        window.findChild<QTreeView *>(QStringLiteral("uploadList"))->expandAll();
    if (scene == QLatin1String("limit"))
        window.setLimit(10 * samples::MiB);
}

} // namespace

int main(int argc, char **argv)
{
    // The scale has to be known before there is an application.
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::strcmp(argv[i], "--scale") == 0)
            qputenv("QT_SCALE_FACTOR", argv[i + 1]);
    }
    QApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption grab(QStringLiteral("grab"), QStringLiteral("Write a picture and end."), QStringLiteral("file"));
    const QCommandLineOption theme(
        QStringLiteral("theme"), QStringLiteral("light or dark"), QStringLiteral("theme"), QStringLiteral("light"));
    const QCommandLineOption size(
        QStringLiteral("size"), QStringLiteral("of the window"), QStringLiteral("WxH"), QStringLiteral("1310x800"));
    const QCommandLineOption scale(QStringLiteral("scale"), QStringLiteral("of the screen"), QStringLiteral("factor"));
    const QCommandLineOption scene(QStringLiteral("scene"),
        QStringLiteral(
            "states, durable, opened, empty, nobody, many, trouble, limit, category, words, ask, receipts, receipts-many, "
            "receipts-empty, receipts-words, receipts-reading, unfinished, unfinished-listing, unfinished-denied, unfinished-empty, "
            "unfinished-words, unfinished-many, ") +
            samples::cleaningScenes().join(QStringLiteral(", ")),
        QStringLiteral("name"), QStringLiteral("states"));
    const QCommandLineOption press(QStringLiteral("press"), QStringLiteral("objectName of an action to trigger"), QStringLiteral("action"));
    const QCommandLineOption rightToLeft(QStringLiteral("rtl"), QStringLiteral("right to left"));
    const QCommandLineOption wait(
        QStringLiteral("wait"), QStringLiteral("before the picture"), QStringLiteral("ms"), QStringLiteral("1200"));
    parser.addOptions({grab, wait, theme, size, scale, scene, press, rightToLeft});
    parser.addHelpOption();
    parser.process(app);
    if (parser.isSet(rightToLeft))
        QApplication::setLayoutDirection(Qt::RightToLeft);
    ui::applyTheme(app, parser.value(theme) == QLatin1String("dark") ? ui::Appearance::Dark : ui::Appearance::Light);

    samples::SilentAccount account({samples::connection(QStringLiteral("ceph"), QStringLiteral("Studio archive (Ceph)"))});
    ui::MainWindow window(account.browser);
    QObject::connect(&window, &ui::MainWindow::appearanceWished, &app, [&app](ui::Appearance wished) { ui::applyTheme(app, wished); });
    const QStringList sides = parser.value(size).split(QLatin1Char('x'));
    window.resize(sides.value(0).toInt(), sides.value(1).toInt());
    fill(window, account, parser.value(scene));
    window.show();
    samples::openCleaningScene(parser.value(scene), account, &window);
    QTimer totals; // for the line of the last minute
    int tick = 0;
    QObject::connect(&totals, &QTimer::timeout, &window, [&] {
        upload::Totals now = samples::totalsOf(samples::everyState());
        now.bytesPerSecond *= 0.7 + 0.3 * ((++tick / 10 * 7) % 11) / 11.0;
        window.updateTotals(now);
    });
    if (parser.value(scene) == QLatin1String("states"))
        totals.start(100);
    QTimer::singleShot(300, &window, [&] {
        if (parser.isSet(press)) {
            if (auto *action = window.findChild<QAction *>(parser.value(press)))
                action->trigger();
        }
    });
    if (parser.isSet(grab)) {
        QTimer::singleShot(parser.value(wait).toInt(), &window, [&] {
            QWidget *shown = QApplication::activeModalWidget() ? QApplication::activeModalWidget() : &window;
            const bool written = shown->grab().save(parser.value(grab));
            QApplication::exit(written ? EXIT_SUCCESS : EXIT_FAILURE);
        });
    }
    return QApplication::exec();
}
