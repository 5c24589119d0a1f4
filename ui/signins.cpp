// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/signins.h"

#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/messages.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::SignIns)
};

constexpr int LongestReason = 400; // characters

// Every refusal of credentials has a sentence of ours, which knows the profile and the file; it may end in a command.
QString reason(const s3::Error &error)
{
    const QString said = error.message.isEmpty() ? sentence(error) : shortened(error.message, LongestReason);
    const bool ends = said.endsWith(QLatin1Char('.')) || !signInCommand(error).isEmpty();
    return ends ? said : said + QLatin1Char('.');
}

} // namespace

SignIn *SignIns::find(const QString &connectionId)
{
    const auto found = std::find_if(m_wanted.begin(), m_wanted.end(), [&](const SignIn &one) { return one.connectionId == connectionId; });
    return found == m_wanted.end() ? nullptr : &*found;
}

bool SignIns::leave(const upload::UploadId &id)
{
    const auto waiting = m_waiting.constFind(id);
    if (waiting == m_waiting.cend())
        return false;
    SignIn *signIn = find(*waiting);
    m_waiting.erase(waiting);
    if (--signIn->uploads == 0)
        m_wanted.removeAt(signIn - m_wanted.data());
    return true;
}

bool SignIns::update(const QList<upload::UploadSnapshot> &changed)
{
    const QList<SignIn> before = m_wanted;
    for (const upload::UploadSnapshot &upload : changed) {
        const bool waits = upload.state == upload::UploadState::NeedsAttention && upload.signInNeeded;
        if (!waits || m_waiting.value(upload.id, upload.connectionId) != upload.connectionId)
            leave(upload.id);
        if (!waits)
            continue;
        SignIn *signIn = find(upload.connectionId);
        if (!signIn)
            signIn = &m_wanted.emplaceBack(SignIn{upload.connectionId, {}, {}, 0});
        signIn->connectionName = upload.connectionName;
        signIn->error = upload.error.value_or(s3::Error());
        if (!m_waiting.contains(upload.id)) {
            m_waiting.insert(upload.id, upload.connectionId);
            ++signIn->uploads;
        }
    }
    return m_wanted != before;
}

bool SignIns::remove(const QList<upload::UploadId> &ids)
{
    bool any = false;
    for (const upload::UploadId &id : ids)
        any = leave(id) || any;
    return any;
}

QList<upload::UploadId> SignIns::waitingFor(const QString &connectionId) const
{
    return m_waiting.keys(connectionId);
}

QString signInHeadline(const s3::Error &error)
{
    const bool isPlain = error.code.startsWith(QLatin1String("Keychain")) || error.code.startsWith(QLatin1String("Connection"));
    return isPlain ? headline(error) : Words::tr("Sign-in needed");
}

QString signInTitle(const SignIn &signIn)
{
    return Words::tr("%1: %2", "sign-in needed: connection").arg(signInHeadline(signIn.error), shortened(signIn.connectionName, 48));
}

QString signInSentence(const SignIn &signIn)
{
    return counted(signIn.uploads, Words::tr("1 upload waits, and what is stored of it is kept."),
               Words::tr("%1 uploads wait, and everything stored is kept.")) +
           QLatin1Char(' ') + reason(signIn.error);
}

QString signInSentence(const upload::UploadSnapshot &upload)
{
    const QString why = upload.error ? reason(*upload.error) : QString();
    const QString kept = upload.stored > 0
                             ? Words::tr("%1 are safe on the server; it goes on by itself.").arg(formattedBytes(upload.stored))
                             : Words::tr("It goes on by itself.");
    return kept + QLatin1Char(' ') + why;
}

QString signInCommand(const s3::Error &error)
{
    const QString before = QStringLiteral("; run: aws ");
    const auto at = error.message.lastIndexOf(before);
    const QString command = at < 0 ? QString() : error.message.mid(at + before.size() - 4);
    static const QRegularExpression plain(QStringLiteral("^[\\w .:/@=+\"-]+$"), QRegularExpression::UseUnicodePropertiesOption);
    return plain.match(command).hasMatch() && !command.contains(QLatin1Char('\n')) ? command : QString();
}

} // namespace ui
