// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads and changes the rule by which a bucket deletes unfinished uploads by itself: GET, merge, PUT, GET again; other rules stay as they
// are. Lives in the engine's thread.

#include "s3/responses.h"
#include "upload/inquiries.h"

namespace upload {

class LifecycleEditor : public QObject {
    Q_OBJECT
public:
    explicit LifecycleEditor(Inquiries &inquiries, QObject *parent = nullptr);

public Q_SLOTS:
    void read(const QString &connectionId, const QString &bucket); // → found or refused; no rules at all is an empty configuration
    // `shown` is what the wish was made from: when the bucket has something else by now, `found` tells it and nothing is written
    // ("LifecycleChanged"); nor is a wish that would lose or change a rule about anything else ("LifecycleWouldLose").
    // → written, with what the server says afterwards; or refused.
    void write(const QString &connectionId, const QString &bucket, const s3::LifecycleConfiguration &shown,
        const s3::LifecycleConfiguration &wished);

Q_SIGNALS:
    void found(const QString &connectionId, const QString &bucket, const s3::LifecycleConfiguration &configuration);
    void written(const QString &connectionId, const QString &bucket, const s3::LifecycleConfiguration &configuration);
    // `operation`: what the server refused, of writing it may be the reading before. "NoLifecycle": this server has no such rules.
    // "LifecycleNotKept": it took the rule and shows another one afterwards; "LifecycleNotProven": it took it and does not show any.
    void refused(const QString &connectionId, const QString &bucket, const s3::Error &error, s3::Operation operation);

private:
    using Receiver = std::function<void(const s3::Result<s3::LifecycleConfiguration> &)>;
    void ask(const QString &connectionId, const QString &bucket, const Receiver &receive);
    void prove(const QString &connectionId, const QString &bucket, const s3::LifecycleConfiguration &wished);
    void put(const QString &connectionId, const QString &bucket, const s3::LifecycleConfiguration &wished);

    InquiryGroup m_questions;
};

} // namespace upload

Q_DECLARE_METATYPE(s3::LifecycleConfiguration)
