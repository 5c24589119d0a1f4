// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Finds out what an endpoint and its credentials can and cannot do, by a small trial upload under keys that nobody else uses, and cleans up
// after itself however it ends. Lives in the engine's thread; one examination at a time.

#include "s3/checksum.h"
#include "upload/cleanup.h"
#include "upload/diagnosis.h"
#include "upload/inquiries.h"

#include <deque>

namespace upload {

class Doctor : public QObject {
    Q_OBJECT
public:
    explicit Doctor(Inquiries &inquiries, QObject *parent = nullptr);

public Q_SLOTS:
    // Of a bucket, below a prefix ("" for the whole bucket). Each finding is told as it is made; `ended` follows when all is clean again. One
    // that runs or waits is stopped as by stop(), and the new one begins when all is clean.
    void examine(quint64 examination, const QString &connectionId, const QString &bucket, const QString &prefix);
    void stop(); // nothing more is tried; what was begun is cleaned up, and `ended` follows

Q_SIGNALS:
    void found(quint64 examination, const upload::Finding &finding);
    void ended(quint64 examination, const upload::Diagnosis &diagnosis);

private:
    static constexpr char ObjectName[] = "trial"; // of the key that is completed, in the folder
    enum class Lie { None, Md5, Hash, Checksum }; // what a part says wrongly of its bytes
    struct TrialObject {
        QString key;
        QByteArray versionId; // empty: the latest
        bool operator==(const TrialObject &) const = default;
    };
    struct SmallUpload { // of one part, to be completed or refused
        std::optional<s3::UploadAddress> upload;
        s3::CompletedPart part;
    };
    struct Trial {
        quint64 number = 0;
        Connection connection;
        QString folder; // all trial keys begin so
        std::deque<void (Doctor::*)()> steps;
        bool isBegun = false; // something of it may be in the bucket
        bool isCleaning = false;
        bool mayBeAlive = false; // a request was cut off

        QByteArray signedFor;          // region
        QString namedRegion;           // by the server
        QList<qint64> times;           // ms, of small requests
        QSet<QString> begunKeys;       // of Creates whose answer is not known
        QList<s3::UploadAddress> open; // not known to be gone
        QList<TrialObject> objects;    // may be there
        bool isVersioned = false;
        bool mayHaveMarker = false; // a deletion of what was not there is not answered yet
        bool listsUploads = false;

        s3::UploadAddress plain, odd;
        std::optional<bool> checksMd5, checksHash;
        std::deque<s3::ChecksumAlgorithm> toCheck;
        QList<s3::ChecksumAlgorithm> refused, unproven, proven; // algorithms: header not taken; taken unchecked; checked
        std::optional<bool> partEtagIsMd5, objectEtagIsMd5, honoursCondition, honoursSize, listsByPrefix, hasLifecycle;
        bool takesExtras = true; // on Complete
        std::optional<s3::Error> extrasError;
        s3::UploadAddress main;
        QList<s3::CompletedPart> parts;
        QList<QByteArray> contents; // of the parts
        QByteArray objectEtag;
        SmallUpload small;
        QList<AbortResult> aborted;
        std::function<void()> afterAbort;
        QStringList toLookFor; // prefixes
        bool hadObjects = false;
        std::optional<s3::Error> whyLeft;
    };
    using Make = std::function<s3::HttpRequest(const s3::Endpoint &)>;
    template <class T>
    using Parse = s3::Result<T> (*)(const s3::HttpResponse &);
    template <class T>
    using Receive = std::function<void(const s3::Result<T> &)>;

    // Asking (doctor.cpp)
    void next();
    void tell(const Finding &finding);
    void tell(const char *what, Verdict verdict, const QString &sentence, const std::optional<s3::Error> &error = {});
    void probe(
        s3::Operation operation, const QString &key, const Make &make, const std::function<void(const s3::Result<Heard> &)> &receive);
    template <class T>
    void ask(s3::Operation operation, const QString &key, const Make &make, Parse<T> parse, const Receive<T> &receive)
    {
        probe(operation, key, make, [parse, receive](const s3::Result<Heard> &heard) {
            if (heard)
                receive(parse(heard->response));
            else
                receive(heard.error());
        });
    }
    void note(const Heard &heard);
    s3::ObjectAddress at(const QString &key) const { return {m_diagnosis.bucket, key}; }
    Connection &connection() { return m_trial.connection; }

    // Who is there (doctorcontact.cpp)
    void contact();
    void contacted(const s3::Result<Heard> &heard, const s3::Result<s3::UploadsPage> &page);
    void endInTrouble(const s3::Error &error);
    void headBucket();
    void askLocation();
    void tellRegion();
    void listBuckets();
    void readLifecycle();

    // A trial that is cancelled (doctortrial.cpp)
    void create(const QString &name, std::optional<s3::ChecksumAlgorithm> algorithm, const Receive<s3::UploadAddress> &receive);
    void sendPart(const s3::UploadAddress &upload, int number, const QByteArray &bytes, std::optional<s3::ChecksumAlgorithm> algorithm,
        Lie lie, const Receive<s3::UploadedPart> &receive);
    void createPlain();
    void sendPlainPart();
    void sendWrongMd5();
    void sendWrongHash();
    void listParts();
    void createOdd();
    void listBoth();
    void tellListing(const s3::UploadsPage &page, bool saysEncoding);
    void listExactly();
    void cancelBoth();
    void tellCancelled();

    // Checksums (doctorchecksums.cpp)
    void checkNextAlgorithm();
    void checkAlgorithm(const s3::UploadAddress &upload, s3::ChecksumAlgorithm algorithm);
    std::optional<s3::ChecksumAlgorithm> bestAlgorithm() const;

    // A trial that is completed (doctorcompletion.cpp)
    void tryDeletion();
    void removeMarker(const QByteArray &versionId);
    void refuseDeletion(const s3::Error &error);
    void createMain();
    void sendMainPart(int number);
    void completeMain();
    void completed(const s3::CompletedObject &object);
    void headMain();
    void completeSmall(const s3::CompleteOptions &options, const Receive<s3::CompletedObject> &receive);
    void tryCondition();
    void tryWrongSize();
    void tryWrongChecksum();
    s3::CompleteOptions wholeOptions(const QList<QByteArray> &contents) const;

    // The end (doctorcleaning.cpp)
    void abort(const QList<s3::UploadAddress> &uploads, const std::function<void()> &after);
    void clean();
    void lookForOrphans(bool isLastLook);
    void abortAll();
    void deleteNext();
    void findVersion(const QString &key);
    void findMarker();
    void proveGone();
    void end();
    void makeProfile();

    Inquiries &m_inquiries;
    InquiryGroup m_questions; // of the trial: dropped by stop()
    InquiryGroup m_cleaning;
    CleanUp m_cleanUp;
    quint64 m_runs = 0; // of m_cleanUp
    bool m_examines = false;
    quint64 m_serial = 0; // of examinations
    struct Waiting {      // for the end of the one that runs
        quint64 number = 0;
        QString connectionId, bucket, prefix;
    };
    std::optional<Waiting> m_waiting;
    Trial m_trial;
    Diagnosis m_diagnosis;
};

} // namespace upload
