// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/operations.h"

#include <QXmlStreamReader>

#include <algorithm>

namespace sandbox {

namespace {

// The region that CreateBucket asks for; nothing when the body is not the document it should be.
std::optional<QByteArray> askedRegion(const QByteArray &document)
{
    if (document.isEmpty())
        return QByteArray();
    QXmlStreamReader xml(document);
    QByteArray region;
    if (!xml.readNextStartElement() || xml.name() != QLatin1String("CreateBucketConfiguration"))
        return {};
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("LocationConstraint"))
            region = xml.readElementText().toUtf8();
        else
            xml.skipCurrentElement();
    }
    if (xml.hasError())
        return {};
    return region;
}

} // namespace

Outcome listBuckets(World &world, const Call &)
{
    Xml xml("ListAllMyBucketsResult");
    xml.open("Owner").text("ID", "davit-sandbox").text("DisplayName", "davit-sandbox").close().open("Buckets");
    for (const auto &[name, created] : world.store.buckets())
        xml.open("Bucket").text("Name", name).text("CreationDate", isoTime(created)).close();
    return xmlAnswer(xml);
}

Outcome createBucket(World &world, const Call &call)
{
    const QByteArray &name = call.route.bucket;
    if (!isValidBucketName(name))
        return Failure{"InvalidBucketName", "The specified bucket is not valid.", {{"BucketName", name}}};
    const auto region = askedRegion(call.payload->memory());
    if (!region)
        return Failure{"MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema"};
    const QByteArray meant = region->isEmpty() ? "us-east-1" : *region == "EU" ? "eu-west-1" : *region;
    if (meant != world.settings.region)
        return Failure{"IllegalLocationConstraintException",
            "The " + (region->isEmpty() ? QByteArray("unspecified") : *region) +
                " location constraint is incompatible for the region specific endpoint this request was sent to."};
    if (world.store.hasBucket(name) && world.settings.region != "us-east-1")
        return Failure{"BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.",
            {{"BucketName", name}}};
    // In us-east-1 S3 answers 200 to the owner who creates a bucket again.
    if (!world.store.hasBucket(name) && !world.store.createBucket(name, call.now))
        return diskFailure({});
    Answer answer;
    answer.headers.set("Location", '/' + name);
    return answer;
}

Outcome deleteBucket(World &world, const Call &call)
{
    if (!world.store.objects(call.route.bucket).empty())
        return Failure{"BucketNotEmpty", "The bucket you tried to delete is not empty", {{"BucketName", call.route.bucket}}};
    const bool isBusy = std::any_of(world.store.uploads().begin(), world.store.uploads().end(),
        [&](const auto &entry) { return entry.second.bucket == call.route.bucket && entry.second.isAssembling; });
    if (isBusy)
        return Failure{
            "OperationAborted", "A conflicting conditional operation is currently in progress against this resource. Please try again."};
    if (!world.store.removeBucket(call.route.bucket))
        return diskFailure({});
    Answer answer;
    answer.status = 204;
    return answer;
}

Outcome headBucket(World &world, const Call &)
{
    Answer answer;
    answer.headers.set("x-amz-bucket-region", world.settings.region);
    answer.headers.set("Content-Type", "application/xml");
    return answer;
}

Outcome bucketLocation(World &world, const Call &)
{
    // A root that is the value itself; empty stands for us-east-1.
    const QByteArray region = world.settings.region == "us-east-1" ? QByteArray() : world.settings.region;
    Answer answer;
    answer.headers.set("Content-Type", "application/xml");
    answer.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" +
                  region + "</LocationConstraint>";
    return answer;
}

} // namespace sandbox
