// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/comparepart.h"

#include "net/rangedigest.h"

namespace net {

ComparePart::ComparePart(Equipment &equipment, upload::Ticket ticket, const upload::Order &order)
    : Errand(equipment, ticket, order)
{
    connect(&m_compared, &QFutureWatcherBase::finished, this, [this] {
        if (isEnded())
            return;
        const s3::Result<upload::PartCompared> answer = m_compared.result();
        if (answer)
            end(upload::Answer(*answer));
        else
            end(answer.error());
    });
}

ComparePart::~ComparePart()
{
    m_compared.future().cancel();
}

void ComparePart::begin()
{
    const auto &work = std::get<upload::ComparePart>(order().work);
    const auto judge = order().options.mayHideMd5() ? upload::comparedEncrypted : upload::compared;
    const bool etagIsMd5 = order().connection.profile.etagIsMd5;
    const auto file = equipment().files.open(order().sourcePath, order().fingerprint);
    if (!file) {
        end(file.error());
        return;
    }
    QList<s3::ChecksumAlgorithm> algorithms = upload::comparableBy(work.stored, etagIsMd5);
    if (algorithms.isEmpty() || work.stored.size != work.range.length) { // nothing to read for
        end(upload::Answer(judge(work.stored, work.range.length, {}, etagIsMd5)));
        return;
    }
    if (!algorithms.contains(s3::ChecksumAlgorithm::Crc64Nvme))
        algorithms.append(s3::ChecksumAlgorithm::Crc64Nvme); // for the receipt
    m_compared.setFuture(digestRange<upload::PartCompared>(equipment().digestPool, {*file, order().fingerprint, work.range, algorithms},
        [work, judge, etagIsMd5](const upload::Digests &digests) { return judge(work.stored, work.range.length, digests, etagIsMd5); }));
}

void ComparePart::stop()
{
    m_compared.future().cancel();
}

} // namespace net
