// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/keys.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/run.h"
#include "app/cli/unfinished.h"
#include "app/cli/words.h"

#include "store/paths.h"
#include "store/sqlitejournal.h"

#include <cerrno>
#include <termios.h>
#include <unistd.h>

namespace cli {

using s3::CustomerKey;

namespace {

constexpr qsizetype MostTyped = 4096; // a key is 44 characters

// All of it, since a pipe may bring it in pieces; nothing when it cannot be read.
std::optional<QByteArray> standardInput()
{
    QByteArray all;
    char bytes[512];
    while (all.size() < MostTyped) {
        const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (count == 0)
            return all;
        if (count < 0 && errno != EINTR)
            return {};
        if (count > 0)
            all.append(bytes, count);
    }
    return all;
}

// Unfinished uploads of this computer that cannot go on without the key.
int uploadsWith(const QString &name)
{
    const auto listed = store::allRecords(store::journalPath(QProcessEnvironment::systemEnvironment()));
    if (!listed)
        return 0;
    return int(std::count_if(listed->begin(), listed->end(),
        [&](const store::ListedRecord &one) { return !isOver(one.record) && one.record.spec.options.sseCustomerKey == name; }));
}

QByteArray eventLine(const char *event, const QString &name)
{
    return jsonLine({{QStringLiteral("event"), QLatin1String(event)}, {QStringLiteral("name"), name}});
}

} // namespace

QString contradictionOfKeys(const Options &options)
{
    static const QList<QByteArray> verbs{"create", "import", "export", "remove"};
    if (options.operands.isEmpty() || options.operands == QList<QByteArray>{"list"})
        return options.yes ? QStringLiteral("--yes goes with keys remove.") : QString();
    const QByteArray &verb = options.operands.first();
    if (!verbs.contains(verb))
        return QStringLiteral("keys takes create, import, export or remove and a NAME; alone it lists the names. There is no \"%1\".")
            .arg(printable(verb));
    if (options.operands.size() != 2)
        return QStringLiteral("keys %1 needs one NAME and nothing else: a key itself is never typed on the command line.")
            .arg(QString::fromLatin1(verb));
    if (options.yes && verb != "remove")
        return QStringLiteral("--yes goes with keys remove.");
    return {};
}

Keys::Keys(const Options &options, Report &report, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_report(report)
    , m_verb(options.operands.value(0))
    , m_name(QString::fromUtf8(options.operands.value(1)))
    , m_book(m_keychain)
{
    using Book = upload::CustomerKeyBook;
    connect(&m_book, &Book::refused, this, [this](const QString &, const s3::Error &error) {
        m_report.said(errorText(error));
        end(error.code.startsWith(QLatin1String("Keychain")) ? StoppedResumable : SomethingFailed);
    });
    connect(&m_book, &Book::kept, this, [this] {
        if (m_options.json)
            writeOut(eventLine("kept", m_name));
        m_report.said(
            QStringLiteral("The key “%1” is in the keychain. No server keeps a copy of it: whoever loses it has lost every object that was "
                           "encrypted with it. `davit-cli keys export` writes it out, to be kept in a safe place.")
                .arg(printable(m_name)));
        end(AllDone);
    });
    connect(&m_book, &Book::removed, this, [this] {
        if (m_options.json)
            writeOut(eventLine("removed", m_name));
        else
            m_report.said(QStringLiteral("The keychain has no key “%1” any more.").arg(printable(m_name)));
        end(AllDone);
    });
    connect(&m_book, &Book::exported, this, [this](const QString &, const QByteArray &base64Key) {
        if (::isatty(STDOUT_FILENO))
            m_report.said(QStringLiteral("Whoever has this key and the object can read it:"));
        writeOut(base64Key + '\n');
        end(AllDone);
    });
    connect(&m_question, &Question::answered, this, [this](const QString &line) {
        if (m_verb == "import") {
            setEcho(true);
            writeErr("\n");
            keepTyped(line.toUtf8());
        } else if (line.compare(QLatin1String("yes"), Qt::CaseInsensitive) == 0) {
            m_book.remove(m_name);
        } else {
            m_report.said(QStringLiteral("Nothing was removed."));
            end(SomethingFailed);
        }
    });
}

Keys::~Keys()
{
    setEcho(true);
}

void Keys::start()
{
    if (m_verb == "create") {
        m_book.create(m_name);
    } else if (m_verb == "import") {
        importKey();
    } else if (m_verb == "export") {
        m_book.exportKey(m_name);
    } else if (m_verb == "remove") {
        removeKey();
    } else {
        connect(&m_book, &upload::CustomerKeyBook::listed, this, [this](const QStringList &names) {
            for (const QString &name : names)
                writeOut(m_options.json ? jsonLine({{QStringLiteral("name"), name}}) : (printable(name) + QLatin1Char('\n')).toUtf8());
            if (names.isEmpty() && !m_options.json)
                m_report.said(QStringLiteral("The keychain holds no key yet; `davit-cli keys create NAME` makes one."));
            end(AllDone);
        });
        m_book.list();
    }
}

void Keys::importKey()
{
    if (Question::isPossible()) {
        setEcho(false);
        m_question.ask(QStringLiteral("The key in base64 (it is not shown): "));
        return;
    }
    const std::optional<QByteArray> typed = standardInput();
    if (!typed) {
        m_report.said(QStringLiteral("The standard input cannot be read."));
        return end(SomethingFailed);
    }
    keepTyped(*typed);
}

void Keys::keepTyped(const QByteArray &typed)
{
    const auto decoded = QByteArray::fromBase64Encoding(typed.simplified().replace(' ', ""), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != CustomerKey::Size) {
        m_report.said(QStringLiteral("keys import reads a key of %1 bytes in base64 (44 characters) from the standard input; this is none.")
                          .arg(CustomerKey::Size));
        return end(SomethingFailed);
    }
    m_book.keep(m_name, decoded.decoded);
}

void Keys::removeKey()
{
    if (m_options.yes)
        return m_book.remove(m_name);
    const int waiting = uploadsWith(m_name);
    m_report.said(QStringLiteral("No server keeps a copy of “%1”: without it, every object that was encrypted with it is lost%2.")
                      .arg(printable(m_name),
                          waiting > 0 ? QStringLiteral(", and so is %1 in this computer's queue").arg(uploadsText(waiting)) : QString()));
    if (!Question::isPossible()) {
        m_report.said(QStringLiteral("Nothing was removed: there is no terminal to ask on, and --yes was not given."));
        return end(UsageError);
    }
    m_question.ask(QStringLiteral("Remove it for good? Type yes: "));
}

void Keys::setEcho(bool shows)
{
    if (m_isHidden == !shows)
        return;
    termios terminal{};
    if (::tcgetattr(STDIN_FILENO, &terminal) != 0)
        return;
    terminal.c_lflag = shows ? terminal.c_lflag | tcflag_t(ECHO) : terminal.c_lflag & ~tcflag_t(ECHO);
    if (::tcsetattr(STDIN_FILENO, TCSANOW, &terminal) == 0)
        m_isHidden = !shows;
}

void Keys::interrupt()
{
    end(InterruptedByUser);
}

void Keys::end(int exitStatus)
{
    if (std::exchange(m_ended, true))
        return;
    setEcho(true);
    m_report.ended();
    Q_EMIT finished(exitStatus);
}

} // namespace cli
