// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The engine's three neighbours, in memory: a transport over ServerInMemory, credentials that are there or not, a journal that remembers.

#include "serverinmemory.h"
#include "upload/credentialsource.h"
#include "upload/transport.h"
#include "upload/uploadjournal.h"

#include <QFile>
#include <QHash>
#include <QTimer>

#include <functional>

namespace upload {

class FakeTransport : public Transport {
public:
    ServerInMemory server;
    std::function<std::optional<s3::Error>(const Order &)> misfortune; // what to answer instead of doing it
    std::function<bool(const Order &)> hold;                           // do not answer this one (yet)
    QString nameInContent;                                             // a file that was moved keeps its bytes
    int delayMs = 0;
    int inFlight = 0, mostInFlight = 0;
    int parallelism = 0;
    QList<Order> sent;
    QHash<Ticket, Order> held;
    QList<Ticket> interrupted;

    Ticket send(const Order &order) override
    {
        const Ticket ticket = ++m_last;
        sent.append(order);
        mostInFlight = std::max(mostInFlight, ++inFlight);
        if (hold && hold(order))
            held.insert(ticket, order);
        else
            QTimer::singleShot(delayMs, this, [=, this] { answer(ticket, order); });
        return ticket;
    }
    void interrupt(Ticket ticket) override
    {
        interrupted.append(ticket);
        if (held.remove(ticket) > 0)
            QTimer::singleShot(0, this, [=, this] { finish(ticket, ServerInMemory::error(s3::ErrorKind::Interrupted, "Interrupted", 0)); });
    }
    void release()
    {
        const QHash<Ticket, Order> all = std::exchange(held, {});
        for (auto it = all.constBegin(); it != all.constEnd(); ++it)
            QTimer::singleShot(0, this, [ticket = it.key(), order = it.value(), this] { answer(ticket, order); });
    }
    void setParallelism(int connections) override { parallelism = connections; }
    void setBandwidthLimit(qint64) override {}

    int count(auto of) const { return int(std::count_if(sent.begin(), sent.end(), of)); }
    template <class W>
    int countOf() const
    {
        return count([](const Order &order) { return std::holds_alternative<W>(order.work); });
    }

private:
    void answer(Ticket ticket, const Order &order)
    {
        if (misfortune) {
            if (const auto error = misfortune(order)) {
                finish(ticket, *error);
                return;
            }
        }
        const QByteArray name = (nameInContent.isEmpty() ? order.sourcePath : nameInContent).toUtf8();
        QByteArray content = "whole of " + name;
        if (const auto *part = std::get_if<SendPart>(&order.work))
            content = "part " + QByteArray::number(part->number) + " of " + name;
        if (const auto *part = std::get_if<ComparePart>(&order.work); part && part->number > 0)
            content = "part " + QByteArray::number(part->number) + " of " + name;
        finish(ticket, server.perform(order.work, order.options.metadata.value(TokenName), content));
    }
    void finish(Ticket ticket, const Outcome &outcome)
    {
        --inFlight;
        Q_EMIT finished(ticket, outcome);
    }
    Ticket m_last = 0;
};

class FakeCredentials : public CredentialSource {
public:
    int asked = 0, refreshed = 0;
    std::optional<s3::Error> refusal;
    s3::Credentials now{"AKID", "secret", {}, {}};
    bool renews = true; // a refresh brings others
    bool silent = false;

    void ask(const QString &connectionId, bool refresh) override
    {
        ++asked;
        refreshed += refresh;
        if (refresh && renews && !refusal)
            now.sessionToken = "token-" + QByteArray::number(refreshed);
        if (!silent)
            QTimer::singleShot(0, this, [=, this] { answer(connectionId); });
    }
    void answer(const QString &connectionId)
    {
        if (refusal)
            Q_EMIT refused(connectionId, *refusal);
        else
            Q_EMIT provided(connectionId, now);
    }
};

class FakeJournal : public UploadJournal {
public:
    QHash<UploadId, UploadRecord> records;
    QHash<UploadId, Receipt> receipts;
    QStringList history; // in order: what became durable
    bool durableAtOnce = true;

    quint64 store(const QList<UploadRecord> &stored) override
    {
        for (const UploadRecord &record : stored) {
            records.insert(record.spec.id, record);
            history.append(QStringLiteral("stage %1 id %2").arg(int(record.stage)).arg(QString::fromUtf8(record.uploadId)));
        }
        const quint64 revision = ++m_revision;
        if (durableAtOnce)
            QTimer::singleShot(0, this, [=, this] { Q_EMIT durable(revision); });
        return revision;
    }
    void storePart(const UploadId &id, const RecordedPart &part) override { records[id].parts.append(part); }
    void remove(const QList<UploadId> &ids) override
    {
        for (const UploadId &id : ids)
            records.remove(id);
    }
    void storeReceipt(const Receipt &receipt) override
    {
        receipts.insert(receipt.id, receipt);
        QTimer::singleShot(0, this, [=, this] { Q_EMIT receiptStored(receipt); });
    }
    void watchOthers() override {}
    void load() override { Q_EMIT loaded(records.values()); }
    void becomeDurable() { Q_EMIT durable(m_revision); }

private:
    quint64 m_revision = 0;
};

} // namespace upload
