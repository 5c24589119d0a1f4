// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// How long OpenSSL lives in a program of ours.

namespace s3 {

// To be called first in main(). OpenSSL would free its state of all threads when exit() begins, without a lock; a thread of Qt 6.4 still
// frees its own then, since QThread::wait() returns before the thread's last destructors have run, and both free the same. Without the
// clean-up at exit the system takes the memory back.
void letCryptoOutliveThreads();

} // namespace s3
