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
int errandOf(QCoreApplication &application, const cli::Options &options)
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

int carriedOut(QCoreApplication &application, const cli::Options &options)
{
    if (options.version) {
        cli::writeOut("davit-cli " DAVIT_VERSION "\n");
        return cli::AllDone;
    }
    if (options.help) {
        cli::writeOut(cli::helpText(options.command).toUtf8());
        return cli::AllDone;
    }
    if (options.command == cli::Command::Put)
        return errandOf<cli::Put>(application, options);
    if (options.command == cli::Command::Resume)
        return errandOf<cli::Resume>(application, options);
    if (options.command == cli::Command::Adopt)
        return errandOf<cli::Adopt>(application, options);
    if (options.command == cli::Command::Verify)
        return errandOf<cli::Verify>(application, options);
    if (options.command == cli::Command::List)
        return errandOf<cli::List>(application, options);
    if (options.command == cli::Command::Parts)
        return errandOf<cli::Parts>(application, options);
    if (options.command == cli::Command::Abort)
        return errandOf<cli::Abort>(application, options);
    if (options.command == cli::Command::Lifecycle)
        return errandOf<cli::Lifecycle>(application, options);
    if (options.command == cli::Command::Doctor)
        return errandOf<cli::Doctor>(application, options);
    if (options.command == cli::Command::Keys)
        return errandOf<cli::Keys>(application, options);
    if (options.command == cli::Command::Presign)
        return errandOf<cli::Presign>(application, options);
    if (options.command == cli::Command::Receipts)
        return cli::listReceipts(options, *cli::reportFor(options));
    return cli::listQueue(options, *cli::reportFor(options));
}

// What was asked for and could not be written was not given, least of all an exported key. An upload is done all the same: whoever is told that
// it failed would send it again.
int withOutput(const cli::Options &options, int exitStatus)
{
    using enum cli::Command;
    const bool isUpload = options.command == Put || options.command == Resume || options.command == Adopt;
    if (cli::outputError() == 0 || exitStatus != cli::AllDone)
        return exitStatus;
    cli::writeErr(QStringLiteral("davit-cli: The output could not be written: %1.\n").arg(qt_error_string(cli::outputError())).toUtf8());
    return isUpload ? exitStatus : cli::SomethingFailed;
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
    return withOutput(parsed.options, carriedOut(application, parsed.options));
}
