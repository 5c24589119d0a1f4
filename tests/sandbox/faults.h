// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Faults by name: what shall go wrong, with which operation, at which occurrence.

#include "sandbox/route.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QVariantMap>

namespace sandbox {

// bucket=NAME keeps a fault to one bucket: "access-denied:op=ListMultipartUploads,bucket=secret,count=0".
// name                     what happens (parameters with their defaults)
// drop                     body read, nothing done, FIN instead of an answer
// reset-at-bytes           RST after that much of the body (bytes=0)
// close-at-bytes           FIN after that much of the body (bytes=0)
// stall                    at=body: reads nothing after bytes=0; at=answer: reads all, never answers
// slow                     reads this request's body at rate=65536 bytes/s
// slowdown                 503 SlowDown (retry-after=seconds)
// early-503                503 before the body is read, then RST (linger=1: FIN, so that the answer can be read)
// internal-error           500
// error-in-200             200, spaces=3 blanks, one each ms=10, then an <Error> (code=InternalError); nothing done
// empty-200                200 with no body; nothing done
// lost-answer              does the work, FIN instead of the answer
// late-answer              does the work, answers after ms=1000
// bad-etag, missing-etag   the ETag of a success is wrong, or left out
// expired-token, access-denied, no-such-upload, precondition-failed, conditional-conflict   that error
// invalid-part             InvalidPart naming part number=1
// skewed-clock             the server's clock is off by seconds=3600 (for every request unless count says otherwise)
// abort-behind             the upload is aborted by a stranger just before the request is carried out
// late-part                AbortMultipartUpload succeeds, and then the upload's last part lands
// redirect-307             to host=other.localhost
// wrong-region             400 AuthorizationHeaderMalformed naming region=eu-west-1
// html-answer              200 text/html
// captive-portal           302 to another host
// refuse-checksum-headers  501 for requests with x-amz-checksum-*, x-amz-sdk-checksum-algorithm or x-amz-trailer; others do not count
// truncated-xml            the answer's body ends after bytes (half of it)
// no-lifecycle             501 for the three operations of ?lifecycle; others do not count
// blind                    what is said wrongly of a body is taken: what=sha256, md5 or checksum, all of them when not named
// ignore-on-complete       what Complete says of the object is not heard: what=condition, size or checksum, all when not named (Ceph 16)
// no-customer-keys         SSE-C is not known: its headers go unheard, and the object is stored as it is
// silent-customer-keys     Create does not say that it took the key of SSE-C (MinIO)
// Habits of other servers, which concern listings alone and meet all of them unless count says otherwise:
// ignore-markers           every page is the first one
// ignore-prefix, ignore-encoding   as if prefix or encoding-type had not been asked for
// silent-encoding          keys are encoded as asked, which the answer does not say; the markers are not (Ceph 16)
// prefix-is-key            the prefix of ListMultipartUploads finds only the key that equals it (MinIO)
// no-people                neither Owner nor Initiator
struct Fault {
    QByteArray name;
    std::optional<Operation> operation; // nothing: any
    int part = 0;                       // a part number; 0: any
    int nth = 1;                        // the first matching request that it meets, from 1
    int count = 1;                      // how many requests from there; 0: all. (skewed-clock, no-lifecycle, blind, ignore-on-complete,
                                        // no-customer-keys, habits: 0)
    double probability = 0;             // above 0: each matching request from the nth on with this probability, at most `count` of them
    quint32 seed = 1;
    QVariantMap parameters;
    QByteArray bucket; // empty: any

    qint64 number(const char *parameter, qint64 otherwise) const;
    QByteArray text(const char *parameter, const QByteArray &otherwise = {}) const;
};

QList<QByteArray> faultNames();

// "slowdown:op=UploadPart,nth=2,count=3,retry-after=1" and {"name": "slowdown", "op": "UploadPart", …}.
// Error text instead of a fault for unknown names, operations or unreadable numbers.
std::variant<Fault, QString> faultFromText(const QString &text);
std::variant<Fault, QString> faultFromJson(const QJsonObject &json);

class FaultBook {
public:
    void add(const Fault &fault);
    void clear() { m_entries.clear(); }
    // Those that meet this request. Counts it.
    QList<Fault> take(Operation operation, int part, bool hasChecksumHeaders, const QByteArray &bucket = {});
    QJsonArray toJson() const;

private:
    struct Entry {
        Fault fault;
        QRandomGenerator random;
        int seen = 0;
        int fired = 0;
    };
    QList<Entry> m_entries;
};

} // namespace sandbox
