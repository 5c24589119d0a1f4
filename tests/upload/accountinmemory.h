// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An account with buckets full of unfinished uploads, behind a transport: pages, denials, faults and parts that land late.

#include "upload/transport.h"

#include <QHash>
#include <QTimer>

#include <functional>
#include <map>

namespace upload {

struct UploadInMemory {
    s3::InProgressUpload upload;
    QList<s3::StoredPart> parts;
    int landsAfterAborts = 0; // parts that are still on their way: so many aborts do not suffice
};

class AccountTransport : public Transport {
public:
    std::map<QString, QList<UploadInMemory>> buckets;
    QHash<QString, s3::LifecycleConfiguration> lifecycles;
    int pageSize = 3;
    QByteArray server = "Test";
    QDateTime serverDate;
    std::function<std::optional<Outcome>(const Order &)> instead; // what to answer in place of the right answer
    std::function<bool(const Order &)> hold;                      // never answered
    QList<Order> sent;
    int inFlight = 0, mostInFlight = 0, interrupted = 0;

    static s3::Error error(s3::ErrorKind kind, const char *code, int status)
    {
        s3::Error made = s3::ownError(kind, QString::fromLatin1(code), QStringLiteral("words"));
        made.httpStatus = status;
        return made;
    }

    void add(const QString &bucket, const QString &key, const QByteArray &id, const QDateTime &initiated, const QList<qint64> &sizes = {})
    {
        UploadInMemory one;
        one.upload.address = {{bucket, key}, id};
        one.upload.initiated = initiated;
        for (qsizetype i = 0; i < sizes.size(); ++i)
            one.parts.append({int(i) + 1, sizes[i], "\"0123456789abcdef0123456789abcdef\"", initiated.addSecs(60), {}});
        buckets[bucket].append(one);
    }
    template <class W>
    int countOf() const
    {
        return int(std::count_if(sent.begin(), sent.end(), [](const Order &order) { return std::holds_alternative<W>(order.work); }));
    }

    Ticket send(const Order &order) override
    {
        const Ticket ticket = ++m_last;
        sent.append(order);
        mostInFlight = std::max(mostInFlight, ++inFlight);
        if (!hold || !hold(order))
            QTimer::singleShot(0, this, [=, this] { carryOut(ticket, order); });
        return ticket;
    }
    void interrupt(Ticket ticket) override
    {
        ++interrupted;
        QTimer::singleShot(0, this, [=, this] { finish(ticket, error(s3::ErrorKind::Interrupted, "Interrupted", 0)); });
    }
    void setParallelism(int) override {}
    void setBandwidthLimit(qint64) override {}

private:
    void carryOut(Ticket ticket, const Order &order)
    {
        const std::optional<Outcome> other = instead ? instead(order) : std::nullopt;
        finish(ticket, other ? *other : answer(order));
    }
    void finish(Ticket ticket, const Outcome &outcome)
    {
        if (!m_ended.contains(ticket)) {
            m_ended.insert(ticket, true);
            --inFlight;
            Q_EMIT finished(ticket, outcome);
        }
    }
    UploadInMemory *find(const s3::UploadAddress &address)
    {
        for (UploadInMemory &one : buckets[address.object.bucket]) {
            if (one.upload.address == address)
                return &one;
        }
        return nullptr;
    }
    Outcome answer(const Order &order)
    {
        if (std::holds_alternative<ListBuckets>(order.work)) {
            QList<s3::Bucket> all;
            for (const auto &[name, uploads] : buckets)
                all.append({name, {}});
            return Answer(all);
        }
        if (const auto *list = std::get_if<ListOpenUploads>(&order.work))
            return Answer(page(*list));
        if (const auto *list = std::get_if<ListStoredParts>(&order.work)) {
            const UploadInMemory *one = find(list->upload);
            if (!one)
                return error(s3::ErrorKind::UploadGone, "NoSuchUpload", 404);
            PartsListed listed;
            listed.parts = one->parts;
            listed.serverDate = serverDate;
            return Answer(listed);
        }
        if (const auto *abort = std::get_if<AbortUpload>(&order.work)) {
            UploadInMemory *one = find(abort->upload);
            if (!one)
                return Answer(Aborted{false});
            if (one->landsAfterAborts-- <= 0)
                buckets[abort->upload.object.bucket].removeIf([&](const auto &other) { return other.upload.address == abort->upload; });
            return Answer(Aborted{true});
        }
        if (const auto *read = std::get_if<ReadLifecycle>(&order.work))
            return Answer(lifecycles.value(read->bucket));
        if (const auto *write = std::get_if<WriteLifecycle>(&order.work)) {
            lifecycles.insert(write->bucket, write->configuration);
            return Answer(LifecycleWritten{});
        }
        return error(s3::ErrorKind::Permanent, "NotImplemented", 501);
    }
    // Keys in the order of the list; the marker is the last upload given.
    s3::UploadsPage page(const ListOpenUploads &asked)
    {
        s3::UploadsPage page;
        page.server = server;
        page.serverDate = serverDate;
        bool begins = asked.keyMarker.isEmpty();
        for (const UploadInMemory &one : buckets[asked.bucket]) {
            const s3::UploadAddress &address = one.upload.address;
            if (!begins) {
                begins = address.object.key == asked.keyMarker && address.uploadId == asked.uploadIdMarker;
                continue;
            }
            if (!address.object.key.startsWith(asked.prefix))
                continue;
            if (page.uploads.size() == pageSize) {
                page.isTruncated = true;
                page.nextKeyMarker = page.uploads.last().address.object.key;
                page.nextUploadIdMarker = page.uploads.last().address.uploadId;
                break;
            }
            page.uploads.append(one.upload);
        }
        return page;
    }

    QHash<Ticket, bool> m_ended;
    Ticket m_last = 0;
};

} // namespace upload
