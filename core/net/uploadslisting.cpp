// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/uploadslisting.h"

#include "s3/requests.h"

namespace net {

static s3::UploadsPage ofBucket(s3::UploadsPage page, const QString &bucket)
{
    // Some servers leave it out, or give an alias: what was asked is what an abort has to name.
    for (s3::InProgressUpload &upload : page.uploads)
        upload.address.object.bucket = bucket;
    return page;
}

static s3::HttpRequest requestFor(const s3::Endpoint &endpoint, const upload::ListOpenUploads &wanted, s3::KeyEncoding encoding)
{
    constexpr int MostUploads = 1000; // a page of S3
    return s3::listMultipartUploads(endpoint, wanted.bucket, wanted.prefix, wanted.keyMarker, wanted.uploadIdMarker, MostUploads, encoding);
}

void UploadsListing::askForUploads(const upload::ListOpenUploads &wanted, const std::function<void(const s3::UploadsPage &)> &receive)
{
    if (m_asksAsItIs || wanted.encoding == s3::KeyEncoding::None) {
        askAsItIs(wanted, {}, receive);
        return;
    }
    askOrEnd<s3::UploadsPage>(requestFor(endpoint(), wanted, s3::KeyEncoding::Url), s3::parseListMultipartUploads,
        [this, wanted, receive](const s3::UploadsPage &page) {
            if (s3::mayBeEncoded(page))
                askAsItIs(wanted, page, receive);
            else
                receive(ofBucket(page, wanted.bucket));
        });
}

void UploadsListing::askAsItIs(const upload::ListOpenUploads &wanted, const std::optional<s3::UploadsPage> &encoded,
    const std::function<void(const s3::UploadsPage &)> &receive)
{
    ask<s3::UploadsPage>(requestFor(endpoint(), wanted, s3::KeyEncoding::None), s3::parseListMultipartUploads,
        [this, wanted, encoded, receive](const s3::Result<s3::UploadsPage> &said) {
            if (said) {
                m_asksAsItIs = true;
                s3::UploadsPage page = *said;
                page.asked = s3::KeyEncoding::None;
                receive(ofBucket(page, wanted.bucket));
            } else if (said.error().httpStatus != 200) {
                end(said.error());
            } else if (encoded) {
                // A key that XML cannot hold: where the encoded page can be read and the other cannot, it was encoded.
                receive(ofBucket(s3::withDecodedKeys(*encoded), wanted.bucket));
            } else {
                askOrEnd<s3::UploadsPage>(requestFor(endpoint(), wanted, s3::KeyEncoding::Url), s3::parseListMultipartUploads,
                    [wanted, receive](const s3::UploadsPage &page) {
                        receive(ofBucket(page.saysEncoding ? page : s3::withDecodedKeys(page), wanted.bucket));
                    });
            }
        });
}

ListOpenUploads::ListOpenUploads(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
    : UploadsListing(equipment, ticket, order)
{
}

void ListOpenUploads::begin()
{
    askForUploads(std::get<upload::ListOpenUploads>(order().work), [this](const s3::UploadsPage &page) { end(upload::Answer(page)); });
}

} // namespace net
