// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// davit-cli: the engine without a window.

#include "app/cli/abort.h"
#include "app/cli/adopt.h"
#include "app/cli/doctor.h"
#include "app/cli/interruption.h"
#include "app/cli/keys.h"
#include "app/cli/lifecycle.h"
#include "app/cli/list.h"
#include "app/cli/options.h"
#include "app/cli/parts.h"
#include "app/cli/presign.h"
#include "app/cli/put.h"
#include "app/cli/queue.h"
#include "app/cli/receipts.h"
#include "app/cli/report.h"
#include "app/cli/resume.h"
#include "app/cli/verify.h"
#include "s3/cryptolifetime.h"

#include <QCoreApplication>
#include <QLocale>

#include <clocale>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <langinfo.h>

namespace {

// Names are UTF-8 here, whatever the shell's locale says; Qt would insist on that too, with a warning on stderr.
void chooseUtf8()
{
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
        ::setenv("LC_ALL", "C.UTF-8", 1);
        std::setlocale(LC_ALL, "C.UTF-8");
    }
}

template <class Errand>
int carriedOut(QCoreApplication &application, const cli::Options &options)
{
    cli::Interruption interruption;
    const std::unique_ptr<cli::Report> report = cli::reportFor(options);
    Errand errand(options, *report);
    QObject::connect(&interruption, &cli::Interruption::happened, &errand, &Errand::interrupt);
    QObject::connect(
        &errand, &Errand::finished, &application, [](int exitStatus) { QCoreApplication::exit(exitStatus); }, Qt::QueuedConnection);
    QMetaObject::invokeMethod(&errand, &Errand::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    s3::letCryptoOutliveThreads();
    chooseUtf8();
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of that write, not the end of the upload
    ::setenv("QT_NO_GLIB", "1", 1); // the plain dispatcher: 9 % less CPU (facts measured with QNetworkAccessManager)
    QList<QByteArray> words;
    for (int i = 1; i < argc; ++i)
        words.append(argv[i]);
    QCoreApplication application(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); // for sums of money, as for all other numbers here
    QCoreApplication::setApplicationName(QStringLiteral("davit-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(DAVIT_VERSION));

    const cli::ParsedOptions parsed = cli::parsedOptions(words);
    if (!parsed.problem.isEmpty()) {
        cli::writeErr(QStringLiteral("davit-cli: %1\nUsage: %2\n`davit-cli --help` tells more.\n")
                          .arg(parsed.problem, cli::usageLine(parsed.options.command))
                          .toUtf8());
        return cli::UsageError;
    }
    if (parsed.options.version) {
        cli::writeOut("davit-cli " DAVIT_VERSION "\n");
        return cli::AllDone;
    }
    if (parsed.options.help) {
        cli::writeOut(cli::helpText(parsed.options.command).toUtf8());
        return cli::AllDone;
    }
    if (parsed.options.command == cli::Command::Put)
        return carriedOut<cli::Put>(application, parsed.options);
    if (parsed.options.command == cli::Command::Resume)
        return carriedOut<cli::Resume>(application, parsed.options);
    if (parsed.options.command == cli::Command::Adopt)
        return carriedOut<cli::Adopt>(application, parsed.options);
    if (parsed.options.command == cli::Command::Verify)
        return carriedOut<cli::Verify>(application, parsed.options);
    if (parsed.options.command == cli::Command::List)
        return carriedOut<cli::List>(application, parsed.options);
    if (parsed.options.command == cli::Command::Parts)
        return carriedOut<cli::Parts>(application, parsed.options);
    if (parsed.options.command == cli::Command::Abort)
        return carriedOut<cli::Abort>(application, parsed.options);
    if (parsed.options.command == cli::Command::Lifecycle)
        return carriedOut<cli::Lifecycle>(application, parsed.options);
    if (parsed.options.command == cli::Command::Doctor)
        return carriedOut<cli::Doctor>(application, parsed.options);
    if (parsed.options.command == cli::Command::Keys)
        return carriedOut<cli::Keys>(application, parsed.options);
    if (parsed.options.command == cli::Command::Presign)
        return carriedOut<cli::Presign>(application, parsed.options);
    if (parsed.options.command == cli::Command::Receipts)
        return cli::listReceipts(parsed.options, *cli::reportFor(parsed.options));
    return cli::listQueue(parsed.options, *cli::reportFor(parsed.options));
}
