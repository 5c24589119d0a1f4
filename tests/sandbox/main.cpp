// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// davit-sandbox: an S3 server for this machine alone, with which anyone tries Davit without an account.

#include "sandbox/announcement.h"
#include "sandbox/commandline.h"
#include "sandbox/service.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace {

int signalPipe[2] = {-1, -1};

// Async-signal-safe: a byte into a pipe, the event loop does the rest.
void noteSignal(int)
{
    const char byte = 1;
    const ssize_t written = ::write(signalPipe[1], &byte, 1);
    (void)written;
}

bool catchSignals()
{
    if (::pipe(signalPipe) != 0)
        return false;
    struct sigaction action = {};
    action.sa_handler = noteSignal;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    return true;
}

void print(FILE *stream, const QString &text)
{
    std::fputs(qUtf8Printable(text), stream);
    std::fflush(stream);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("davit-sandbox"));
    QCoreApplication::setApplicationVersion(QStringLiteral(DAVIT_VERSION));
    const auto read = sandbox::invocationFrom(QCoreApplication::arguments());
    if (const auto *problem = std::get_if<QString>(&read)) {
        print(stderr, QStringLiteral("davit-sandbox: %1\n").arg(*problem));
        return 2;
    }
    const auto &invocation = std::get<sandbox::Invocation>(read);
    if (invocation.wantsHelp) {
        print(stdout, sandbox::helpText());
        return 0;
    }
    if (!catchSignals())
        return 1;
    sandbox::Service service(invocation.settings);
    for (const sandbox::Fault &fault : invocation.faults)
        service.world().faults.add(fault);
    const QString problem = service.start();
    if (!problem.isEmpty()) {
        print(stderr, QStringLiteral("davit-sandbox: %1\n").arg(problem));
        return 1;
    }
    const QByteArray endpoint = service.endpointUrl();
    sandbox::Announcement announcement;
    const QString notAnnounced = announcement.publish(endpoint);
    if (!notAnnounced.isEmpty())
        print(stderr, QStringLiteral("davit-sandbox: %1 (the window will not find it by itself)\n").arg(notAnnounced));
    print(stdout, QStringLiteral("davit-sandbox: %1 access key %2, keeps its data in %3\n")
                      .arg(QString::fromLatin1(endpoint), QString::fromUtf8(invocation.settings.identities.constFirst().accessKeyId),
                          invocation.settings.directory));
    if (invocation.wantsEnvironment)
        print(stdout, sandbox::environmentText(invocation.settings, endpoint));

    QSocketNotifier stop(signalPipe[0], QSocketNotifier::Read);
    QObject::connect(&stop, &QSocketNotifier::activated, &app, &QCoreApplication::quit);
    const int status = QCoreApplication::exec();
    announcement.withdraw();
    service.stop();
    return status;
}
