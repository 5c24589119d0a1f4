// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/errorresponse.h"

#include "s3/errorjudgement.h"
#include "s3/wiredate.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

namespace s3 {

static constexpr qsizetype MaxMessage = 1000;
static constexpr qsizetype MaxCode = 100;
static constexpr qsizetype MaxJson = 64 * 1024;

// Five minutes and more are for the retry policy to cap; a day keeps arithmetic far from overflow.
static constexpr qint64 MaxRetryAfterMs = 86'400'000;

static QString shortened(const QString &text, qsizetype length)
{
    return text.simplified().left(length);
}

static std::optional<std::chrono::milliseconds> retryAfter(const Headers &headers, const QDateTime &serverDate)
{
    bool ok = false;
    qint64 wait = headers.value("x-amz-retry-after").trimmed().toLongLong(&ok);
    if (!ok) {
        const QByteArray value = headers.value("Retry-After").trimmed();
        wait = value.toLongLong(&ok);
        if (ok)
            wait = std::min(wait, MaxRetryAfterMs / 1000) * 1000;
        // A date can only be compared with the same server's clock.
        if (const QDateTime until = dateFromHttp(value); !ok && until.isValid() && serverDate.isValid()) {
            wait = serverDate.msecsTo(until);
            ok = true;
        }
    }
    if (!ok || wait < 0)
        return std::nullopt;
    return std::chrono::milliseconds(std::min(wait, MaxRetryAfterMs));
}

static void readHeaders(Error &error, const HttpResponse &response)
{
    error.httpStatus = response.status;
    error.requestId = QString::fromLatin1(response.headers.value("x-amz-request-id"));
    error.hostId = QString::fromLatin1(response.headers.value("x-amz-id-2"));
    error.region = QString::fromLatin1(response.headers.value("x-amz-bucket-region"));
    error.serverDate = dateFromHttp(response.headers.value("Date"));
    error.retryAfter = retryAfter(response.headers, error.serverDate);
    // MinIO tells the code of an answer that may have no body.
    error.code = QString::fromLatin1(response.headers.value("x-minio-error-code"));
}

static QString regionInMessage(const QString &message)
{
    static constexpr QLatin1String Expecting("expecting '");
    const qsizetype begin = message.indexOf(Expecting);
    if (begin < 0)
        return {};
    const qsizetype start = begin + Expecting.size();
    return message.mid(start, message.indexOf(u'\'', start) - start);
}

// Only the fields named here are read: an <Error> may repeat the request's StringToSign and session token.
static void readElement(Error &error, const XmlElement &element)
{
    error.code = shortened(element.value("Code"), MaxCode);
    error.message = shortened(element.value("Message"), MaxMessage);
    if (const QString id = element.value("RequestId").trimmed(); !id.isEmpty())
        error.requestId = shortened(id, MaxMessage);
    if (const QString id = element.value("HostId").trimmed(); !id.isEmpty())
        error.hostId = shortened(id, MaxMessage);
    if (error.region.isEmpty())
        error.region = shortened(element.value("Region"), MaxCode);
    if (error.region.isEmpty())
        error.region = shortened(regionInMessage(error.message), MaxCode);
    error.endpoint = shortened(element.value("Endpoint"), 255);
    if (const qint64 number = element.number("PartNumber"); number >= 1 && number <= 10'000)
        error.partNumber = static_cast<int>(number);
}

// <Error> itself, or <ErrorResponse><Error> as STS and IAM wrap it.
static const XmlElement *errorElement(const XmlDocument &document)
{
    if (document.state != XmlDocument::State::Read)
        return nullptr;
    if (document.root.name == "Error")
        return &document.root;
    return document.root.child("Error");
}

// A gateway in front of S3 speaks JSON: {"message": "Forbidden"}.
static void readJson(Error &error, const QByteArray &body)
{
    if (body.size() > MaxJson)
        return;
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    for (const auto &name : {QStringLiteral("Code"), QStringLiteral("code")}) {
        if (error.code.isEmpty())
            error.code = shortened(object.value(name).toString(), MaxCode);
    }
    for (const auto &name : {QStringLiteral("Message"), QStringLiteral("message")}) {
        if (error.message.isEmpty())
            error.message = shortened(object.value(name).toString(), MaxMessage);
    }
}

static QString notAnS3Service()
{
    return QCoreApplication::translate(
        "s3", "The answer is a web page: this address is not an S3 endpoint, or a proxy stands in front of it.");
}

static ErrorKind kindOf(
    Operation operation, const HttpResponse &response, const XmlDocument &document, const Error &error, const XmlElement *element)
{
    // With <Region> it is the region, whatever the words are.
    if ((error.code == QStringLiteral("AuthorizationHeaderMalformed") ||
            error.code == QStringLiteral("AuthorizationQueryParametersError")) &&
        !error.region.isEmpty())
        return ErrorKind::WrongRegion;
    // Only a presigned request is told when it expired.
    if (error.code == QStringLiteral("AccessDenied") && element && (element->child("Expires") || element->child("X-Amz-Expires")))
        return ErrorKind::PresignExpired;
    // Some messages leave it to another element to name the header that was refused.
    QString words = error.message;
    if (element)
        words += u' ' + element->value("Header") + u' ' + element->value("ArgumentName");
    if (const auto byCode = kindByCode(operation, error.code.toUtf8(), words))
        return *byCode;
    // A web server's 404 says nothing about the upload: keep everything, and ask.
    if (document.state == XmlDocument::State::Html && response.status == 404)
        return ErrorKind::NeedsUser;
    return kindByStatus(operation, response.status);
}

Error errorFrom(Operation operation, const HttpResponse &response, const XmlDocument &document)
{
    Error error;
    readHeaders(error, response);
    const XmlElement *element = errorElement(document);
    if (element) {
        readElement(error, *element);
        if (error.requestId.isEmpty())
            error.requestId = shortened(document.root.value("RequestId"), MaxMessage);
    }
    if (document.state == XmlDocument::State::Malformed && response.body.trimmed().startsWith('{'))
        readJson(error, response.body);

    // Some refuse without a word; who asks looks for the code.
    if (error.code.isEmpty() && response.status == 403 && document.state == XmlDocument::State::Empty)
        error.code = QStringLiteral("AccessDenied");
    error.kind = kindOf(operation, response, document, error, element);
    if (error.kind == ErrorKind::WrongRegion && error.endpoint.isEmpty())
        error.endpoint = QUrl(QString::fromLatin1(response.headers.value("Location"))).authority(QUrl::FullyEncoded);

    if (error.message.isEmpty()) {
        const bool isWebPage = document.state == XmlDocument::State::Html && response.status < 500;
        error.message = isWebPage ? notAnS3Service() : sentenceFor(error.kind, response.status);
    }
    return error;
}

Error parseError(Operation operation, const HttpResponse &response)
{
    return errorFrom(operation, response, readXml(response.body));
}

Error ownError(ErrorKind kind, const QString &code, const QString &message, const HttpResponse &response)
{
    Error error;
    readHeaders(error, response);
    error.kind = kind;
    error.code = code;
    error.message = message;
    return error;
}

Error unusableBody(Operation operation, const HttpResponse &response, const XmlDocument &document)
{
    const bool isComplete = operation == Operation::CompleteMultipartUpload;
    using State = XmlDocument::State;
    switch (document.state) {
    case State::Refused:
        return ownError(ErrorKind::Permanent, QStringLiteral("RefusedAnswer"),
            QCoreApplication::translate("s3", "The server's answer is not one that an S3 service gives and was not read."), response);
    case State::Html:
        return ownError(
            isComplete ? ErrorKind::UnknownOutcome : ErrorKind::Permanent, QStringLiteral("NotAnS3Endpoint"), notAnS3Service(), response);
    case State::Empty:
    case State::Malformed:
        return ownError(isComplete ? ErrorKind::UnknownOutcome : ErrorKind::Transient, QStringLiteral("IncompleteAnswer"),
            QCoreApplication::translate("s3", "The server's answer broke off."), response);
    case State::Read:
        break;
    }
    return ownError(isComplete ? ErrorKind::UnknownOutcome : ErrorKind::Permanent, QStringLiteral("UnexpectedAnswer"),
        QCoreApplication::translate("s3", "The server's answer is not the one to this request: this address may not be an S3 endpoint."),
        response);
}

} // namespace s3
