// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// davit: the window. Introduces window, engine, settings and connections to one another, and ends them in order.

#include "app/engine.h"
#include "app/window/background.h"
#include "app/window/connectionwatch.h"
#include "app/window/introduction.h"
#include "app/window/receiptreader.h"
#include "app/window/singleinstance.h"
#include "app/window/takingup.h"
#include "app/window/windowmemory.h"

#include "net/certificates.h"
#include "s3/cryptolifetime.h"
#include "store/logfile.h"
#include "store/paths.h"
#include "ui/formatting.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QStringDecoder>

#include <algorithm>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <langinfo.h>
#include <unistd.h>

#include <QSocketNotifier>

namespace {

// What a signal may touch: a pipe that the event loop watches.
int endPipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(endPipe[1], &byte, 1);
}

// A log-out or Ctrl-C in the terminal ends Davit in order: uploads stay resumable.
void endOnSignals(QApplication &application)
{
    if (::pipe2(endPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    auto *notifier = new QSocketNotifier(endPipe[0], QSocketNotifier::Read, &application);
    QObject::connect(notifier, &QSocketNotifier::activated, &application, [notifier] {
        notifier->setEnabled(false);
        QApplication::exit(0);
    });
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    std::signal(SIGHUP, onSignal);
    std::signal(SIGPIPE, SIG_IGN);
}

void print(FILE *stream, const QString &text)
{
    std::fputs(text.toUtf8().constData(), stream);
    std::fflush(stream);
}

// Absolute, because a first Davit runs in another folder.
QStringList pathsFrom(const QStringList &operands)
{
    QStringList paths;
    for (const QString &operand : operands) {
        const QUrl url(operand);
        paths.append(url.isLocalFile() ? url.toLocalFile() : QDir::cleanPath(QDir::current().absoluteFilePath(operand)));
    }
    return paths;
}

// Names that are not UTF-8 are lost in a QString: said here, where their bytes still are.
QStringList utf8Words(int argc, char **argv)
{
    QStringList words;
    for (int i = 0; i < argc; ++i) {
        QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
        const QString word = decoder(QByteArrayView(argv[i]));
        if (decoder.hasError())
            print(stderr, QStringLiteral("davit: the name of a file is not UTF-8, and a key has to be; it is left out: %1\n").arg(word));
        else
            words.append(word);
    }
    return words;
}

} // namespace

int main(int argc, char **argv)
{
    s3::letCryptoOutliveThreads();
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        ::setenv("LC_ALL", "C.UTF-8", 1);

    QCoreApplication::setApplicationName(QStringLiteral("davit"));
    QCoreApplication::setApplicationVersion(QStringLiteral(DAVIT_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Davit"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.davit.Davit"));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Uploads files to S3 in parts: drop them on the window, watch every part, pause, resume."));
    parser.addPositionalArgument(
        QStringLiteral("FILE|FOLDER"), QStringLiteral("What to stage for upload."), QStringLiteral("[FILE|FOLDER...]"));
    parser.addHelpOption();
    parser.addVersionOption();
    // Before QApplication, so that these work without a display.
    for (int i = 1; i < argc && std::strcmp(argv[i], "--") != 0; ++i) {
        const QByteArrayView word(argv[i]);
        if (word == "--version" || word == "-v") {
            print(stdout, QStringLiteral("davit %1\n").arg(QStringLiteral(DAVIT_VERSION)));
            return 0;
        }
        if (word == "--help" || word == "-h") {
            const QCoreApplication bare(argc, argv);
            print(stdout, parser.helpText());
            return 0;
        }
    }

    QApplication application(argc, argv); // takes Qt's own options out of argv
    if (!parser.parse(utf8Words(argc, argv))) {
        print(stderr, QStringLiteral("davit: %1\n`davit --help` tells more.\n").arg(parser.errorText()));
        return 2;
    }
    const QStringList paths = pathsFrom(parser.positionalArguments());

    app::SingleInstance instance;
    if (instance.handOver(paths))
        return 0;
    instance.listen();

    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    app::WindowMemory memory(store::settingsPath(environment));
    ui::applyTheme(application, memory.appearance());

    app::EngineSettings engineSettings;
    engineSettings.budget.connections = memory.settings().connectionsWanted;
    engineSettings.bandwidthLimit = memory.settings().bandwidthLimit;
    ui::MainWindow *asking = nullptr; // made after the engine, which asks through it
    engineSettings.askMfa = [&asking](
                                const QString &connectionId, const QString &serial, const QString &refusedCode, const app::GiveMfa &give) {
        asking->askMfa(connectionId, {{}, serial, refusedCode}, give);
    };
    store::LogFile log(store::logPath(environment));
    app::Engine engine(engineSettings);
    ui::MainWindow window(*engine.browser());
    asking = &window;
    app::introduce(window, engine);
    QObject::connect(
        engine.manager(), &upload::UploadManager::logged, &log, [&log](const upload::UploadId &id, const upload::LogLine &line) {
            log.append(line.when, id.toString(QUuid::WithoutBraces).left(8) + QLatin1Char(' ') + line.text);
        });

    window.setCertificateReader(net::readCertificates);
    const auto prices = upload::PriceTable::withUserFile(store::pricesPath(environment));
    window.setPrices(prices ? *prices : upload::PriceTable::builtIn());
    if (!prices)
        window.showTrouble(prices.error());
    window.restore(memory.windowState());
    window.setAppearance(memory.appearance());
    window.setAtStart(memory.atStart());
    window.setLimit(memory.settings().bandwidthLimit);
    QObject::connect(&window, &ui::MainWindow::stateChanged, &memory, [&] { memory.setWindowState(window.state()); });
    QObject::connect(&window, &ui::MainWindow::atStartWished, &memory, &app::WindowMemory::setAtStart);
    QObject::connect(&window, &ui::MainWindow::limitWished, &memory, &app::WindowMemory::setBandwidthLimit);
    QObject::connect(&window, &ui::MainWindow::appearanceWished, &memory, [&](ui::Appearance appearance) {
        memory.setAppearance(appearance);
        ui::applyTheme(application, appearance);
    });
    QObject::connect(&memory, &app::WindowMemory::troubled, &window, &ui::MainWindow::showTrouble);

    app::ReceiptReader receipts(store::journalPath(environment));
    app::introduce(window, engine, receipts);

    // The engine first: a window that offers a connection must find it known there.
    app::ConnectionWatch watch(environment);
    std::optional<QList<upload::Connection>> saved, found;
    bool recordsAsked = false, othersWatched = false;
    const auto offer = [&] {
        if (!saved || !found)
            return;
        engine.setConnections(*saved + *found);
        window.setConnections(*saved + *found);
        // Unfinished uploads of earlier lives need their connections to be known.
        if (!std::exchange(recordsAsked, true))
            engine.loadRecords();
    };
    QObject::connect(&watch, &app::ConnectionWatch::changed, &window, [&](const QList<upload::Connection> &connections) {
        found = connections;
        offer();
    });
    upload::ConnectionBook *book = engine.connectionBook();
    QObject::connect(book, &upload::ConnectionBook::listed, &window, [&](const QList<upload::SavedConnection> &connections) {
        saved.emplace();
        for (const upload::SavedConnection &one : connections) {
            if (const auto connection = upload::connectionOf(one))
                saved->append(*connection);
            else
                window.showTrouble(connection.error());
        }
        std::sort(saved->begin(), saved->end(),
            [](const upload::Connection &a, const upload::Connection &b) { return ui::comesBefore(a.name, b.name); });
        offer();
    });
    QObject::connect(book, &upload::ConnectionBook::troubled, &window, &ui::MainWindow::showTrouble);
    QObject::connect(&engine, &app::Engine::recordsLoaded, &window, [&](const QList<upload::UploadRecord> &records) {
        app::takeUp(records, memory.atStart(), engine, window);
        if (std::exchange(othersWatched, true))
            return;
        engine.watchOthers();
        receipts.readAll(); // not before the journal is of this version
    });
    watch.start();
    QMetaObject::invokeMethod(book, &upload::ConnectionBook::list);

    app::Background background(window);
    QObject::connect(&background, &app::Background::over, &application, [] { QApplication::exit(0); });
    QObject::connect(&instance, &app::SingleInstance::called, &window, [&](const QStringList &called) {
        background.end();
        if (!called.isEmpty())
            window.stage(called);
    });
    endOnSignals(application);
    window.show();
    if (!paths.isEmpty())
        QMetaObject::invokeMethod(
            &window, [&] { window.stage(paths); }, Qt::QueuedConnection);
    const int status = QApplication::exec();
    memory.setWindowState(window.state());
    return status;
}
