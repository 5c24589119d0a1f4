// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ordering.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <vector>

namespace nettest {

QByteArray someBytes(qint64 size, quint32 seed)
{
    std::vector<quint32> words(static_cast<std::size_t>(size / 4 + 1));
    QRandomGenerator generator(seed);
    generator.fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), size);
}

QString writeFile(const QTemporaryDir &folder, const QString &name, const QByteArray &bytes)
{
    const QString path = folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

upload::Connection connectionTo(const QByteArray &host, const QByteArray &scheme)
{
    upload::Connection connection;
    connection.id = connection.name = QStringLiteral("test");
    connection.endpoint.scheme = scheme;
    connection.endpoint.host = host;
    connection.endpoint.region = QStringLiteral("eu-test-1");
    connection.endpoint.style = s3::AddressingStyle::Path;
    return connection;
}

upload::Order orderFor(const upload::Connection &connection, const upload::Work &work)
{
    upload::Order order;
    order.work = work;
    order.connection = connection;
    order.credentials = {"AKIDEXAMPLE", "not-a-secret", {}, {}};
    return order;
}

upload::Order partOrder(const upload::Connection &connection, const QString &path, int number, std::optional<s3::ByteRange> range)
{
    const auto fingerprint = upload::fingerprintOf(path);
    if (!fingerprint)
        qFatal("no file %s", qPrintable(path));
    const s3::UploadAddress address{{QStringLiteral("bucket"), QStringLiteral("a key/ä+&.bin")}, "upload-1"};
    upload::Order order = orderFor(connection, upload::SendPart{address, number, range.value_or(s3::ByteRange{0, fingerprint->size}), 1});
    order.sourcePath = path;
    order.fingerprint = *fingerprint;
    return order;
}

Script stored()
{
    Script script;
    script.headers.set("ETag", Etag);
    return script;
}

Script xml(int status, const QByteArray &body)
{
    Script script;
    script.status = status;
    script.headers.set("Content-Type", "application/xml");
    script.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body;
    return script;
}

Ledger::Ledger(upload::Transport &transport)
    : m_transport(transport)
{
    connect(&transport, &upload::Transport::finished, this, [this](upload::Ticket ticket, const upload::Outcome &outcome) {
        m_outcomes.insert(ticket, std::make_shared<upload::Outcome>(outcome));
        ++m_times[ticket];
    });
    connect(&transport, &upload::Transport::progressed, this, [this](const QList<upload::InAir> &inAir) {
        ++m_progressSignals;
        for (const upload::InAir &one : inAir) {
            m_inAir[one.ticket] = one.bytes;
            m_steps[one.ticket].append(one.bytes);
            m_progressAfterEnd = m_progressAfterEnd || m_times.contains(one.ticket);
        }
    });
}

const upload::Outcome *Ledger::outcome(upload::Ticket ticket) const
{
    return m_outcomes.value(ticket).get();
}

upload::Outcome Ledger::carryOut(const upload::Order &order, std::chrono::milliseconds patience)
{
    return wait(m_transport.send(order), patience);
}

upload::Outcome Ledger::wait(upload::Ticket ticket, std::chrono::milliseconds patience)
{
    if (!QTest::qWaitFor([&] { return m_outcomes.contains(ticket); }, static_cast<int>(patience.count()))) {
        s3::Error error;
        error.code = QStringLiteral("NothingCame");
        return error;
    }
    return *m_outcomes.value(ticket);
}

QString summary(const upload::Outcome &outcome)
{
    return outcome ? QStringLiteral("ok") : s3::kindName(outcome.error().kind) + u' ' + outcome.error().code;
}

} // namespace nettest
