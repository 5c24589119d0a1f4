// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One order being carried out: asks the server as often as it takes, and ends in exactly one outcome.

#include "net/exchange.h"
#include "s3/responses.h"

#include <QDateTime>
#include <QObject>

#include <functional>
#include <vector>

namespace net {

// How an exchange differs from the plain one.
struct Manner {
    std::optional<FileBody> body;
    std::optional<std::chrono::milliseconds> silence;
    bool mustNotHappenTwice = false; // a lost answer is UnknownOutcome
    bool bringsCustomerKey = true;   // where the order has one
};

class Errand : public QObject {
    Q_OBJECT
public:
    // The kind of errand that the order's work calls for.
    static std::unique_ptr<Errand> forOrder(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);

    void start();
    void interrupt();
    void pulse();
    qint64 bytesInAir() const;
    bool isEnded() const { return m_isEnded; }
    upload::Ticket ticket() const { return m_ticket; }

Q_SIGNALS:
    void finished(upload::Ticket ticket, const upload::Outcome &outcome);
    void timeTold(upload::Ticket ticket, std::chrono::milliseconds serverAhead);

protected:
    Errand(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);

    virtual void begin() = 0;
    virtual void stop() {} // what else runs, besides exchanges

    using Receiver = std::function<void(const s3::Result<s3::HttpResponse> &)>;

    // One exchange, read by one of s3's parsers. `receive` gets what it said, or an error fit for the engine.
    template <class T>
    void ask(const s3::HttpRequest &request, s3::Result<T> (*parse)(const s3::HttpResponse &),
        std::function<void(const s3::Result<T> &)> receive, const Manner &manner = {})
    {
        exchangeInWords(manner.bringsCustomerKey ? withCustomerKey(request) : request, manner,
            [this, parse, receive = std::move(receive)](const s3::Result<s3::HttpResponse> &response) {
                if (!response) {
                    receive(response.error());
                    return;
                }
                const s3::Result<T> said = parse(*response);
                if (said)
                    receive(said);
                else
                    improve(said.error(), [receive](const s3::Error &error) { receive(error); });
            });
    }
    // The same when an error ends the errand.
    template <class T>
    void askOrEnd(const s3::HttpRequest &request, s3::Result<T> (*parse)(const s3::HttpResponse &), std::function<void(const T &)> receive,
        const Manner &manner = {})
    {
        ask<T>(
            request, parse,
            [this, receive = std::move(receive)](const s3::Result<T> &said) {
                if (said)
                    receive(*said);
                else
                    end(said.error());
            },
            manner);
    }

    void end(const upload::Outcome &outcome);
    // Adds the server's clock, and the bucket's region where an answer without a body could not name it.
    void improve(s3::Error error, const std::function<void(const s3::Error &)> &receive);

    const upload::Order &order() const { return m_order; }
    const s3::Endpoint &endpoint() const { return m_order.connection.endpoint; } // in the region of the order
    Equipment &equipment() { return m_equipment; }
    qint64 bytesLastSent() const { return m_bytesLastSent; } // of its file by the exchange that ended last
    bool isCustomerKeyIgnored() const { return !m_order.customerKey.isEmpty() && !m_confirmsCustomerKey; } // by the latest answer
    const QDateTime &serverDate() const { return m_serverDate; } // of the latest answer; invalid when it had none

private:
    s3::HttpRequest withCustomerKey(s3::HttpRequest request) const;
    void exchange(const s3::HttpRequest &request, const Manner &manner, const Receiver &receive);
    // The same, but a refusal that HEAD has no words for is said in those of GET.
    void exchangeInWords(const s3::HttpRequest &request, const Manner &manner, const Receiver &receive);
    void noteDate(const s3::HttpResponse &response, bool takesLong);

    Equipment &m_equipment;
    const upload::Ticket m_ticket;
    const upload::Order m_order;
    std::vector<Exchange *> m_exchanges; // children, running
    QDateTime m_serverDate;
    std::optional<std::chrono::milliseconds> m_serverAhead; // by the same answer
    qint64 m_bytesLastSent = 0;
    bool m_confirmsCustomerKey = false;
    bool m_isEnded = false;
};

} // namespace net
