// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/sendbytes.h"

#include "s3/requests.h"

namespace net {

namespace {

s3::ByteRange rangeOf(const upload::Work &work)
{
    if (const auto *part = std::get_if<upload::SendPart>(&work))
        return part->range;
    return {0, std::get<upload::SendObject>(work).size};
}

// Complete repeats checksums, not Content-MD5.
s3::Headers repeatable(const s3::Headers &sent)
{
    s3::Headers checksums;
    for (const auto &[name, value] : sent) {
        if (name.startsWith("x-amz-checksum-"))
            checksums.set(name, value);
    }
    return checksums;
}

} // namespace

SendBytes::SendBytes(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
    : Errand(equipment, ticket, order)
{
    connect(&m_digests, &QFutureWatcherBase::finished, this, &SendBytes::send);
}

SendBytes::~SendBytes()
{
    m_digests.future().cancel();
}

void SendBytes::begin()
{
    const auto file = equipment().files.open(order().sourcePath, order().fingerprint);
    if (!file) {
        end(file.error());
        return;
    }
    m_file = *file;
    const bool isObject = std::holds_alternative<upload::SendObject>(order().work); // its ETag is looked at instead of asking once more
    m_digests.setFuture(digestPayload(equipment().digestPool, {m_file, order().fingerprint, rangeOf(order().work), order().integrity,
                                                                  order().checksumAlgorithm, isObject, order().options.locksObject()}));
}

void SendBytes::stop()
{
    m_digests.future().cancel();
}

void SendBytes::send()
{
    if (isEnded())
        return;
    const s3::Result<PayloadDigests> made = m_digests.result();
    if (!made) {
        end(made.error());
        return;
    }
    Manner manner;
    manner.body = FileBody{m_file, rangeOf(order().work)};
    const auto receive = [this, digests = *made](const s3::Result<s3::UploadedPart> &said) { endSent(said, digests); };
    if (const auto *part = std::get_if<upload::SendPart>(&order().work)) {
        ask<s3::UploadedPart>(s3::uploadPart(endpoint(), part->upload, part->number, made->payload), s3::parseUploadPart, receive, manner);
    } else {
        const auto &object = std::get<upload::SendObject>(order().work);
        ask<s3::UploadedPart>(s3::putObject(endpoint(), object.target, order().options, made->payload, object.onlyIfAbsent),
            s3::parsePutObject, receive, manner);
    }
}

void SendBytes::endSent(const s3::Result<s3::UploadedPart> &said, const PayloadDigests &digests)
{
    // Bytes may have changed between the digest and the sending; a server that was given a digest refuses them, and this tells why.
    if (said || said.error().httpStatus != 0) {
        if (const auto changed = m_file->changedSince(order().fingerprint)) {
            end(*changed);
            return;
        }
    }
    if (!said) {
        s3::Error error = said.error();
        // The whole body had left: whether it was stored is for the server to say, before it is sent again.
        if (error.kind == s3::ErrorKind::Transient && bytesLastSent() >= digests.payload.length)
            error.kind = s3::ErrorKind::UnknownOutcome;
        end(error);
    } else if (std::holds_alternative<upload::SendPart>(order().work))
        end(upload::Answer(upload::PartStored{said->etag, repeatable(digests.payload.checksums), digests.read}));
    else if (isCustomerKeyIgnored())
        end(s3::customerKeyIgnored());
    else
        end(upload::Answer(
            upload::ObjectStored{said->etag, digests.read, said->checksums, said->versionId, repeatable(digests.payload.checksums)}));
}

} // namespace net
