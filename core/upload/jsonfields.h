// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What is kept as JSON is read field by field: nothing of the wrong type, nothing longer than it can sensibly be, and what was wrong has a name.

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <algorithm>
#include <optional>

namespace upload {

inline constexpr qsizetype LongestJsonText = 4096; // characters

// A value of an enumeration and how it is written.
template <class Enum>
struct Name {
    Enum value;
    const char *name;
};

template <class Names, class Enum>
QString nameOf(const Names &names, Enum value)
{
    const auto found = std::find_if(names.begin(), names.end(), [value](const auto &name) { return name.value == value; });
    return QString::fromLatin1(found->name);
}

// Reads fields by their types, and remembers the first that has another.
class JsonFields {
public:
    explicit JsonFields(const QJsonObject &object)
        : m_object(object)
    {
    }

    QString text(const char *name, qsizetype longest = LongestJsonText)
    {
        const QJsonValue value = valueOf(name, QJsonValue::String);
        const QString read = value.toString();
        if (read.size() > longest)
            blame(name);
        return read.left(longest);
    }
    bool flag(const char *name) { return valueOf(name, QJsonValue::Bool).toBool(); }
    QJsonObject object(const char *name) { return valueOf(name, QJsonValue::Object).toObject(); }
    // The least one when there is none.
    int number(const char *name, int least, int most) { return static_cast<int>(integer(name, least, most)); }
    qint64 integer(const char *name, qint64 least, qint64 most)
    {
        const QJsonValue value = valueOf(name, QJsonValue::Double);
        if (value.isUndefined())
            return least;
        const qint64 read = value.toInteger(least - 1);
        if (read < least || read > most)
            blame(name);
        return std::clamp(read, least, most);
    }
    // The first of the names when there is none.
    template <class Names>
    auto choice(const char *name, const Names &names)
    {
        const QString read = text(name);
        const auto found = std::find_if(names.begin(), names.end(), [&read](const auto &one) { return read == QLatin1String(one.name); });
        if (found == names.end() && !read.isEmpty())
            blame(name);
        return found == names.end() ? names.front().value : found->value;
    }

    void blame(const char *name)
    {
        if (m_wrong.isEmpty())
            m_wrong = QString::fromLatin1(name);
    }
    QString wrong() const { return m_wrong; }

private:
    QJsonValue valueOf(const char *name, QJsonValue::Type type)
    {
        const QJsonValue value = m_object.value(QLatin1String(name));
        if (value.isUndefined() || value.isNull())
            return QJsonValue(QJsonValue::Undefined);
        if (value.type() != type) {
            blame(name);
            return QJsonValue(QJsonValue::Undefined);
        }
        return value;
    }

    const QJsonObject m_object;
    QString m_wrong;
};

// A fraction or a text is no version that ever was.
inline std::optional<int> formatOf(const QJsonObject &object)
{
    const int format = object.value(QLatin1String("version")).toInt(0);
    return format > 0 ? std::optional<int>(format) : std::nullopt;
}

// A name from outside, fit for a sentence.
inline QString shownName(const QString &name)
{
    QString shown = name.left(60);
    std::replace_if(
        shown.begin(), shown.end(), [](QChar c) { return !c.isPrint(); }, QLatin1Char(' '));
    return shown;
}

} // namespace upload
