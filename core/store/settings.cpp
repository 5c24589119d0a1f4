// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/settings.h"

#include "store/paths.h"

#include <QDir>
#include <QFile>
#include <QSettings>

#include <limits>
#include <utility>

namespace store {

using upload::IfKeyExists;

namespace {

constexpr std::pair<IfKeyExists, const char *> ifKeyExistsNames[] = {
    {IfKeyExists::Overwrite, "overwrite"},
    {IfKeyExists::Skip, "skip"},
    {IfKeyExists::KeepBoth, "keep-both"},
    {IfKeyExists::Ask, "ask"},
};
constexpr std::pair<Theme, const char *> themeNames[] = {{Theme::Auto, "auto"}, {Theme::Light, "light"}, {Theme::Dark, "dark"}};
constexpr std::pair<AtStart, const char *> atStartNames[] = {
    {AtStart::Resume, "resume"}, {AtStart::Ask, "ask"}, {AtStart::LeavePaused, "leave-paused"}};

const QString connectionsKey = QStringLiteral("transfer/connections");
const QString bandwidthKey = QStringLiteral("transfer/bandwidthLimit");
const QString ifKeyExistsKey = QStringLiteral("transfer/ifKeyExists");
const QString lastConnectionKey = QStringLiteral("last/connection");
const QString lastBucketKey = QStringLiteral("last/bucket");
const QString lastPrefixKey = QStringLiteral("last/prefix");
const QString lastPresetKey = QStringLiteral("last/preset");
const QString atStartKey = QStringLiteral("start/unfinished");
const QString themeKey = QStringLiteral("window/theme");
// All that Qt's widgets give as bytes.
constexpr std::pair<QByteArray Settings::*, const char *> arrangementKeys[] = {{&Settings::windowGeometry, "window/geometry"},
    {&Settings::windowColumns, "window/columns"}, {&Settings::windowDetails, "window/details"},
    {&Settings::windowSidebar, "window/sidebar"}, {&Settings::unfinishedColumns, "window/unfinishedColumns"},
    {&Settings::unfinishedDetails, "window/unfinishedDetails"}};

template <class Names, class Enum>
QString nameOf(const Names &names, Enum value)
{
    for (const auto &[candidate, name] : names) {
        if (candidate == value)
            return QString::fromLatin1(name);
    }
    return {};
}

template <class Names, class Enum>
Enum valueOf(const Names &names, const QString &text, Enum otherwise)
{
    for (const auto &[candidate, name] : names) {
        if (text == QLatin1String(name))
            return candidate;
    }
    return otherwise;
}

qint64 numberWithin(const QSettings &file, const QString &key, qint64 least, qint64 most, qint64 otherwise)
{
    bool good = false;
    const qint64 number = file.value(key).toString().toLongLong(&good);
    return good && number >= least && number <= most ? number : otherwise;
}

// At the first sight of a broken file: QSettings remembers what it could read of one, and calls it good the next time.
bool keepBeside(const QString &path)
{
    const QString broken = path + QLatin1String(".broken");
    QFile::remove(broken);
    return QFile::rename(path, broken);
}

} // namespace

Settings loadSettings(const QString &path)
{
    Settings settings;
    if (!QFile::exists(path))
        return settings;
    const QSettings file(path, QSettings::IniFormat);
    if (file.status() == QSettings::FormatError)
        keepBeside(path);
    if (file.status() != QSettings::NoError)
        return settings;
    settings.connectionsWanted = static_cast<int>(numberWithin(file, connectionsKey, 1, 64, settings.connectionsWanted));
    settings.bandwidthLimit = numberWithin(file, bandwidthKey, 0, std::numeric_limits<qint64>::max(), settings.bandwidthLimit);
    settings.ifKeyExists = valueOf(ifKeyExistsNames, file.value(ifKeyExistsKey).toString(), settings.ifKeyExists);
    // Written as base64: QSettings would read a comma as a list, and @ as a type.
    const auto text = [&file](
                          const QString &key) { return QString::fromUtf8(QByteArray::fromBase64(file.value(key).toString().toLatin1())); };
    settings.lastConnectionId = text(lastConnectionKey);
    settings.lastBucket = text(lastBucketKey);
    settings.lastPrefix = text(lastPrefixKey);
    settings.lastPreset = text(lastPresetKey);
    settings.atStart = valueOf(atStartNames, file.value(atStartKey).toString(), settings.atStart);
    settings.theme = valueOf(themeNames, file.value(themeKey).toString(), settings.theme);
    for (const auto &[member, key] : arrangementKeys)
        settings.*member = QByteArray::fromBase64(file.value(QLatin1String(key)).toString().toLatin1());
    return settings;
}

std::optional<s3::Error> saveSettings(const Settings &settings, const QString &path)
{
    s3::Error notSaved;
    notSaved.kind = s3::ErrorKind::NeedsUser;
    notSaved.code = QStringLiteral("SettingsNotSaved");
    notSaved.message = QStringLiteral("The settings could not be saved in %1.").arg(QDir::toNativeSeparators(path));

    if (QSettings(path, QSettings::IniFormat).status() == QSettings::FormatError && !keepBeside(path))
        return notSaved;
    if (const auto error = makePrivateFile(path)) {
        notSaved.message = error->message;
        return notSaved;
    }
    QSettings file(path, QSettings::IniFormat);
    const auto base64 = [](const QByteArray &bytes) { return QString::fromLatin1(bytes.toBase64()); };
    file.setValue(connectionsKey, settings.connectionsWanted);
    file.setValue(bandwidthKey, settings.bandwidthLimit);
    file.setValue(ifKeyExistsKey, nameOf(ifKeyExistsNames, settings.ifKeyExists));
    file.setValue(lastConnectionKey, base64(settings.lastConnectionId.toUtf8()));
    file.setValue(lastBucketKey, base64(settings.lastBucket.toUtf8()));
    file.setValue(lastPrefixKey, base64(settings.lastPrefix.toUtf8()));
    file.setValue(lastPresetKey, base64(settings.lastPreset.toUtf8()));
    file.setValue(atStartKey, nameOf(atStartNames, settings.atStart));
    file.setValue(themeKey, nameOf(themeNames, settings.theme));
    for (const auto &[member, key] : arrangementKeys)
        file.setValue(QLatin1String(key), base64(settings.*member));
    file.sync();
    if (file.status() != QSettings::NoError)
        return notSaved;
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

} // namespace store
