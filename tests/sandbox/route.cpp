// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/route.h"

#include <QHostAddress>

#include <algorithm>
#include <array>

namespace sandbox {

namespace {

struct Name {
    Operation operation;
    const char *name;
};

constexpr std::array Names{
    Name{Operation::Unknown, "Unknown"},
    Name{Operation::ListBuckets, "ListBuckets"},
    Name{Operation::CreateBucket, "CreateBucket"},
    Name{Operation::DeleteBucket, "DeleteBucket"},
    Name{Operation::HeadBucket, "HeadBucket"},
    Name{Operation::GetBucketLocation, "GetBucketLocation"},
    Name{Operation::ListObjectsV2, "ListObjectsV2"},
    Name{Operation::ListObjects, "ListObjects"},
    Name{Operation::PutObject, "PutObject"},
    Name{Operation::GetObject, "GetObject"},
    Name{Operation::HeadObject, "HeadObject"},
    Name{Operation::DeleteObject, "DeleteObject"},
    Name{Operation::CreateMultipartUpload, "CreateMultipartUpload"},
    Name{Operation::UploadPart, "UploadPart"},
    Name{Operation::CompleteMultipartUpload, "CompleteMultipartUpload"},
    Name{Operation::AbortMultipartUpload, "AbortMultipartUpload"},
    Name{Operation::ListParts, "ListParts"},
    Name{Operation::ListMultipartUploads, "ListMultipartUploads"},
    Name{Operation::GetBucketLifecycle, "GetBucketLifecycle"},
    Name{Operation::PutBucketLifecycle, "PutBucketLifecycle"},
    Name{Operation::DeleteBucketLifecycle, "DeleteBucketLifecycle"},
};

// Sub-resources of S3 that exist and are not served here: a silent 200 for them would be a lie.
constexpr std::array<QByteArrayView, 29> Unserved{"accelerate", "acl", "analytics", "attributes", "cors", "delete", "encryption",
    "intelligent-tiering", "inventory", "legal-hold", "lifecycle", "logging", "metrics", "notification", "object-lock", "ownershipControls",
    "partNumber", "policy", "policyStatus", "publicAccessBlock", "replication", "requestPayment", "restore", "retention", "select",
    "tagging", "torrent", "versioning", "versions"};

QByteArray withoutPort(const QByteArray &host)
{
    if (host.startsWith('['))
        return host.left(host.indexOf(']') + 1);
    const qsizetype colon = host.lastIndexOf(':');
    return colon < 0 ? host : host.left(colon);
}

Operation operationOf(const QByteArray &method, const Route &route)
{
    const bool isService = route.bucket.isEmpty();
    const bool isBucket = !isService && route.key.isEmpty();
    if (isService)
        return method == "GET" ? Operation::ListBuckets : Operation::Unknown;
    if (isBucket && route.has("lifecycle") && method != "HEAD")
        return method == "GET"      ? Operation::GetBucketLifecycle
               : method == "PUT"    ? Operation::PutBucketLifecycle
               : method == "DELETE" ? Operation::DeleteBucketLifecycle
                                    : Operation::Unknown;
    if (isBucket) {
        if (method == "PUT")
            return Operation::CreateBucket;
        if (method == "DELETE")
            return Operation::DeleteBucket;
        if (method == "HEAD")
            return Operation::HeadBucket;
        if (method != "GET")
            return Operation::Unknown;
        if (route.has("location"))
            return Operation::GetBucketLocation;
        if (route.has("uploads"))
            return Operation::ListMultipartUploads;
        return route.value("list-type") == "2" ? Operation::ListObjectsV2 : Operation::ListObjects;
    }
    const bool hasUpload = route.has("uploadId");
    if (method == "PUT")
        return hasUpload || route.has("partNumber") ? Operation::UploadPart : Operation::PutObject;
    if (method == "GET")
        return hasUpload ? Operation::ListParts : Operation::GetObject;
    if (method == "HEAD")
        return Operation::HeadObject;
    if (method == "DELETE")
        return hasUpload ? Operation::AbortMultipartUpload : Operation::DeleteObject;
    if (method == "POST" && route.has("uploads"))
        return Operation::CreateMultipartUpload;
    if (method == "POST" && hasUpload)
        return Operation::CompleteMultipartUpload;
    return Operation::Unknown;
}

std::optional<Failure> unservedFailure(const Route &route)
{
    for (const s3::QueryItem &item : route.query) {
        if (item.first == "partNumber" && route.operation == Operation::UploadPart)
            continue;
        if (item.first == "lifecycle" && isAboutLifecycle(route.operation))
            continue;
        if (std::find(Unserved.begin(), Unserved.end(), QByteArrayView(item.first)) != Unserved.end())
            return Failure{"NotImplemented", "The sandbox does not serve the sub-resource '" + item.first + "'."};
    }
    return {};
}

} // namespace

bool isAboutLifecycle(Operation operation)
{
    return operation == Operation::GetBucketLifecycle || operation == Operation::PutBucketLifecycle ||
           operation == Operation::DeleteBucketLifecycle;
}

QByteArray operationName(Operation operation)
{
    for (const Name &name : Names)
        if (name.operation == operation)
            return name.name;
    return {};
}

std::optional<Operation> operationFromName(const QByteArray &name)
{
    for (const Name &known : Names)
        if (name.compare(known.name, Qt::CaseInsensitive) == 0)
            return known.operation;
    return {};
}

bool Route::has(QByteArrayView name) const
{
    return std::any_of(query.begin(), query.end(), [&](const s3::QueryItem &item) { return item.first == name; });
}

QByteArray Route::value(QByteArrayView name) const
{
    const auto found = std::find_if(query.begin(), query.end(), [&](const s3::QueryItem &item) { return item.first == name; });
    return found == query.end() ? QByteArray() : found->second;
}

QByteArray Route::resource() const
{
    if (bucket.isEmpty())
        return "/";
    return '/' + bucket + (key.isEmpty() ? QByteArray() : '/' + key);
}

std::variant<Route, Failure> routeOf(const RequestHead &head, const Settings &settings)
{
    Route route;
    const auto query = parseQuery(head.rawQuery);
    const auto path = percentDecoded(head.rawPath, Plus::Literal);
    if (!query || !path)
        return Failure{"InvalidURI", "Couldn't parse the specified URI."};
    route.query = *query;

    const QByteArray host = withoutPort(head.host());
    for (const QByteArray &domain : settings.domains) {
        if (host == domain)
            break;
        if (host.endsWith('.' + domain)) {
            route.bucket = host.left(host.size() - domain.size() - 1);
            break;
        }
    }
    if (route.bucket.isEmpty()) {
        route.isControl = path->startsWith("/_sandbox/");
        // The bucket ends at the first slash that was sent as one: an encoded slash belongs to a name.
        const qsizetype slash = head.rawPath.indexOf('/', 1);
        const auto bucket = percentDecoded(head.rawPath.mid(1, slash < 0 ? -1 : slash - 1), Plus::Literal);
        route.bucket = bucket.value_or(QByteArray());
        route.key = slash < 0 ? QByteArray() : percentDecoded(head.rawPath.mid(slash + 1), Plus::Literal).value_or(QByteArray());
    } else {
        route.key = path->mid(1);
    }
    if (route.isControl)
        return route;
    if (QString::fromUtf8(route.key).toUtf8() != route.key)
        return Failure{"InvalidURI", "Couldn't parse the specified URI."}; // not UTF-8
    route.operation = operationOf(head.method, route);
    if (const auto failure = unservedFailure(route))
        return *failure;
    if (route.operation == Operation::Unknown)
        return Failure{"MethodNotAllowed", "The specified method is not allowed against this resource.",
            {{"Method", head.method}, {"ResourceType", route.key.isEmpty() ? "BUCKET" : "OBJECT"}}};
    if (route.key.size() > 1024)
        return Failure{
            "KeyTooLongError", "Your key is too long", {{"Size", QByteArray::number(route.key.size())}, {"MaxSizeAllowed", "1024"}}};
    return route;
}

bool isValidBucketName(const QByteArray &name)
{
    if (name.size() < 3 || name.size() > 63 || name.contains("..") || name.startsWith("xn--") || name.startsWith("sthree-") ||
        name.startsWith("amzn-s3-demo-") || name.endsWith("-s3alias") || name.endsWith("--ol-s3") || name.endsWith(".mrap") ||
        name.endsWith("--x-s3") || name.endsWith("--table-s3"))
        return false;
    const auto isAlphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (!isAlphanumeric(name.front()) || !isAlphanumeric(name.back()))
        return false;
    if (!std::all_of(name.begin(), name.end(), [&](char c) { return isAlphanumeric(c) || c == '-' || c == '.'; }))
        return false;
    return QHostAddress(QString::fromLatin1(name)).isNull();
}

} // namespace sandbox
