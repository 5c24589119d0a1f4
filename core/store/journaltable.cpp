// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/journaltable.h"

#include <QDir>
#include <QVariant>

#include <utility>

namespace store {

s3::Error aboutTable(s3::Error error, const QString &path, const TableWords &words)
{
    const QString shown = QDir::toNativeSeparators(path), one = QLatin1String(words.one), several = QLatin1String(words.several);
    if (error.code == QLatin1String("JournalNewer"))
        error.message = QStringLiteral("%1 was made by a newer Davit, so it is left alone: the %2 in it cannot be used with this one.")
                            .arg(shown, several);
    else if (error.code == QLatin1String("JournalLocked"))
        error.message =
            QStringLiteral("Another program keeps %1 locked, and the %2 are in it: try again when it has let go.").arg(shown, several);
    else if (error.code == QLatin1String("JournalFull"))
        error.message =
            QStringLiteral("There is no room left to write %1, so the %2 was not saved: make room and try again.").arg(shown, one);
    else if (error.code == QLatin1String("JournalReadOnly"))
        error.message = QStringLiteral("%1 may not be written, so the %2 was not saved: check whose file it is.").arg(shown, one);
    else if (error.code == QLatin1String("JournalUnavailable"))
        error.message = QStringLiteral("%1 cannot be used, and the %2 are in it: check the disk and whose file it is.").arg(shown, several);
    return error;
}

QString nameKey(const QString &name)
{
    return name.normalized(QString::NormalizationForm_C).toCaseFolded();
}

JournalTable::JournalTable(const QString &path, const TableWords &words)
    : m_path(path)
    , m_words(words)
    , m_file(path)
{
}

std::optional<s3::Error> JournalTable::opened()
{
    if (m_open)
        return {};
    const Condition condition = m_file.open();
    if (const QString broken = m_file.brokenSetAside(); !broken.isEmpty())
        m_trouble = JournalFile::brokenTrouble(m_path, broken);
    if (condition != Condition::Ready)
        return aboutTable(m_file.trouble(), m_path, m_words);
    m_open = true;
    return {};
}

s3::Error JournalTable::failure(const QSqlError &error)
{
    m_damaged = m_damaged || conditionOf(primaryCode(error)) == Condition::Broken;
    return aboutTable(m_file.troubleFor(error), m_path, m_words);
}

std::optional<s3::Error> JournalTable::inTransaction(const QString &begin, const Deed &deed)
{
    for (bool repaired = false;; repaired = true) {
        if (const auto refusal = opened())
            return refusal;
        std::optional<s3::Error> error;
        {
            QSqlQuery query(m_file.database());
            if (!query.exec(begin))
                error = failure(query.lastError());
            if (!error) {
                error = deed(query);
                query.finish();
                if (!error && !query.exec(QStringLiteral("COMMIT")))
                    error = failure(query.lastError());
                if (error)
                    query.exec(QStringLiteral("ROLLBACK"));
            }
        }
        if (!error || !std::exchange(m_damaged, false) || repaired)
            return error;
        close();
        if (!m_file.setAside())
            return aboutTable(m_file.trouble(), m_path, m_words);
        if (const QString broken = m_file.brokenSetAside(); !broken.isEmpty())
            m_trouble = JournalFile::brokenTrouble(m_path, broken);
    }
}

qint64 JournalTable::dataVersion()
{
    QSqlQuery query(m_file.database());
    return query.exec(QStringLiteral("PRAGMA data_version")) && query.next() ? query.value(0).toLongLong() : -1;
}

void JournalTable::noteVersion()
{
    m_seen = dataVersion();
}

bool JournalTable::changedByOthers()
{
    return !m_open || m_seen < 0 || dataVersion() != m_seen;
}

void JournalTable::close()
{
    m_file.close();
    m_open = false;
    m_seen = -1;
}

std::optional<s3::Error> JournalTable::takeTrouble()
{
    return std::exchange(m_trouble, {});
}

} // namespace store
