// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/singlequestion.h"

#include "s3/checksum.h"
#include "s3/customerkey.h"
#include "s3/requests.h"

namespace net {

SingleQuestion::SingleQuestion(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
    : Errand(equipment, ticket, order)
{
}

void SingleQuestion::begin()
{
    std::visit(
        [this](const auto &work) {
            if constexpr (requires { beginWith(work); })
                beginWith(work);
        },
        order().work);
}

// Servers that know no checksums may refuse the question for them.
bool SingleQuestion::asksForChecksums() const
{
    return s3::announcedFor(order().integrity).has_value() || order().checksumAlgorithm.has_value();
}

void SingleQuestion::beginWith(const upload::CheckKey &work)
{
    lookAtKey(work, {}, [this, work](const s3::Error &error) {
        // What is there may be encrypted with another key or with none: then ours does not open it, and the server refuses even to look.
        Manner without;
        without.bringsCustomerKey = false;
        if (!order().customerKey.isEmpty() && (error.httpStatus == 400 || error.httpStatus == 403))
            lookAtKey(work, without, [this, error](const s3::Error &) { end(error); });
        else
            end(error);
    });
}

void SingleQuestion::lookAtKey(const upload::CheckKey &work, const Manner &manner, const std::function<void(const s3::Error &)> &otherwise)
{
    ask<s3::ObjectHead>(
        s3::headObject(endpoint(), work.target, asksForChecksums()), s3::parseHeadObject,
        [this, otherwise](const s3::Result<s3::ObjectHead> &said) {
            if (said)
                end(upload::Answer(upload::KeyChecked{*said}));
            else if (said.error().kind == s3::ErrorKind::NotFound)
                end(upload::Answer(upload::KeyChecked{}));
            else if (s3::isOfEncryptedObject(said.error()))
                end(upload::Answer(upload::KeyChecked{s3::ObjectHead()}));
            else
                otherwise(said.error());
        },
        manner);
}

void SingleQuestion::beginWith(const upload::CreateUpload &work)
{
    Manner manner;
    manner.mustNotHappenTwice = true;
    askOrEnd<s3::CreatedUpload>(
        s3::createMultipartUpload(endpoint(), work.target, order().options, order().checksumAlgorithm), s3::parseCreateMultipartUpload,
        [this, work](const s3::CreatedUpload &created) {
            if (isCustomerKeyIgnored())
                tryCustomerKey(created, {work.target, created.uploadId});
            else
                end(upload::Answer(created));
        },
        manner);
}

// MinIO says nothing here and uses the key all the same: a byte in the place of part 1, which the part itself will take, brings it to light.
void SingleQuestion::tryCustomerKey(const s3::CreatedUpload &created, const s3::UploadAddress &upload)
{
    const QByteArray byte("0");
    s3::Payload payload;
    payload.length = byte.size();
    if (const auto algorithm = order().checksumAlgorithm)
        payload.checksums.set(s3::checksumHeader(*algorithm), s3::digestOf(*algorithm, byte).toBase64());
    s3::HttpRequest request = s3::uploadPart(endpoint(), upload, 1, payload);
    request.body = byte;
    ask<s3::UploadedPart>(request, s3::parseUploadPart, [this, created, upload](const s3::Result<s3::UploadedPart> &said) {
        if (said && !isCustomerKeyIgnored())
            end(upload::Answer(created));
        else
            undoCreate(upload, said ? s3::customerKeyIgnored() : said.error());
    });
}

// Nobody will ever send it a part.
void SingleQuestion::undoCreate(const s3::UploadAddress &upload, const s3::Error &why)
{
    Manner manner;
    manner.bringsCustomerKey = false;
    ask<bool>(
        s3::abortMultipartUpload(endpoint(), upload), s3::parseAbortMultipartUpload, [this, why](const s3::Result<bool> &) { end(why); },
        manner);
}

void SingleQuestion::beginWith(const upload::LookForPart &work)
{
    askOrEnd<s3::StoredPartsPage>(
        s3::listParts(endpoint(), work.upload, work.number - 1, 1), s3::parseListParts, [this, work](const s3::StoredPartsPage &page) {
            upload::PartFound found;
            // A server that ignores the marker or the limit says more than was asked for, or something else.
            for (const s3::StoredPart &part : page.parts) {
                if (part.number == work.number)
                    found.part = part;
            }
            end(upload::Answer(found));
        });
}

void SingleQuestion::beginWith(const upload::CompleteUpload &work)
{
    // The last moment at which a changed file can be kept from becoming an object.
    if (!order().sourcePath.isEmpty()) {
        if (const auto file = equipment().files.open(order().sourcePath, order().fingerprint); !file) {
            end(file.error());
            return;
        }
    }
    Manner manner;
    manner.silence = equipment().timing.silenceOfComplete;
    manner.mustNotHappenTwice = true;
    askOrEnd<s3::CompletedObject>(
        s3::completeMultipartUpload(endpoint(), work.upload, work.parts, work.options), s3::parseCompleteMultipartUpload,
        [this](const s3::CompletedObject &completed) { end(upload::Answer(completed)); }, manner);
}

void SingleQuestion::beginWith(const upload::CheckObject &work)
{
    askOrEnd<s3::ObjectHead>(s3::headObject(endpoint(), work.target, asksForChecksums()), s3::parseHeadObject,
        [this](const s3::ObjectHead &head) { end(upload::Answer(head)); });
}

void SingleQuestion::beginWith(const upload::AbortUpload &work)
{
    askOrEnd<bool>(s3::abortMultipartUpload(endpoint(), work.upload), s3::parseAbortMultipartUpload,
        [this](const bool &wasThere) { end(upload::Answer(upload::Aborted{wasThere})); });
}

void SingleQuestion::beginWith(const upload::ListBuckets &)
{
    askOrEnd<QList<s3::Bucket>>(
        s3::listBuckets(endpoint()), s3::parseListBuckets, [this](const QList<s3::Bucket> &buckets) { end(upload::Answer(buckets)); });
}

void SingleQuestion::beginWith(const upload::ReadLifecycle &work)
{
    askOrEnd<s3::LifecycleConfiguration>(s3::bucketLifecycle(endpoint(), work.bucket), s3::parseGetBucketLifecycle,
        [this](const s3::LifecycleConfiguration &configuration) { end(upload::Answer(configuration)); });
}

void SingleQuestion::beginWith(const upload::WriteLifecycle &work)
{
    askOrEnd<bool>(s3::putBucketLifecycle(endpoint(), work.bucket, work.configuration), s3::parsePutBucketLifecycle,
        [this](const bool &) { end(upload::Answer(upload::LifecycleWritten{})); });
}

} // namespace net
