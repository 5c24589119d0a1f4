// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The works that take one request: Create, Complete, Abort, the two HEADs, one part of a list, one page of unfinished uploads, ListBuckets, and
// the lifecycle configuration.

#include "net/errand.h"

namespace net {

class SingleQuestion : public Errand {
    Q_OBJECT
public:
    SingleQuestion(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);

protected:
    void begin() override;

private:
    void beginWith(const upload::CheckKey &work);
    void beginWith(const upload::CreateUpload &work);
    void beginWith(const upload::LookForPart &work);
    void beginWith(const upload::CompleteUpload &work);
    void beginWith(const upload::CheckObject &work);
    void beginWith(const upload::AbortUpload &work);
    void beginWith(const upload::ListBuckets &work);
    void beginWith(const upload::ReadLifecycle &work);
    void beginWith(const upload::WriteLifecycle &work);
    void lookAtKey(const upload::CheckKey &work, const Manner &manner, const std::function<void(const s3::Error &)> &otherwise);
    void tryCustomerKey(const s3::CreatedUpload &created, const s3::UploadAddress &upload);
    void undoCreate(const s3::UploadAddress &upload, const s3::Error &why);
    bool asksForChecksums() const;
};

} // namespace net
