// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/awspartition.h"

#include <algorithm>

namespace s3 {

namespace {

struct Row {
    AwsPartition partition;
    const char *regionPrefix; // its regions are "PREFIXword-number"
    const char *globalRegion; // a name without a number that stands for the whole partition
};

// AWS's partitions.json, as botocore 1.43 carries it. The first is what any unknown region belongs to: its own prefixes need no row.
constexpr Row Rows[] = {
    {{"aws", "amazonaws.com"}, nullptr, "aws-global"},
    {{"aws-cn", "amazonaws.com.cn"}, "cn-", "aws-cn-global"},
    {{"aws-us-gov", "amazonaws.com"}, "us-gov-", "aws-us-gov-global"},
    {{"aws-iso", "c2s.ic.gov"}, "us-iso-", "aws-iso-global"},
    {{"aws-iso-b", "sc2s.sgov.gov"}, "us-isob-", "aws-iso-b-global"},
    {{"aws-iso-e", "cloud.adc-e.uk"}, "eu-isoe-", "aws-iso-e-global"},
    {{"aws-iso-f", "csp.hci.ic.gov"}, "us-isof-", "aws-iso-f-global"},
    {{"aws-eusc", "amazonaws.eu"}, "eusc-de-", nullptr},
};

bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// "north-1"
bool isWordAndNumber(QByteArrayView text)
{
    const qsizetype dash = text.indexOf('-');
    const QByteArrayView word = text.first(std::max<qsizetype>(dash, 0));
    const QByteArrayView number = text.sliced(dash + 1);
    return !word.isEmpty() && std::all_of(word.begin(), word.end(), isWordCharacter) && !number.isEmpty() &&
           std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isOf(const Row &row, QByteArrayView region)
{
    if (row.globalRegion && region == row.globalRegion)
        return true;
    const QByteArrayView prefix(row.regionPrefix);
    return !prefix.isEmpty() && region.startsWith(prefix) && isWordAndNumber(region.sliced(prefix.size()));
}

} // namespace

const AwsPartition &awsPartitionOf(QByteArrayView region)
{
    const auto found = std::find_if(std::begin(Rows), std::end(Rows), [region](const Row &row) { return isOf(row, region); });
    return found == std::end(Rows) ? Rows[0].partition : found->partition;
}

QList<QByteArrayView> awsDnsSuffixes()
{
    QList<QByteArrayView> suffixes;
    for (const Row &row : Rows) {
        const QByteArrayView suffix(row.partition.dnsSuffix);
        if (!suffixes.contains(suffix))
            suffixes.append(suffix);
    }
    return suffixes;
}

} // namespace s3
