// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/exchange.h"

#include "sandbox/completion.h"

#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>

namespace sandbox {

namespace {

const QByteArray &hostId()
{
    static const QByteArray id = QByteArray("the sandbox of davit, on this machine only").toBase64();
    return id;
}

bool hasChecksumHeaders(const RequestHead &head)
{
    return std::any_of(head.headers.begin(), head.headers.end(), [](const s3::Header &header) {
        const QByteArray name = header.first.toLower();
        return name.startsWith("x-amz-checksum-") || name == "x-amz-sdk-checksum-algorithm" || name == "x-amz-trailer";
    });
}

} // namespace

Exchange::Exchange(World *world, HttpConnection *connection, QObject *assemblies)
    : m_world(world)
    , m_connection(connection)
    , m_assemblies(assemblies)
    , m_requestId(QByteArray::number(QRandomGenerator::global()->generate64(), 16).toUpper().rightJustified(16, '0'))
{
}

Exchange::~Exchange()
{
    if (!m_hasBody || m_bodyEnded)
        return;
    if (BodyCounts *counts = bodyCounts()) {
        ++counts->partial;
        counts->bytes += m_received;
    }
}

BodyCounts *Exchange::bodyCounts()
{
    if (m_route.operation == Operation::UploadPart)
        return &m_world->statistics.part(m_route.value("uploadId"), m_route.value("partNumber").toInt());
    if (m_route.operation == Operation::PutObject)
        return &m_world->statistics.object(m_route.resource());
    return nullptr;
}

const Fault *Exchange::fault(const char *name) const
{
    const auto found = std::find_if(m_faults.begin(), m_faults.end(), [&](const Fault &candidate) { return candidate.name == name; });
    return found == m_faults.end() ? nullptr : &*found;
}

Call Exchange::call() const
{
    return {m_head, m_route, m_now, m_stated, m_payload.get(), fault("prefix-is-key") != nullptr};
}

void Exchange::headArrived(const RequestHead &head)
{
    m_head = head;
    m_now = QDateTime::currentDateTimeUtc();
    const auto route = routeOf(head, m_world->settings);
    if (const auto *failure = std::get_if<Failure>(&route))
        m_refusal = *failure;
    else
        m_route = std::get<Route>(route);
    m_world->statistics.noteRequest(m_route.operation);
    m_hasBody = head.isChunked() || head.contentLength().value_or(0) > 0;

    m_faults = m_world->faults.take(m_route.operation, m_route.value("partNumber").toInt(), hasChecksumHeaders(head), m_route.bucket);
    for (const Fault &met : std::as_const(m_faults))
        m_world->statistics.noteFault(met.name);
    if (const Fault *skewed = fault("skewed-clock"))
        m_now = m_now.addSecs(skewed->number("seconds", 3600));
    if (startsBroken())
        return;
    if (!m_refusal)
        m_refusal = judgeHead();
    if (!m_refusal)
        m_faultAnswer = faultAnswer();
    const bool isRefused = m_refusal || m_faultAnswer;
    if (isRefused && head.expectsContinue() && m_hasBody) {
        send(m_refusal ? answerTo(*m_refusal) : *m_faultAnswer);
        return;
    }
    openPayload();
    if (head.expectsContinue() && m_hasBody)
        m_connection->sendContinue();
}

bool Exchange::startsBroken()
{
    if (const Fault *early = fault("early-503")) {
        Answer answer = answerTo({"ServiceUnavailable", "Please reduce your request rate."});
        answer.closes = true;
        send(answer);
        if (early->text("linger") != "1") // the nasty kind: the client's writes meet an RST
            QTimer::singleShot(0, m_connection, &HttpConnection::reset);
        return true;
    }
    if (const Fault *slow = fault("slow"))
        m_connection->limitRate(slow->number("rate", 64 * 1024));
    for (const char *name : {"reset-at-bytes", "close-at-bytes", "stall"}) {
        const Fault *breaking = fault(name);
        if (!breaking || (breaking->name == "stall" && breaking->text("at", "body") != "body"))
            continue;
        m_breaking = breaking;
        m_breakAt = breaking->number("bytes", 0);
    }
    if (m_breakAt != 0)
        return false;
    breakOff();
    return true;
}

void Exchange::breakOff()
{
    if (m_breaking->name == "reset-at-bytes")
        m_connection->reset();
    else if (m_breaking->name == "close-at-bytes")
        m_connection->closeAfterFlush();
    else
        m_connection->stallReading();
}

std::optional<Failure> Exchange::judgeHead()
{
    const auto checked = checkSignature(m_head, m_world->settings, m_now);
    if (const auto *failure = std::get_if<Failure>(&checked))
        return *failure;
    const Sender sender = std::get<Sender>(checked);
    if (fault("no-customer-keys")) // signed they are all the same
        m_head.headers.removeIf(
            [](const s3::Header &header) { return header.first.toLower().startsWith("x-amz-server-side-encryption-customer-"); });
    const auto stated = statedHashes(m_head, sender.payloadHash);
    if (const auto *failure = std::get_if<Failure>(&stated))
        return *failure;
    // On Complete and Create such headers speak of the object, not of this body.
    const bool isOfObject =
        m_route.operation == Operation::CompleteMultipartUpload || m_route.operation == Operation::CreateMultipartUpload;
    m_stated = std::get<StatedHashes>(stated);
    if (isOfObject)
        m_stated.checksums.clear();
    if (sender.payloadHash.startsWith("STREAMING-")) {
        bool ok = false;
        const qint64 length = m_head.headers.value("x-amz-decoded-content-length").toLongLong(&ok);
        if (!ok || length < 0)
            return Failure{"MissingContentLength", "You must provide the x-amz-decoded-content-length HTTP header."};
        const bool wantsTrailer = sender.payloadHash.endsWith("-TRAILER");
        if (wantsTrailer != m_head.headers.has("x-amz-trailer"))
            return Failure{"InvalidRequest", "x-amz-trailer and the kind of payload in x-amz-content-sha256 contradict each other."};
        m_chunked = std::make_unique<AwsChunkedReader>(sender, length, m_head.headers.value("x-amz-trailer").trimmed());
    } else if (m_head.headers.has("x-amz-trailer")) {
        return Failure{"InvalidRequest", "x-amz-trailer needs a STREAMING payload in x-amz-content-sha256."};
    }
    return refusalBeforeBody(*m_world, call());
}

void Exchange::openPayload()
{
    const bool isRefused = m_refusal || m_faultAnswer;
    const Operation operation = m_route.operation;
    Payload::Keep keep = Payload::Keep::Nothing;
    if (!isRefused && (operation == Operation::PutObject || operation == Operation::UploadPart))
        keep = Payload::Keep::File;
    else if (!isRefused && (operation == Operation::CompleteMultipartUpload || operation == Operation::CreateBucket ||
                               operation == Operation::PutBucketLifecycle))
        keep = Payload::Keep::Memory;
    m_payload = std::make_unique<Payload>(keep, keep == Payload::Keep::File ? m_world->store.newFilePath() : QString());
    if (isRefused)
        return;
    const QList<s3::ChecksumAlgorithm> hashes = hashesFor(*m_world, call());
    for (const s3::ChecksumAlgorithm algorithm : hashes)
        m_payload->hash(algorithm);
}

qint64 Exchange::appetite() const
{
    return m_breakAt > 0 ? m_breakAt - m_received : std::numeric_limits<qint64>::max();
}

void Exchange::bodyArrived(QByteArrayView bytes)
{
    m_received += bytes.size();
    m_world->statistics.noteBytes(bytes.size());
    if (m_chunked && !m_refusal && !m_faultAnswer)
        m_chunked->add(bytes, [this](QByteArrayView data) { m_payload->add(data); });
    else
        m_payload->add(bytes);
    if (m_breakAt == m_received)
        breakOff();
}

void Exchange::bodyEnded()
{
    m_bodyEnded = true;
    if (BodyCounts *counts = bodyCounts()) {
        ++counts->complete;
        counts->bytes += m_received;
    }
    if (fault("drop"))
        return m_connection->closeAfterFlush();
    const Fault *stall = fault("stall");
    if (stall && stall->text("at", "body") == "answer")
        return;
    if (m_refusal)
        return finish(*m_refusal);
    if (m_faultAnswer)
        return finish(*m_faultAnswer);
    if (const auto failure = judgeBody())
        return finish(*failure);
    if (fault("abort-behind"))
        actOnStranger();
    performOperation();
}

std::optional<Failure> Exchange::judgeBody()
{
    if (m_chunked) {
        if (const auto failure = m_chunked->finish())
            return failure;
        for (auto &[algorithm, value] : m_stated.checksums)
            if (value.isEmpty())
                value = m_chunked->trailerValue();
    }
    m_payload->finish();
    overlookStatements();
    if (!m_payload->problem().isEmpty())
        return diskFailure(m_payload->problem());
    if (m_payload->isTooLarge())
        return Failure{"MaxMessageLengthExceeded", "Your request was too big."};
    return compareHashes(m_stated, *m_payload);
}

void Exchange::actOnStranger()
{
    if (const UploadRecord *upload = namedUpload(*m_world, m_route))
        m_world->store.removeUpload(upload->id);
}

void Exchange::performOperation()
{
    if (m_route.operation == Operation::CompleteMultipartUpload)
        return complete();
    overlook();
    const UploadRecord *upload = namedUpload(*m_world, m_route);
    if (fault("late-part") && m_route.operation == Operation::AbortMultipartUpload && upload && !upload->parts.empty())
        return abortWithLatePart();
    finish(perform(*m_world, call()));
}

// What a server does not know of, it takes for not asked.
void Exchange::overlook()
{
    QList<QByteArray> names;
    if (fault("ignore-markers"))
        names << "key-marker"
              << "upload-id-marker"
              << "part-number-marker"
              << "marker"
              << "continuation-token"
              << "start-after";
    if (fault("ignore-prefix"))
        names << "prefix";
    if (fault("ignore-encoding"))
        names << "encoding-type";
    m_route.query.removeIf([&](const s3::QueryItem &item) { return names.contains(item.first); });
}

void Exchange::overlookStatements()
{
    const auto overlooks = [this](const char *name, const char *what) {
        const Fault *met = fault(name);
        return met && met->text("what", what) == what;
    };
    if (overlooks("blind", "sha256"))
        m_stated.sha256.clear();
    if (overlooks("blind", "md5"))
        m_stated.md5.clear();
    if (overlooks("blind", "checksum"))
        m_stated.checksums.clear();
    m_head.headers.removeIf([&](const s3::Header &header) {
        const QByteArray name = header.first.toLower();
        return (name == "if-none-match" && overlooks("ignore-on-complete", "condition")) ||
               (name == "x-amz-mp-object-size" && overlooks("ignore-on-complete", "size")) ||
               (name.startsWith("x-amz-checksum-") && overlooks("ignore-on-complete", "checksum"));
    });
}

// What a part in flight does to an upload that is aborted: it lands behind the abort, and the upload has a part again.
void Exchange::abortWithLatePart()
{
    UploadRecord before = *namedUpload(*m_world, m_route);
    const PartRecord part = before.parts.rbegin()->second;
    const QString saved = m_world->store.newFilePath();
    const bool isSaved = QFile::copy(m_world->store.partPath(before.id, part), saved);
    const Outcome outcome = perform(*m_world, call());
    if (isSaved && std::holds_alternative<Answer>(outcome) && m_world->store.restoreUpload(before))
        m_world->store.putPart(before.id, saved, part);
    finish(outcome);
}

void Exchange::complete()
{
    auto planned = planCompletion(*m_world, call());
    if (const auto *failure = std::get_if<Failure>(&planned))
        return finish(*failure);
    if (const auto *answer = std::get_if<Answer>(&planned))
        return finish(*answer);
    CompletionPlan plan = std::get<CompletionPlan>(std::move(planned));
    const CompletedUpload completed = plan.completed;
    auto *assembly = new Assembly(m_world, std::move(plan), m_assemblies);
    connect(assembly, &Assembly::finished, this, [this, completed](const QString &problem) {
        if (problem.isEmpty())
            finish(completedAnswer(m_route, m_head.host(), completed));
        else
            finish(diskFailure(problem));
    });
    assembly->start();
}

Answer Exchange::answerTo(const Failure &failure) const
{
    return errorAnswer(failure, m_route.resource(), m_requestId, hostId());
}

std::optional<Answer> Exchange::faultAnswer()
{
    const QByteArray id = m_route.value("uploadId");
    for (const Fault &met : std::as_const(m_faults)) {
        if (met.name == "slowdown") {
            Failure failure{"SlowDown", "Please reduce your request rate."};
            if (met.parameters.contains(QStringLiteral("retry-after")))
                failure.headers.set("Retry-After", met.text("retry-after"));
            return answerTo(failure);
        }
        if (met.name == "internal-error")
            return answerTo({"InternalError", "We encountered an internal error. Please try again."});
        if (met.name == "expired-token")
            return answerTo({"ExpiredToken", "The provided token has expired."});
        if (met.name == "access-denied")
            return answerTo({"AccessDenied", "Access Denied"});
        if (met.name == "no-lifecycle")
            return answerTo({"NotImplemented", "A header you provided implies functionality that is not implemented"});
        if (met.name == "no-such-upload")
            return answerTo(noSuchUpload(id));
        if (met.name == "refuse-checksum-headers")
            return answerTo(
                {"NotImplemented", "A header you provided implies functionality that is not implemented", {{"Header", "x-amz-checksum"}}});
        if (met.name == "invalid-part")
            return answerTo({"InvalidPart",
                "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag "
                "may not match the part's entity tag.",
                {{"UploadId", id}, {"PartNumber", met.text("number", "1")}}});
        if (met.name == "precondition-failed")
            return answerTo(
                {"PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {{"Condition", "If-None-Match"}}});
        if (met.name == "conditional-conflict")
            return answerTo({"ConditionalRequestConflict",
                "The conditional request cannot succeed due to a conflicting operation against this resource.",
                {{"Condition", "If-None-Match"}, {"Key", m_route.key}}});
        if (met.name == "wrong-region") {
            const QByteArray region = met.text("region", "eu-west-1");
            return answerTo({"AuthorizationHeaderMalformed",
                "The authorization header is malformed; the region '" + m_world->settings.region + "' is wrong; expecting '" + region + "'",
                {{"Region", region}}});
        }
        if (met.name == "redirect-307") {
            const QByteArray host = met.text("host", "other.localhost");
            return answerTo({"TemporaryRedirect",
                "Please re-send this request to the specified temporary endpoint. Continue to use the original request endpoint for future "
                "requests.",
                {{"Endpoint", host}, {"Bucket", m_route.bucket}}, {{"Location", "http://" + host + m_head.target}}});
        }
        if (met.name == "captive-portal") {
            Answer answer;
            answer.status = 302;
            answer.headers.set("Location", "http://portal.example/login");
            answer.headers.set("Content-Type", "text/html");
            answer.body = "<html><body>Sign in first</body></html>";
            return answer;
        }
        if (met.name == "error-in-200") {
            Answer answer = answerTo({met.text("code", "InternalError"), "We encountered an internal error. Please try again."});
            answer.status = 200;
            answer.pieces = QList<QByteArray>(static_cast<qsizetype>(met.number("spaces", 3)), " \n");
            answer.pieceInterval = static_cast<int>(met.number("ms", 10));
            return answer;
        }
        if (met.name == "html-answer" || met.name == "empty-200") {
            Answer answer;
            const bool isHtml = met.name == "html-answer";
            answer.headers.set("Content-Type", isHtml ? "text/html; charset=utf-8" : "application/xml");
            answer.body =
                isHtml ? "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>Sign in to the network</h1></body></html>" : "";
            return answer;
        }
    }
    return {};
}

void Exchange::finish(const Outcome &outcome)
{
    const auto *failure = std::get_if<Failure>(&outcome);
    Answer answer = failure ? answerTo(*failure) : std::get<Answer>(outcome);
    if (fault("lost-answer"))
        return m_connection->closeAfterFlush();
    spoil(&answer);
    if (const Fault *late = fault("late-answer")) {
        QTimer::singleShot(static_cast<int>(late->number("ms", 1000)), this, [this, answer] { send(answer); });
        return;
    }
    send(answer);
}

void Exchange::spoil(Answer *answer) const
{
    static const QByteArray wrong = "\"00000000000000000000000000000bad\"";
    const bool isBad = fault("bad-etag") != nullptr;
    if (answer->isSuccess() && (isBad || fault("missing-etag"))) {
        answer->headers.removeIf([](const s3::Header &header) { return header.first == "ETag"; });
        if (isBad)
            answer->headers.set("ETag", wrong);
        const qsizetype begin = answer->body.indexOf("<ETag>");
        const qsizetype end = answer->body.indexOf("</ETag>");
        if (begin >= 0 && end > begin)
            answer->body.replace(begin, end + 7 - begin, isBad ? "<ETag>&quot;00000000000000000000000000000bad&quot;</ETag>" : "");
    }
    if (answer->isSuccess() && fault("silent-encoding")) {
        answer->body.replace("<EncodingType>url</EncodingType>", "");
        static constexpr QByteArrayView Open("<NextKeyMarker>"), Close("</NextKeyMarker>");
        const qsizetype begin = answer->body.indexOf(Open);
        if (begin >= 0 && m_route.value("encoding-type") == "url") {
            const qsizetype from = begin + Open.size();
            const QByteArray marker = answer->body.mid(from, answer->body.indexOf(Close, from) - from);
            const QByteArray plain = QByteArray::fromPercentEncoding(QByteArray(marker).replace('+', ' '));
            answer->body.replace(from, marker.size(), QString::fromUtf8(plain).toHtmlEscaped().toUtf8());
        }
    }
    if (answer->isSuccess() && m_route.operation == Operation::CreateMultipartUpload && fault("silent-customer-keys"))
        answer->headers.removeIf(
            [](const s3::Header &header) { return header.first.toLower().startsWith("x-amz-server-side-encryption-customer-"); });
    if (answer->isSuccess() && fault("no-people")) {
        for (const QByteArray person : {"Initiator", "Owner"}) {
            const QByteArray end = "</" + person + '>';
            for (qsizetype at = answer->body.indexOf('<' + person + '>'); at >= 0; at = answer->body.indexOf('<' + person + '>', at))
                answer->body.remove(at, answer->body.indexOf(end, at) + end.size() - at);
        }
    }
    if (const Fault *truncated = fault("truncated-xml"))
        answer->body.truncate(std::min<qsizetype>(answer->body.size() - 1, truncated->number("bytes", answer->body.size() / 2)));
}

void Exchange::send(const Answer &answer)
{
    Answer complete = answer;
    s3::Headers headers{
        {"x-amz-id-2", hostId()}, {"x-amz-request-id", m_requestId}, {"Date", httpTime(m_now)}, {"Server", "davit-sandbox"}};
    headers.append(answer.headers);
    complete.headers = headers;
    m_status = answer.status;
    m_connection->answer(complete);
}

void Exchange::answerSent()
{
    m_world->statistics.noteAnswer(m_route.operation, m_status);
    BodyCounts *counts = bodyCounts();
    if (counts && m_status == 200 && m_bodyEnded)
        ++counts->acknowledged;
}

} // namespace sandbox
