// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/openuploads.h"

#include "s3/requests.h"

#include <algorithm>

namespace net {

namespace {

constexpr qsizetype KeysAskedByName = 20; // more are found by what their names have in common

QString commonPrefix(const QStringList &keys)
{
    QString common = keys.first();
    for (const QString &key : keys) {
        qsizetype length = 0;
        while (length < common.size() && length < key.size() && common[length] == key[length])
            ++length;
        common.truncate(length);
    }
    return common;
}

} // namespace

FindOpenUploads::FindOpenUploads(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
    : UploadsListing(equipment, ticket, order)
    , m_work(std::get<upload::FindOpenUploads>(order.work))
{
}

void FindOpenUploads::begin()
{
    if (m_work.keys.isEmpty())
        m_prefixes = {m_work.prefix};
    else
        m_prefixes = m_work.keys.size() <= KeysAskedByName ? m_work.keys : QStringList{commonPrefix(m_work.keys)};
    listNext();
}

void FindOpenUploads::listNext()
{
    if (!m_prefixes.isEmpty()) {
        askAfter({}, {});
        return;
    }
    std::stable_sort(m_found.begin(), m_found.end(), [](const auto &a, const auto &b) { return a.upload.initiated > b.upload.initiated; });
    if (m_found.size() > MostLookedInto) {
        m_isWhole = false;
        for (qsizetype i = MostLookedInto; i < m_found.size(); ++i)
            m_found[i].bytes = -1;
    }
    lookIntoNext();
}

void FindOpenUploads::askAfter(const QString &key, const QByteArray &uploadId)
{
    ++m_pages;
    askForUploads(
        {m_work.bucket, m_prefixes.first(), key, uploadId, s3::KeyEncoding::Url}, [this, key, uploadId](const s3::UploadsPage &page) {
            for (const s3::InProgressUpload &upload : page.uploads) {
                const bool wanted = m_work.keys.isEmpty() || m_work.keys.contains(upload.address.object.key);
                const bool known = std::any_of(m_found.begin(), m_found.end(),
                    [&](const auto &found) { return found.upload.address.uploadId == upload.address.uploadId; });
                if (!wanted || known)
                    continue;
                m_found.append({upload, 0, 0, {}});
            }
            const bool advances = !page.nextKeyMarker.isEmpty() && !(page.nextKeyMarker == key && page.nextUploadIdMarker == uploadId);
            if (page.isTruncated && advances && m_pages < MostPages) {
                askAfter(page.nextKeyMarker, page.nextUploadIdMarker);
                return;
            }
            m_isWhole &= !page.isTruncated;
            m_prefixes.removeFirst();
            m_pages = 0;
            listNext();
        });
}

void FindOpenUploads::lookIntoNext()
{
    if (m_next < std::min<qsizetype>(m_found.size(), MostLookedInto))
        lookInto(m_next++, 0);
    else
        end(upload::Answer(upload::OpenUploadsFound{m_found, m_isWhole}));
}

void FindOpenUploads::lookInto(qsizetype index, int afterPart)
{
    ask<s3::StoredPartsPage>(s3::listParts(endpoint(), m_found[index].upload.address, afterPart), s3::parseListParts,
        [this, index, afterPart](const s3::Result<s3::StoredPartsPage> &said) {
            upload::OpenUpload &found = m_found[index];
            if (!said) {
                if (said.error().kind == s3::ErrorKind::UploadGone || said.error().kind == s3::ErrorKind::NotFound) {
                    m_found.removeAt(index); // meanwhile
                    --m_next;
                } else {
                    found.bytes = -1;
                }
                lookIntoNext();
                return;
            }
            for (const s3::StoredPart &part : said->parts) {
                ++found.parts;
                found.bytes += part.size;
                if (!found.lastPart.isValid() || part.lastModified > found.lastPart)
                    found.lastPart = part.lastModified;
            }
            if (said->isTruncated && said->nextPartNumberMarker > afterPart)
                lookInto(index, said->nextPartNumberMarker);
            else
                lookIntoNext();
        });
}

} // namespace net
