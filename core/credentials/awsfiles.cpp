// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/awsfiles.h"

#include "credentials/awsfileparser.h"

#include <QDir>
#include <QFile>
#include <QSet>

#include <algorithm>
#include <optional>

namespace credentials {

namespace {

bool isBlank(QChar character)
{
    return character == QLatin1Char(' ') || character == QLatin1Char('\t');
}

// Letters of every script: botocore takes them, and people name profiles after themselves.
bool isPlainName(const QString &name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || QStringLiteral("-_/.%@:+").contains(c);
    });
}

struct Name {
    QString text;
    bool quoted = false;
};

// `"my profile"` → my profile; anything else with quotes or blanks is no name.
std::optional<Name> nameFrom(const QString &written)
{
    for (const QLatin1Char quote : {QLatin1Char('"'), QLatin1Char('\'')}) {
        if (!written.startsWith(quote))
            continue;
        const QString inner = written.mid(1, written.size() - 2);
        if (written.size() < 3 || !written.endsWith(quote) || inner.contains(quote))
            return {};
        return Name{inner, true};
    }
    if (!isPlainName(written))
        return {};
    return Name{written, false};
}

// "profile   x" with prefix "profile" → "x"; "profilex" is something else.
std::optional<QString> afterPrefix(const QString &title, const QString &prefix)
{
    if (!title.startsWith(prefix) || title.size() == prefix.size() || !isBlank(title.at(prefix.size())))
        return {};
    qsizetype begin = prefix.size();
    while (begin < title.size() && isBlank(title.at(begin)))
        ++begin;
    return title.mid(begin);
}

void add(Properties &to, const Properties &properties)
{
    for (auto property = properties.cbegin(); property != properties.cend(); ++property)
        to.insert(property.key(), property.value());
}

void takeConfig(AwsFiles &files, const QList<Section> &sections, QSet<QString> &quotedNames)
{
    // [profile default] and [default] in one file: the first form counts, the other is left out whole.
    const bool prefixedDefault = std::any_of(sections.begin(), sections.end(), [](const Section &section) {
        const auto written = afterPrefix(section.title, QStringLiteral("profile"));
        const auto name = written ? nameFrom(*written) : std::nullopt;
        return name && name->text == QLatin1String("default");
    });
    for (const Section &section : sections) {
        if (section.title == QLatin1String("default")) {
            if (!prefixedDefault)
                add(files.profiles[section.title].config, section.properties);
        } else if (const auto profile = afterPrefix(section.title, QStringLiteral("profile"))) {
            if (const auto name = nameFrom(*profile)) {
                add(files.profiles[name->text].config, section.properties);
                if (name->quoted)
                    quotedNames.insert(name->text);
            }
        } else if (const auto session = afterPrefix(section.title, QStringLiteral("sso-session"))) {
            if (const auto name = nameFrom(*session))
                add(files.ssoSessions[name->text], section.properties);
        } else if (const auto services = afterPrefix(section.title, QStringLiteral("services"))) {
            if (const auto name = nameFrom(*services))
                add(files.services[name->text], section.properties);
        }
    }
}

} // namespace

QString AwsProfile::value(const QString &name) const
{
    const QString first = credentials.value(name);
    return first.trimmed().isEmpty() ? config.value(name) : first;
}

Properties AwsProfile::merged() const
{
    Properties all = config;
    add(all, credentials);
    return all;
}

s3::Result<AwsFiles> parseAwsFiles(
    const QByteArray &config, const QByteArray &credentials, const QString &configName, const QString &credentialsName)
{
    const auto configSections = sectionsOf(config, configName);
    if (!configSections)
        return configSections.error();
    const auto credentialsSections = sectionsOf(credentials, credentialsName);
    if (!credentialsSections)
        return credentialsSections.error();

    AwsFiles files;
    QSet<QString> quotedNames;
    takeConfig(files, configSections.value(), quotedNames);
    for (const Section &section : credentialsSections.value()) {
        // The credentials file knows no quotes: a name with blanks counts when the other file quotes the same.
        if (isPlainName(section.title) || quotedNames.contains(section.title))
            add(files.profiles[section.title].credentials, section.properties);
    }
    return files;
}

Properties nestedProperties(const QString &value)
{
    Properties properties;
    const QStringList lines = value.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &written : lines) {
        const QString line = withoutComment(written, true);
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        if (equals > 0)
            properties.insert(line.left(equals).trimmed().toLower(), line.mid(equals + 1).trimmed());
    }
    return properties;
}

QString awsHome(const QProcessEnvironment &environment, Platform platform)
{
    const auto value = [&environment](const char *name) { return environment.value(QString::fromLatin1(name)); };
    QString home = value("HOME");
    if (platform == Platform::Windows && home.isEmpty())
        home = value("USERPROFILE");
    if (platform == Platform::Windows && home.isEmpty())
        home = value("HOMEDRIVE") + value("HOMEPATH");
    return home.isEmpty() ? QDir::homePath() : home;
}

AwsFilePaths awsFilePaths(const QProcessEnvironment &environment, Platform platform)
{
    const auto value = [&environment](const char *name) { return environment.value(QString::fromLatin1(name)); };
    const QString home = awsHome(environment, platform);
    const QString separator = platform == Platform::Windows ? QStringLiteral("\\") : QStringLiteral("/");
    const auto path = [&](const char *variable, const char *name) {
        const QString named = value(variable);
        if (named.trimmed().isEmpty())
            return home + separator + QStringLiteral(".aws") + separator + QString::fromLatin1(name);
        if (named == QLatin1String("~") || named.startsWith(QLatin1String("~/")))
            return home + named.mid(1);
        return named;
    };
    return {path("AWS_CONFIG_FILE", "config"), path("AWS_SHARED_CREDENTIALS_FILE", "credentials")};
}

QString awsProfileName(const QProcessEnvironment &environment)
{
    for (const char *variable : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}) {
        const QString name = environment.value(QString::fromLatin1(variable));
        if (!name.trimmed().isEmpty())
            return name;
    }
    return QStringLiteral("default");
}

s3::Result<AwsFiles> readAwsFiles(const QProcessEnvironment &environment)
{
    constexpr qint64 mostBytes = 8 * 1024 * 1024; // nobody's profiles; keeps a wrong path (a device, a video) harmless
    const AwsFilePaths paths = awsFilePaths(environment);
    QByteArray contents[2];
    const QString names[2] = {paths.config, paths.credentials};
    for (int i = 0; i < 2; ++i) {
        const QFileInfo info(names[i]);
        if (!info.exists() || names[i] == QLatin1String("/dev/null")) // the usual way to say "none"
            continue;
        QFile file(names[i]);
        if (!info.isFile() || info.size() > mostBytes || !file.open(QIODevice::ReadOnly)) {
            s3::Error error;
            error.kind = s3::ErrorKind::NeedsUser;
            error.code = QStringLiteral("AwsFileUnreadable");
            error.message = QStringLiteral("The AWS file %1 cannot be read%2.")
                                .arg(names[i], !info.isFile()                 ? QStringLiteral(": it is not a file")
                                               : info.size() > mostBytes      ? QStringLiteral(": it is too large")
                                               : file.errorString().isEmpty() ? QString()
                                                                              : QStringLiteral(": ") + file.errorString());
            return error;
        }
        contents[i] = file.readAll();
    }
    return parseAwsFiles(contents[0], contents[1], names[0], names[1]);
}

} // namespace credentials
