// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/customerkey.h"

namespace sandbox {

namespace {

constexpr char AlgorithmHeader[] = "x-amz-server-side-encryption-customer-algorithm";
constexpr char KeyHeader[] = "x-amz-server-side-encryption-customer-key";
constexpr char FingerprintHeader[] = "x-amz-server-side-encryption-customer-key-md5";

Failure invalidRequest(const char *message)
{
    return {"InvalidRequest", message};
}

// Of the three headers among themselves (S3 user guide, "Specifying server-side encryption with customer-provided keys").
std::optional<Failure> refusalOfHeaders(const s3::Headers &headers)
{
    const bool has[] = {headers.has(AlgorithmHeader), headers.has(KeyHeader), headers.has(FingerprintHeader)};
    if (!has[0] && !has[1] && !has[2])
        return {};
    if (!has[0])
        return invalidRequest(
            "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.");
    if (!has[1])
        return invalidRequest(
            "Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.");
    if (!has[2])
        return invalidRequest(
            "Requests specifying Server Side Encryption with Customer provided keys must provide the client calculated MD5 of the "
            "secret key.");
    if (headers.value(AlgorithmHeader) != "AES256")
        return Failure{
            "InvalidEncryptionAlgorithmError", "The encryption request that you specified is not valid. The valid value is AES256."};
    const auto key = QByteArray::fromBase64Encoding(headers.value(KeyHeader), QByteArray::AbortOnBase64DecodingErrors);
    if (!key || key.decoded.size() != 32)
        return Failure{"InvalidArgument", "The secret key was invalid for the specified algorithm."};
    if (s3::digestOf(s3::ChecksumAlgorithm::Md5, key.decoded).toBase64() != headers.value(FingerprintHeader))
        return Failure{"InvalidArgument", "The calculated MD5 hash of the key did not match the hash that was provided."};
    if (headers.has("x-amz-server-side-encryption"))
        return Failure{
            "InvalidArgument", "Server Side Encryption with Customer provided key is incompatible with the encryption method specified"};
    return {};
}

std::optional<Failure> refusalForUpload(const UploadRecord &upload, const QByteArray &brought)
{
    const QByteArray wanted = upload.attributes.headers.value(FingerprintHeader);
    if (brought == wanted)
        return {};
    if (brought.isEmpty())
        return invalidRequest(
            "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption "
            "parameters.");
    if (wanted.isEmpty())
        return invalidRequest("The multipart upload initiate did not request encryption.");
    return invalidRequest("The provided encryption parameters did not match the ones used originally.");
}

std::optional<Failure> refusalForObject(const ObjectRecord &object, const QByteArray &brought)
{
    const QByteArray wanted = object.attributes.headers.value(FingerprintHeader);
    if (brought == wanted)
        return {};
    if (brought.isEmpty())
        return invalidRequest(
            "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the "
            "object.");
    if (wanted.isEmpty())
        return invalidRequest("The encryption parameters are not applicable to this object.");
    return Failure{"AccessDenied", "Access Denied"};
}

} // namespace

std::optional<Failure> refusalOfCustomerKey(World &world, const Call &call)
{
    if (const auto failure = refusalOfHeaders(call.head.headers))
        return failure;
    const QByteArray brought = call.head.headers.value(FingerprintHeader);
    switch (call.route.operation) {
    case Operation::UploadPart:
        if (const UploadRecord *upload = namedUpload(world, call.route))
            return refusalForUpload(*upload, brought);
        return {};
    case Operation::ListParts:
    case Operation::CompleteMultipartUpload: {
        // Only where it was begun with a checksum (API reference, both operations).
        const UploadRecord *upload = namedUpload(world, call.route);
        return upload && (!upload->algorithm.isEmpty() || !brought.isEmpty()) ? refusalForUpload(*upload, brought) : std::nullopt;
    }
    case Operation::GetObject:
    case Operation::HeadObject:
        if (const ObjectRecord *object = world.store.object(call.route.bucket, call.route.key))
            return refusalForObject(*object, brought);
        return {};
    default:
        return {};
    }
}

bool hasCustomerKey(const Attributes &attributes)
{
    return attributes.headers.contains(FingerprintHeader);
}

void addCustomerKeyHeaders(s3::Headers *headers, const Attributes &attributes)
{
    for (const char *name : {AlgorithmHeader, FingerprintHeader}) {
        if (const QByteArray value = attributes.headers.value(name); !value.isEmpty())
            headers->set(name, value);
    }
}

} // namespace sandbox
