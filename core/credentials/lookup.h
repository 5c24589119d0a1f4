// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// How the room looks things up in the environment and the AWS files: a blank value is as good as none, since shells leave them behind.

#include "credentials/awsfiles.h"
#include "s3/error.h"

namespace credentials {

inline s3::Error needsUser(const QString &code, const QString &sentence)
{
    return s3::ownError(s3::ErrorKind::NeedsUser, code, sentence);
}

inline QString filled(const QProcessEnvironment &environment, const char *name)
{
    return environment.value(QString::fromLatin1(name)).trimmed();
}

inline QString filled(const Properties &properties, const char *name)
{
    return properties.value(QString::fromLatin1(name)).trimmed();
}

inline QString filled(const AwsProfile &profile, const char *name)
{
    return profile.value(QString::fromLatin1(name)).trimmed();
}

inline QString firstOf(std::initializer_list<QString> candidates)
{
    for (const QString &candidate : candidates) {
        if (!candidate.trimmed().isEmpty())
            return candidate.trimmed();
    }
    return {};
}

inline bool isTrue(const QString &text)
{
    return text.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
}

// An address as it was typed, but for what stands before an @: that may be a password.
inline QString showable(const QString &address)
{
    const qsizetype at = address.lastIndexOf(u'@');
    const qsizetype scheme = address.indexOf(QLatin1String("://"));
    const qsizetype begin = scheme < 0 || scheme > at ? 0 : scheme + 3;
    return at < 0 ? address : address.left(begin) + u'…' + address.mid(at);
}

// The profile in force. One that was asked for must be there; "default" need not.
s3::Result<AwsProfile> profileNamed(const QString &name, const AwsFiles &files);

} // namespace credentials
