// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/cryptolifetime.h"

#include <openssl/crypto.h>

namespace s3 {

void letCryptoOutliveThreads()
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

} // namespace s3
