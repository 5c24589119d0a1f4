// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/doctor.h"

#include "s3/checksum.h"

namespace upload {

using s3::ChecksumAlgorithm;

namespace {

const QByteArray Content("Davit's doctor compares checksums.\n");

QString nameOf(ChecksumAlgorithm algorithm)
{
    return QString::fromLatin1(s3::checksumName(algorithm));
}

QByteArray whatOf(ChecksumAlgorithm algorithm)
{
    return s3::checksumName(algorithm).toLower();
}

} // namespace

void Doctor::checkNextAlgorithm()
{
    if (m_trial.toCheck.empty()) {
        next();
        return;
    }
    const ChecksumAlgorithm algorithm = m_trial.toCheck.front();
    m_trial.toCheck.pop_front();
    create(QString::fromLatin1(whatOf(algorithm)), algorithm, [this, algorithm](const s3::Result<s3::UploadAddress> &created) {
        if (created) {
            checkAlgorithm(*created, algorithm);
            return;
        }
        m_trial.refused.append(algorithm);
        tell(whatOf(algorithm).constData(), Verdict::Remarkable,
            tr("An upload that announces %1 is refused: Davit uses another proof.").arg(nameOf(algorithm)), created.error());
        checkNextAlgorithm();
    });
}

void Doctor::checkAlgorithm(const s3::UploadAddress &upload, ChecksumAlgorithm algorithm)
{
    sendPart(upload, 1, Content, algorithm, Lie::None, [this, upload, algorithm](const s3::Result<s3::UploadedPart> &right) {
        if (!right) {
            m_trial.refused.append(algorithm);
            tell(whatOf(algorithm).constData(), Verdict::Remarkable,
                tr("A part with a right %1 is refused: Davit uses another proof.").arg(nameOf(algorithm)), right.error());
            checkNextAlgorithm();
            return;
        }
        sendPart(upload, 1, Content, algorithm, Lie::Checksum, [this, algorithm](const s3::Result<s3::UploadedPart> &wrong) {
            if (wrong) {
                m_trial.unproven.append(algorithm);
                tell(whatOf(algorithm).constData(), Verdict::Remarkable,
                    tr("%1 is taken and not checked: a part with a wrong one is stored all the same. Davit uses another proof.")
                        .arg(nameOf(algorithm)));
            } else if (wrong.error().httpStatus >= 400 && wrong.error().httpStatus < 500) {
                m_trial.proven.append(algorithm);
                tell(whatOf(algorithm).constData(), Verdict::Good,
                    tr("%1 is taken, and a part with a wrong one is refused: the server checks it.").arg(nameOf(algorithm)));
            } else {
                tell(whatOf(algorithm).constData(), Verdict::Unknown,
                    tr("Whether the server checks %1 could not be found out.").arg(nameOf(algorithm)), wrong.error());
            }
            checkNextAlgorithm();
        });
    });
}

std::optional<ChecksumAlgorithm> Doctor::bestAlgorithm() const
{
    if (m_trial.proven.isEmpty())
        return {};
    return m_trial.proven.first(); // tried in the order of preference
}

} // namespace upload
