// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The lifecycle configuration of a bucket, of which Davit changes one thing: after how many days an unfinished upload is aborted.
// Everything else is carried through as the server gave it, also what is not understood
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html).

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace s3 {

inline constexpr char TransitionMinimumHeader[] = "x-amz-transition-default-minimum-object-size";

struct LifecycleRule {
    // The whole <Rule> element as it can be sent back, without namespaces: what the fields below do not tell is kept in it.
    QByteArray xml;
    QString id;
    bool enabled = false;
    QString prefix;
    bool byPrefixOnly = true; // false: tags or sizes narrow it further
    std::optional<int> abortAfterDays;
    bool onlyAborts = false; // no other action
    bool coversAll() const { return prefix.isEmpty() && byPrefixOnly; }
    bool operator==(const LifecycleRule &) const = default;
};

struct LifecycleConfiguration {
    QList<LifecycleRule> rules;
    // The value of TransitionMinimumHeader: a PUT without it would change it for the whole bucket.
    QByteArray transitionMinimum;
    bool operator==(const LifecycleConfiguration &) const = default;
};

// The enabled rule that ends unfinished uploads of this key the soonest, or null.
const LifecycleRule *abortRuleFor(const LifecycleConfiguration &configuration, const QString &key);
// The enabled rule for the whole bucket, or null: the one that withAbortAfter changes. Of several the one that ends uploads the soonest.
const LifecycleRule *wholeBucketAbortRule(const LifecycleConfiguration &configuration);

// With a rule for the whole bucket that aborts after so many days (at least 1): one that is there is changed, else one is added with an ID of
// its own. A disabled one stays as it is: somebody switched it off.
LifecycleConfiguration withAbortAfter(const LifecycleConfiguration &configuration, int days);
// Without abort actions for the whole bucket; a rule that does something else as well keeps that.
LifecycleConfiguration withoutAbort(const LifecycleConfiguration &configuration);

// Whether the bucket's server now has what was wished: all rules of `wished` and no other, whatever order, white space or spelling the server
// gives them (Ceph turns <Filter> into <Prefix>).
bool holdsSame(const LifecycleConfiguration &onServer, const LifecycleConfiguration &wished);

// The rules as a person compares them, one a line: "davit-abort-incomplete: whole bucket, delete unfinished uploads after 7 days".
QString ruleText(const LifecycleRule &rule);

// The body of PutBucketLifecycleConfiguration.
QByteArray lifecycleXml(const LifecycleConfiguration &configuration);

} // namespace s3
