// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/awsfileparser.h"

#include <algorithm>
#include <optional>

namespace credentials {

namespace {

// White space of the format is blank and tab only: a no-break space is data.
bool isBlank(QChar character)
{
    return character == QLatin1Char(' ') || character == QLatin1Char('\t');
}

QString trimmed(const QString &text)
{
    qsizetype begin = 0, end = text.size();
    while (begin < end && isBlank(text.at(begin)))
        ++begin;
    while (end > begin && isBlank(text.at(end - 1)))
        --end;
    return text.mid(begin, end - begin);
}

bool isPropertyName(const QString &name)
{
    return std::all_of(name.begin(), name.end(), [](QChar c) { return c.isLetterOrNumber() || QStringLiteral("-_/.%@:+").contains(c); });
}

// Without the Unicode tables: "İ" must not become two characters.
QString lowered(QString name)
{
    for (QChar &c : name) {
        if (c >= QLatin1Char('A') && c <= QLatin1Char('Z'))
            c = QChar(c.unicode() + ('a' - 'A'));
    }
    return name;
}

class Parser {
public:
    explicit Parser(const QString &fileName)
        : m_fileName(fileName)
    {
    }

    std::optional<s3::Error> read(const QString &line)
    {
        ++m_line;
        const QString bare = trimmed(line);
        if (bare.isEmpty())
            return {};
        const bool indented = isBlank(line.front());
        const bool comment = bare.startsWith(QLatin1Char('#')) || bare.startsWith(QLatin1Char(';'));
        // An indented comment belongs to a value over several lines, but not to nested properties.
        if (comment && (!indented || m_nested || m_sections.isEmpty()))
            return {};
        if (indented)
            return readContinuation(bare);
        if (line.startsWith(QLatin1Char('[')))
            return readTitle(line);
        return readProperty(line);
    }

    QList<Section> sections() const { return m_sections; }

private:
    s3::Error malformed(const QString &what) const
    {
        s3::Error error;
        error.kind = s3::ErrorKind::NeedsUser;
        error.code = QStringLiteral("AwsFileMalformed");
        error.message = QStringLiteral("%1, line %2: %3.").arg(m_fileName).arg(m_line).arg(what);
        return error;
    }

    std::optional<s3::Error> readTitle(const QString &line)
    {
        const QString bare = withoutComment(line, false);
        if (!bare.endsWith(QLatin1Char(']')))
            return malformed(QStringLiteral("Profile definition must end with ']'"));
        m_sections.append({trimmed(bare.mid(1, bare.size() - 2)), {}});
        m_property.clear();
        m_nested = false;
        return {};
    }

    std::optional<s3::Error> readProperty(const QString &line)
    {
        if (m_sections.isEmpty())
            return malformed(QStringLiteral("Expected a profile definition"));
        const QString bare = withoutComment(line, true);
        const qsizetype equals = bare.indexOf(QLatin1Char('='));
        if (equals < 0)
            return malformed(QStringLiteral("Expected an '=' sign defining a property"));
        const QString name = lowered(trimmed(bare.left(equals)));
        if (name.isEmpty())
            return malformed(QStringLiteral("Property did not have a name"));
        const QString value = trimmed(bare.mid(equals + 1));
        m_property = name;
        m_nested = value.isEmpty();
        if (isPropertyName(name))
            m_sections.last().properties.insert(name, value);
        return {};
    }

    std::optional<s3::Error> readContinuation(const QString &bare)
    {
        if (m_sections.isEmpty())
            return malformed(QStringLiteral("Expected a profile definition"));
        if (m_property.isEmpty())
            return malformed(QStringLiteral("Expected a property definition, found continuation"));
        if (m_nested) {
            const QString line = withoutComment(bare, true);
            const qsizetype equals = line.indexOf(QLatin1Char('='));
            if (equals < 0)
                return malformed(QStringLiteral("Expected an '=' sign defining a sub-property"));
            if (trimmed(line.left(equals)).isEmpty())
                return malformed(QStringLiteral("Sub-property did not have a name"));
        }
        if (isPropertyName(m_property))
            m_sections.last().properties[m_property] += QLatin1Char('\n') + bare;
        return {};
    }

    QString m_fileName;
    int m_line = 0;
    QList<Section> m_sections;
    QString m_property;    // the last one, to which indented lines belong
    bool m_nested = false; // it has nothing behind '=': indented lines are properties
};

} // namespace

QString withoutComment(const QString &line, bool afterBlankOnly)
{
    const QString bare = trimmed(line);
    for (qsizetype i = 0; i < bare.size(); ++i) {
        if (bare.at(i) != QLatin1Char('#') && bare.at(i) != QLatin1Char(';'))
            continue;
        if (!afterBlankOnly || (i > 0 && isBlank(bare.at(i - 1))))
            return trimmed(bare.left(i));
    }
    return bare;
}

s3::Result<QList<Section>> sectionsOf(const QByteArray &content, const QString &fileName)
{
    QByteArray bytes = content;
    if (bytes.startsWith("\xef\xbb\xbf")) // Notepad's mark
        bytes.remove(0, 3);
    Parser parser(fileName);
    const QStringList lines = QString::fromUtf8(bytes).split(QLatin1Char('\n'));
    for (QString line : lines) {
        if (line.endsWith(QLatin1Char('\r')))
            line.chop(1);
        if (const auto error = parser.read(line))
            return *error;
    }
    return parser.sections();
}

} // namespace credentials
