// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sinkanswers.h"

#include <charconv>

namespace sink {
namespace {

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view bucketName = "bench";
constexpr std::string_view someTime = "2026-01-01T00:00:00.000Z";

std::string escaped(std::string_view text)
{
    std::string safe;
    for (const char c : text) {
        if (c == '&')
            safe += "&amp;";
        else if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '"')
            safe += "&quot;";
        else
            safe += c;
    }
    return safe;
}

std::string element(std::string_view name, std::string_view text)
{
    return '<' + std::string(name) + '>' + escaped(text) + "</" + std::string(name) + '>';
}

Answer document(std::string_view root, const std::string &content, int status = 200)
{
    Answer answer;
    answer.status = status;
    answer.headers.emplace_back("Content-Type", "application/xml");
    answer.body = std::string(declaration) + '<' + std::string(root) + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + content +
                  "</" + std::string(root) + '>';
    return answer;
}

Answer refusal(int status, std::string_view code, std::string_view message)
{
    Answer answer;
    answer.status = status;
    answer.headers.emplace_back("Content-Type", "application/xml");
    answer.body =
        std::string(declaration) + "<Error>" + element("Code", code) + element("Message", message) + "<RequestId>SINK</RequestId></Error>";
    return answer;
}

Answer noSuchUpload()
{
    return refusal(404, "NoSuchUpload", "The specified upload does not exist.");
}

Answer notImplemented()
{
    return refusal(501, "NotImplemented", "The sink does not do this.");
}

std::string quoted(const std::string &etag)
{
    return '"' + etag + '"';
}

int number(const std::string &text, int otherwise)
{
    int value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string bucketOf(const Request &request)
{
    return percentDecoded(std::string_view(request.path).substr(1, request.path.find('/', 1) - 1));
}

std::string keyOf(const Request &request)
{
    const std::size_t slash = request.path.find('/', 1);
    return slash == std::string::npos ? std::string() : percentDecoded(std::string_view(request.path).substr(slash + 1));
}

Headers keptOf(const Request &request)
{
    Headers kept;
    for (const auto &[name, value] : request.headers) {
        if (name == "content-type" || name.starts_with("x-amz-meta-"))
            kept.emplace(name, value);
    }
    return kept;
}

// S3 gives back the checksum that it was given and has checked; clients count on the header, not on our having looked.
void echoChecksums(const Request &request, Answer &answer)
{
    for (const auto &[name, value] : request.headers) {
        if (name.starts_with("x-amz-checksum-") && name != "x-amz-checksum-algorithm")
            answer.headers.emplace_back(name, value);
    }
}

std::string textBetween(std::string_view text, std::string_view opening, std::string_view closing)
{
    const std::size_t begin = text.find(opening);
    const std::size_t end = begin == std::string_view::npos ? begin : text.find(closing, begin);
    return end == std::string_view::npos ? std::string() : std::string(text.substr(begin + opening.size(), end - begin - opening.size()));
}

// Quotes around an ETag come plain, as &quot; or as &#34;: only the hex digits between them matter.
std::string bareEtag(std::string text)
{
    for (const std::string_view quote : {"&quot;", "&#34;", "\""}) {
        for (std::size_t at = text.find(quote); at != std::string::npos; at = text.find(quote))
            text.erase(at, quote.size());
    }
    return text;
}

std::vector<NamedPart> namedParts(std::string_view body)
{
    std::vector<NamedPart> parts;
    for (std::size_t at = body.find("<Part>"); at != std::string_view::npos; at = body.find("<Part>", at + 1)) {
        const std::string_view part = body.substr(at, body.find("</Part>", at) - at);
        parts.push_back({number(textBetween(part, "<PartNumber>", "</PartNumber>"), 0), bareEtag(textBetween(part, "<ETag>", "</ETag>"))});
    }
    return parts;
}

Answer created(const Request &request, Store &store)
{
    const std::string uploadId = store.create(request.path, keptOf(request));
    return document("InitiateMultipartUploadResult",
        element("Bucket", bucketOf(request)) + element("Key", keyOf(request)) + element("UploadId", uploadId));
}

Answer partStored(const Request &request, Store &store)
{
    const StoredPart part{request.bodySize, etagFrom(request.header("content-md5"), request.bodySize)};
    const int partNumber = number(request.queried("partNumber"), 0);
    if (partNumber < 1 || partNumber > 10'000)
        return refusal(400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
    if (!store.putPart(request.queried("uploadId"), partNumber, part))
        return noSuchUpload();
    Answer answer;
    answer.headers.emplace_back("ETag", quoted(part.etag));
    echoChecksums(request, answer);
    return answer;
}

Answer partsListed(const Request &request, const Store &store)
{
    const auto parts = store.parts(request.queried("uploadId"));
    if (!parts)
        return noSuchUpload();
    const int most = std::min(number(request.queried("max-parts"), 1000), 1000);
    const int marker = number(request.queried("part-number-marker"), 0);
    std::string listed;
    int count = 0;
    int last = marker;
    bool truncated = false;
    for (auto part = parts->upper_bound(marker); part != parts->end(); ++part) {
        if (count == most) {
            truncated = true;
            break;
        }
        last = part->first;
        ++count;
        listed += "<Part>" + element("PartNumber", std::to_string(part->first)) + element("LastModified", someTime) +
                  element("ETag", quoted(part->second.etag)) + element("Size", std::to_string(part->second.size)) + "</Part>";
    }
    return document("ListPartsResult",
        element("Bucket", bucketOf(request)) + element("Key", keyOf(request)) + element("UploadId", request.queried("uploadId")) +
            element("PartNumberMarker", std::to_string(marker)) + element("NextPartNumberMarker", std::to_string(last)) +
            element("MaxParts", std::to_string(most)) + element("IsTruncated", truncated ? "true" : "false") + listed);
}

Answer completed(const Request &request, Store &store)
{
    std::string etag;
    switch (store.complete(request.queried("uploadId"), namedParts(request.body), etag)) {
    case CompleteOutcome::NoSuchUpload:
        return noSuchUpload();
    case CompleteOutcome::InvalidPart:
        return refusal(400, "InvalidPart", "One or more of the specified parts could not be found.");
    case CompleteOutcome::InvalidPartOrder:
        return refusal(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
    case CompleteOutcome::Completed:
        break;
    }
    return document("CompleteMultipartUploadResult", element("Location", request.path) + element("Bucket", bucketOf(request)) +
                                                         element("Key", keyOf(request)) + element("ETag", quoted(etag)));
}

Answer objectPut(const Request &request, Store &store)
{
    const std::string etag = etagFrom(request.header("content-md5"), request.bodySize);
    store.putObject(request.path, {request.bodySize, etag, keptOf(request)});
    Answer answer;
    answer.headers.emplace_back("ETag", quoted(etag));
    echoChecksums(request, answer);
    return answer;
}

Answer objectHead(const Request &request, const Store &store)
{
    const auto object = store.object(request.path);
    if (!object)
        return refusal(404, "NoSuchKey", "The specified key does not exist.");
    Answer answer;
    answer.headers.emplace_back("ETag", quoted(object->etag));
    answer.headers.emplace_back("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
    answer.headers.emplace_back("Accept-Ranges", "bytes");
    for (const auto &[name, value] : object->kept)
        answer.headers.emplace_back(name, value);
    answer.lengthOfHead = object->size;
    return answer;
}

Answer toObject(const Request &request, Store &store)
{
    const bool ofUpload = request.asks("uploadId");
    if (request.method == "POST" && request.asks("uploads"))
        return created(request, store);
    if (request.method == "POST" && ofUpload)
        return completed(request, store);
    if (request.method == "PUT" && ofUpload)
        return partStored(request, store);
    if (request.method == "PUT")
        return objectPut(request, store);
    if (request.method == "HEAD")
        return objectHead(request, store);
    if (request.method == "GET" && ofUpload)
        return partsListed(request, store);
    if (request.method == "DELETE" && ofUpload && !store.abort(request.queried("uploadId")))
        return noSuchUpload();
    if (request.method == "DELETE")
        return {204, {}, {}, {}};
    return notImplemented();
}

Answer toBucket(const Request &request)
{
    if (request.method == "HEAD" || request.method == "PUT")
        return {200, {{"x-amz-bucket-region", "us-east-1"}}, {}, {}};
    if (request.method != "GET")
        return notImplemented();
    const std::string name = element("Name", bucketOf(request));
    if (request.asks("location"))
        return document("LocationConstraint", {});
    if (request.asks("uploads"))
        return document("ListMultipartUploadsResult",
            element("Bucket", bucketOf(request)) + "<MaxUploads>1000</MaxUploads><IsTruncated>false</IsTruncated>");
    if (request.query.empty() || request.asks("list-type") || request.asks("prefix") || request.asks("max-keys"))
        return document("ListBucketResult", name + "<KeyCount>0</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>");
    return notImplemented();
}

} // namespace

Answer answered(const Request &request, Store &store)
{
    if (request.path.empty() || request.path.front() != '/')
        return refusal(400, "InvalidURI", "Couldn't parse the specified URI.");
    if (request.path == "/" && request.method == "GET") {
        return document("ListAllMyBucketsResult",
            "<Buckets><Bucket>" + element("Name", bucketName) + element("CreationDate", someTime) + "</Bucket></Buckets>");
    }
    return keyOf(request).empty() ? toBucket(request) : toObject(request, store);
}

} // namespace sink
