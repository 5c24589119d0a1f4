// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads a range of a file once and makes every digest that is wanted of it, on a thread pool.

#include "net/sourcefile.h"
#include "s3/partplan.h"
#include "upload/partcomparison.h"

#include <QPromise>
#include <QRunnable>
#include <QThreadPool>

#include <functional>

namespace net {

struct RangeToDigest {
    std::shared_ptr<const SourceFile> file;
    upload::FileFingerprint fingerprint; // checked before and after: the digests are of one state of the file
    s3::ByteRange range;
    QList<s3::ChecksumAlgorithm> algorithms; // each once
};

// In the calling thread. Nothing when `isCancelled` said so, which is asked between two reads. Errors: SourceChanged, SourceUnreadable.
std::optional<s3::Result<upload::Digests>> digested(const RangeToDigest &wanted, const std::function<bool()> &isCancelled);

// Runs on the pool; cancelling the future stops it within one read. A cancelled future has no result. `made` turns the digests into what
// the caller wants of them, also on the pool.
template <class T>
QFuture<s3::Result<T>> digestRange(QThreadPool &pool, const RangeToDigest &wanted, std::function<T(const upload::Digests &)> made)
{
    class Pass : public QRunnable {
    public:
        Pass(const RangeToDigest &theWanted, std::function<T(const upload::Digests &)> theMade)
            : m_wanted(theWanted)
            , m_made(std::move(theMade))
        {
            m_promise.start(); // here, since Qt waits for no result of what has not been started
        }
        QFuture<s3::Result<T>> future() const { return m_promise.future(); }
        void run() override
        {
            if (const auto digests = digested(m_wanted, [this] { return m_promise.isCanceled(); }))
                m_promise.addResult(*digests ? s3::Result<T>(m_made(**digests)) : s3::Result<T>(digests->error()));
            m_promise.finish();
        }

    private:
        RangeToDigest m_wanted;
        std::function<T(const upload::Digests &)> m_made;
        QPromise<s3::Result<T>> m_promise;
    };
    auto pass = std::make_unique<Pass>(wanted, std::move(made));
    auto future = pass->future();
    pool.start(pass.release());
    return future;
}

} // namespace net
