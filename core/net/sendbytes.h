// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Sends a part, or a whole small object: digest, sign, send, and make sure that the file was one and the same all the while.

#include "net/errand.h"
#include "net/payloaddigest.h"

#include <QFutureWatcher>

namespace net {

class SendBytes : public Errand {
    Q_OBJECT
public:
    SendBytes(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);
    ~SendBytes() override;

protected:
    void begin() override;
    void stop() override;

private:
    void send();
    void endSent(const s3::Result<s3::UploadedPart> &said, const PayloadDigests &digests);

    std::shared_ptr<const SourceFile> m_file;
    QFutureWatcher<s3::Result<PayloadDigests>> m_digests;
};

} // namespace net
