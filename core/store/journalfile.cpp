// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/journalfile.h"

#include "store/paths.h"
#include "store/recordrows.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

namespace store {

namespace {

// How long SQLite waits for another process; ours hold the file for milliseconds.
const QString busyTimeout = QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000");

enum SqliteCode { SqliteBusy = 5, SqliteLocked = 6, SqliteReadOnly = 8, SqliteFull = 13 };

s3::Error needsUser(const QString &code, const QString &sentence)
{
    s3::Error error;
    error.kind = s3::ErrorKind::NeedsUser;
    error.code = code;
    error.message = sentence;
    return error;
}

Examination examinationOf(const QSqlError &error)
{
    const int code = primaryCode(error);
    return {conditionOf(code), error.databaseText(), code};
}

} // namespace

s3::Error journalTrouble(const QString &path, const Examination &examination)
{
    const QString shown = QDir::toNativeSeparators(path);
    if (examination.condition == Condition::Newer)
        return needsUser(QStringLiteral("JournalNewer"),
            QStringLiteral("%1 was made by a newer Davit, so it is left alone: uploads go on, but this Davit cannot remember them.")
                .arg(shown));
    if (examination.condition == Condition::Broken)
        return needsUser(
            QStringLiteral("JournalBroken"), QStringLiteral("The list of uploads in %1 is damaged (%2).").arg(shown, examination.reason));
    switch (examination.code) {
    case SqliteBusy:
    case SqliteLocked:
        return needsUser(QStringLiteral("JournalLocked"),
            QStringLiteral("Another program keeps %1 locked: uploads go on, and are noted down as soon as it lets go.").arg(shown));
    case SqliteFull:
        return needsUser(QStringLiteral("JournalFull"),
            QStringLiteral("There is no room left to write %1: uploads go on, but would not survive a restart until there is.").arg(shown));
    case SqliteReadOnly:
        return needsUser(QStringLiteral("JournalReadOnly"),
            QStringLiteral("%1 may not be written: uploads go on, but would not survive a restart.").arg(shown));
    default:
        return needsUser(QStringLiteral("JournalUnavailable"),
            QStringLiteral("%1 cannot be used (%2): uploads go on, but would not survive a restart.").arg(shown, examination.reason));
    }
}

JournalFile::JournalFile(const QString &path, std::optional<bool> onNetwork)
    : m_path(path)
    , m_connection(QStringLiteral("davit-journal-") + QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_onNetwork(onNetwork)
{
}

JournalFile::~JournalFile()
{
    close();
}

bool JournalFile::isOnNetwork() const
{
    if (!m_onNetwork)
        m_onNetwork = liesOnNetwork(m_path);
    return *m_onNetwork;
}

QSqlDatabase JournalFile::database() const
{
    return QSqlDatabase::database(m_connection, false);
}

void JournalFile::close()
{
    if (!QSqlDatabase::contains(m_connection))
        return;
    database().close();
    QSqlDatabase::removeDatabase(m_connection);
}

// A read-only connection neither migrates nor checkpoints: a newer file keeps every byte.
bool JournalFile::isNewer(Examination *examination)
{
    if (QFileInfo(m_path).size() == 0)
        return false;
    bool newer = false;
    {
        QSqlDatabase look = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
        look.setDatabaseName(m_path);
        look.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY;") + busyTimeout);
        if (look.open()) {
            QSqlQuery query(look);
            if (query.exec(QStringLiteral("PRAGMA user_version")) && query.next())
                newer = query.value(0).toLongLong() > journalSteps().size();
            *examination = examinationOf(query.lastError());
            if (newer)
                *examination = {Condition::Newer, query.value(0).toString(), 0};
        } else {
            *examination = examinationOf(look.lastError());
        }
    }
    close();
    return newer;
}

Examination JournalFile::openOnce()
{
    Examination examination;
    if (isNewer(&examination))
        return examination;
    if (examination.code == SqliteBusy)
        return examination;

    QSqlDatabase opened = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    opened.setDatabaseName(m_path);
    opened.setConnectOptions(busyTimeout);
    if (!opened.open())
        return examinationOf(opened.lastError());

    examination = examineAndMigrate(opened, journalSteps());
    if (examination.condition != Condition::Ready)
        return examination;

    QSqlQuery query(opened);
    for (const QString &pragma : {
             // The write-ahead log needs memory that all who use the file share: between computers there is none (sqlite.org/wal.html).
             isOnNetwork() ? QStringLiteral("PRAGMA journal_mode = TRUNCATE") : QStringLiteral("PRAGMA journal_mode = WAL"),
             QStringLiteral("PRAGMA synchronous = FULL"), // in WAL mode NORMAL may lose the last commits in a power loss
             QStringLiteral("PRAGMA foreign_keys = ON"),
             QStringLiteral("PRAGMA journal_size_limit = 16777216"),
         }) {
        if (!query.exec(pragma))
            return examinationOf(query.lastError());
        query.finish();
    }
    // The right version with the wrong tables: somebody else's hand was in it, and writing would fail for ever.
    for (const QString &statement : {QStringLiteral("SELECT position, lease, %1 FROM uploads LIMIT 0").arg(recordColumns()),
             QStringLiteral("SELECT upload, %1 FROM parts LIMIT 0").arg(partColumns())}) {
        if (!query.exec(statement))
            return {Condition::Broken, query.lastError().databaseText(), primaryCode(query.lastError())};
        query.finish();
    }
    return examination;
}

Condition JournalFile::tell(const Examination &examination)
{
    if (examination.condition != Condition::Ready)
        m_trouble = journalTrouble(m_path, examination);
    return examination.condition;
}

Condition JournalFile::open()
{
    m_brokenSetAside.clear();
    if (const auto error = makePrivateFile(m_path)) {
        m_trouble = *error;
        return Condition::Refused;
    }
    Examination examination = openOnce();
    if (examination.condition == Condition::Broken) {
        close();
        if (!setAside())
            return Condition::Refused;
        if (const auto error = makePrivateFile(m_path)) {
            m_trouble = *error;
            return Condition::Refused;
        }
        examination = openOnce();
    }
    if (examination.condition != Condition::Ready)
        close();
    return tell(examination);
}

bool JournalFile::setAside()
{
    close();
    // Two processes may find the same file broken: the second must not set the first one's fresh file aside.
    QLockFile lock(m_path + QLatin1String(".lock"));
    if (!lock.tryLock(5000)) {
        m_trouble = journalTrouble(m_path, {Condition::Refused, QStringLiteral("another Davit is repairing it"), SqliteBusy});
        return false;
    }
    const Examination again = openOnce();
    close();
    if (again.condition != Condition::Broken)
        return true;

    const QString stem =
        m_path + QLatin1String(".broken-") + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    QString newPath = stem;
    for (int n = 2; QFileInfo::exists(newPath); ++n)
        newPath = stem + QLatin1Char('-') + QString::number(n);
    if (!QFile::rename(m_path, newPath)) {
        m_trouble = journalTrouble(m_path, {Condition::Refused, QStringLiteral("it is damaged and cannot be renamed"), 0});
        return false;
    }
    // Beside the renamed file under its name, so that a rescue by hand finds all three.
    for (const char *ending : {"-wal", "-shm"})
        QFile::rename(m_path + QLatin1String(ending), newPath + QLatin1String(ending));
    m_brokenSetAside = newPath;
    return true;
}

s3::Error JournalFile::troubleFor(const QSqlError &error) const
{
    return journalTrouble(m_path, examinationOf(error));
}

s3::Error JournalFile::brokenTrouble(const QString &path, const QString &newPath)
{
    return needsUser(QStringLiteral("JournalBroken"),
        QStringLiteral("The list of uploads and connections in %1 was damaged: it is kept as %2, and a new one was begun.")
            .arg(QDir::toNativeSeparators(path), QFileInfo(newPath).fileName()));
}

} // namespace store
