// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/gather.h"

#include "s3/requests.h"

#include <QCoreApplication>

#include <algorithm>

namespace net {

namespace {

s3::Error pagingStuck(const QByteArray &host)
{
    s3::Error error;
    error.kind = s3::ErrorKind::Permanent;
    error.code = QStringLiteral("PagingStuck");
    error.message = QCoreApplication::translate("net", "%1 gives the same page of a list again and again").arg(QString::fromLatin1(host));
    return error;
}

// Sorted by number. Of a part that is listed twice the later one is what Complete would take: a part that is sent again replaces the one before.
QList<s3::StoredPart> eachOnce(QList<s3::StoredPart> parts)
{
    std::stable_sort(parts.begin(), parts.end(), [](const s3::StoredPart &a, const s3::StoredPart &b) {
        return a.number != b.number ? a.number < b.number : a.lastModified > b.lastModified;
    });
    const auto isSame = [](const s3::StoredPart &a, const s3::StoredPart &b) { return a.number == b.number; };
    parts.erase(std::unique(parts.begin(), parts.end(), isSame), parts.end());
    return parts;
}

} // namespace

GatherParts::GatherParts(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
    : Errand(equipment, ticket, order)
{
}

void GatherParts::askAfter(int partNumber)
{
    const auto &work = std::get<upload::ListStoredParts>(order().work);
    askOrEnd<s3::StoredPartsPage>(
        s3::listParts(endpoint(), work.upload, partNumber), s3::parseListParts, [this, partNumber](const s3::StoredPartsPage &page) {
            // A server that ignores the marker, or repeats its part.
            std::copy_if(page.parts.begin(), page.parts.end(), std::back_inserter(m_listed.parts),
                [partNumber](const s3::StoredPart &part) { return partNumber == 0 || part.number > partNumber; });
            m_listed.checksumAlgorithm = page.checksumAlgorithm;
            m_listed.checksumType = page.checksumType;
            m_listed.storageClass = page.storageClass;
            m_listed.serverDate = serverDate();
            if (!page.isTruncated) {
                m_listed.parts = eachOnce(std::move(m_listed.parts));
                end(upload::Answer(m_listed));
            } else if (page.nextPartNumberMarker <= partNumber || m_listed.parts.size() > MostParts) {
                end(pagingStuck(endpoint().host));
            } else {
                askAfter(page.nextPartNumberMarker);
            }
        });
}

GatherUploads::GatherUploads(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
    : UploadsListing(equipment, ticket, order)
{
}

void GatherUploads::askAfter(const QString &key, const QByteArray &uploadId)
{
    const auto &target = std::get<upload::FindCreatedUpload>(order().work).target;
    askForUploads({target.bucket, target.key, key, uploadId, s3::KeyEncoding::Url},
        [this, key, uploadId, wanted = target.key](const s3::UploadsPage &page) {
            // The listing is by prefix: "a" brings "ab" as well.
            std::copy_if(page.uploads.begin(), page.uploads.end(), std::back_inserter(m_uploads),
                [&](const auto &found) { return found.address.object.key == wanted; });
            if (!page.isTruncated)
                lookInto(0);
            // The order of upload IDs within a key is the server's own business; keys go up.
            else if (page.nextKeyMarker.isEmpty() || page.nextKeyMarker.toUtf8() < key.toUtf8() ||
                     (page.nextKeyMarker == key && page.nextUploadIdMarker == uploadId))
                end(pagingStuck(endpoint().host));
            else
                askAfter(page.nextKeyMarker, page.nextUploadIdMarker);
        });
}

void GatherUploads::lookInto(qsizetype index)
{
    if (index == m_uploads.size()) {
        end(upload::Answer(upload::UploadsFound{m_empty, serverDate()}));
        return;
    }
    ask<s3::StoredPartsPage>(s3::listParts(endpoint(), m_uploads[index].address, 0, 1), s3::parseListParts,
        [this, index](const s3::Result<s3::StoredPartsPage> &said) {
            // Gone meanwhile is no error, only one less.
            if (!said && said.error().kind != s3::ErrorKind::UploadGone) {
                end(said.error());
                return;
            }
            if (said && said->parts.isEmpty())
                m_empty.append(m_uploads[index]);
            lookInto(index + 1);
        });
}

} // namespace net
