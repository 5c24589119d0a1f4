// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// How strongly the server confirmed a whole object, weakest first.

#include "s3/providerprofile.h"

#include <QMetaType>
#include <QString>

namespace upload {

enum class Proof {
    None,
    Length,    // the object is there and has the file's length
    Confirmed, // the server answered Complete with success
    Token,     // the object carries our token
    Etag,      // its ETag is the one that follows from the bytes that were read
    Checksum,  // the server vouches for a checksum of the whole object, and it is the file's
};

// In a row: "verified (CRC64NVME)"; empty for None. `integrity`: how each part was proven on its way.
QString proofText(Proof proof, s3::Integrity integrity);
// On a receipt: what was compared with what, in one sentence.
QString proofSentence(Proof proof, s3::Integrity integrity);

} // namespace upload

Q_DECLARE_METATYPE(upload::Proof)
