// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/lifecyclexml.h"

#include <QXmlStreamReader>

#include <algorithm>

namespace s3 {

namespace {

constexpr char Abort[] = "AbortIncompleteMultipartUpload";
constexpr char Days[] = "DaysAfterInitiation";

QByteArray localName(QStringView qualified)
{
    return qualified.sliced(qualified.lastIndexOf(u':') + 1).toUtf8();
}

QByteArray attributesOf(const QXmlStreamReader &reader)
{
    QByteArray written;
    for (const QXmlStreamAttribute &attribute : reader.attributes()) {
        // Declarations go with the namespaces, and so do the names that need one.
        const QByteArray name = attribute.qualifiedName().toUtf8();
        if (name == "xmlns" || name.contains(':'))
            continue;
        QByteArray value = xmlEscaped(attribute.value().toUtf8());
        value.replace('"', "&quot;").replace('\n', "&#10;").replace('\t', "&#9;");
        written += ' ' + name + "=\"" + value + '"';
    }
    return written;
}

struct Edit {
    QByteArray place;                // from the copied element on: "Rule/Filter"; empty: nowhere
    std::optional<QByteArray> inner; // what it holds from now on, as XML; nothing: the element is left out
};

// Copies one element token by token, all that is in it included, but for one place. It never recurses: the depth is the server's choice.
class ElementCopy {
public:
    // The reader stands at the start of the element and leaves at its end.
    explicit ElementCopy(QXmlStreamReader &reader, Edit edit = {})
        : m_reader(reader)
        , m_edit(std::move(edit))
    {
        do {
            step();
        } while (!m_open.isEmpty() && m_reader.readNext() != QXmlStreamReader::Invalid);
    }

    const QByteArray &xml() const { return m_xml; }

private:
    struct Open {
        QByteArray place;
        QByteArray text; // since the last element inside
        bool hasElements = false;
    };

    static bool isBlank(const QByteArray &text) { return text.trimmed().isEmpty(); }

    void write(const QByteArray &bytes)
    {
        if (m_passedOver == 0)
            m_xml += bytes;
    }

    void step()
    {
        if (m_reader.isStartElement())
            begin(localName(m_reader.qualifiedName()));
        else if (m_reader.isEndElement())
            finish(localName(m_reader.qualifiedName()));
        else if (m_reader.isCharacters())
            m_open.last().text += m_reader.text().toUtf8();
    }

    void begin(const QByteArray &name)
    {
        QByteArray place = name;
        if (!m_open.isEmpty()) {
            Open &around = m_open.last();
            // White space between elements is for people; that of a leaf is its value.
            if (!isBlank(around.text))
                write(xmlEscaped(around.text));
            around.text.clear();
            around.hasElements = true;
            place = around.place + '/' + name;
        }
        const bool isEdited = m_passedOver == 0 && place == m_edit.place;
        if (!isEdited || m_edit.inner)
            write('<' + name + attributesOf(m_reader) + '>');
        if (isEdited || m_passedOver > 0)
            ++m_passedOver;
        m_open.append({place, {}, false});
    }

    void finish(const QByteArray &name)
    {
        const Open closed = m_open.takeLast();
        if (!closed.hasElements || !isBlank(closed.text))
            write(xmlEscaped(closed.text));
        const bool isEdited = m_passedOver == 1;
        if (m_passedOver > 0)
            --m_passedOver;
        if (isEdited && m_edit.inner)
            write(*m_edit.inner);
        if (!isEdited || m_edit.inner)
            write("</" + name + '>');
    }

    QXmlStreamReader &m_reader;
    const Edit m_edit;
    QList<Open> m_open;
    QByteArray m_xml;
    int m_passedOver = 0; // open elements inside of the edited place, itself included
};

void prepare(QXmlStreamReader &reader)
{
    reader.setNamespaceProcessing(false);
    reader.setEntityExpansionLimit(0);
}

QByteArray changed(const QByteArray &xml, const Edit &edit)
{
    QXmlStreamReader reader(xml);
    prepare(reader);
    reader.readNextStartElement();
    return ElementCopy(reader, edit).xml();
}

bool isOneOf(const QByteArray &name, std::initializer_list<const char *> names)
{
    return std::any_of(names.begin(), names.end(), [&](const char *candidate) { return name == candidate; });
}

// Ceph, among others, gives elements back that hold nothing.
bool isEmpty(const XmlElement &element)
{
    return element.text.trimmed().isEmpty() && std::all_of(element.children.begin(), element.children.end(), isEmpty);
}

QByteArray written(const XmlElement &element)
{
    QByteArray inner;
    for (const XmlElement &child : element.children)
        inner += written(child);
    return '<' + element.name + '>' + (element.children.empty() ? xmlEscaped(element.text.toUtf8()) : inner) + "</" + element.name + '>';
}

// Ceph RGW 16 gives <Filter><Prefix/><And><Tag/><Tag/></And></Filter>, and drops the prefix when it is given back so: the rule would delete
// far more than it did. S3 knows one element in a filter, and <And> around several.
std::optional<QByteArray> mendedFilter(const XmlElement &rule)
{
    const XmlElement *filter = rule.child("Filter");
    if (!filter || filter->children.size() < 2)
        return std::nullopt;
    QByteArrayList parts;
    for (const XmlElement &child : filter->children) {
        if (child.name != "And") {
            if (!isEmpty(child))
                parts += written(child);
            continue;
        }
        for (const XmlElement &inner : child.children)
            parts += written(inner);
    }
    return parts.size() < 2 ? parts.join() : "<And>" + parts.join() + "</And>";
}

struct Scope {
    QString prefix;
    std::vector<const XmlElement *> narrowing; // tags, sizes, and whatever is not known
};

void readScope(const XmlElement &element, Scope &scope)
{
    for (const XmlElement &child : element.children) {
        if (child.name == "Prefix")
            scope.prefix = child.text;
        else if (child.name == "And")
            readScope(child, scope);
        else if (!isEmpty(child))
            scope.narrowing.push_back(&child);
    }
}

Scope scopeOf(const XmlElement &rule)
{
    Scope scope;
    scope.prefix = rule.value("Prefix");
    for (const XmlElement &child : rule.children) {
        if (child.name == "Filter")
            readScope(child, scope);
    }
    return scope;
}

LifecycleRule understood(const QByteArray &xml, const XmlElement &element)
{
    LifecycleRule rule;
    rule.xml = xml;
    rule.id = element.value("ID");
    rule.enabled = element.value("Status").trimmed().compare(QStringLiteral("Enabled"), Qt::CaseInsensitive) == 0;
    const Scope scope = scopeOf(element);
    rule.prefix = scope.prefix;
    rule.byPrefixOnly = scope.narrowing.empty();
    if (const XmlElement *abort = element.child(Abort)) {
        bool isNumber = false;
        const int days = abort->value(Days).trimmed().toInt(&isNumber);
        if (isNumber && days > 0)
            rule.abortAfterDays = days;
    }
    rule.onlyAborts = rule.abortAfterDays && std::all_of(element.children.begin(), element.children.end(), [](const XmlElement &child) {
        return isOneOf(child.name, {"ID", "Status", "Prefix", "Filter", Abort}) || isEmpty(child);
    });
    return rule;
}

QByteArray joined(QByteArrayList parts)
{
    std::sort(parts.begin(), parts.end());
    return parts.join();
}

QByteArray canonical(const XmlElement &element)
{
    QByteArrayList inner;
    for (const XmlElement &child : element.children) {
        if (!isEmpty(child))
            inner += canonical(child);
    }
    const QByteArray content = inner.isEmpty() ? xmlEscaped(element.text.trimmed().toUtf8()) : joined(inner);
    return '<' + element.name + '>' + content + "</" + element.name + '>';
}

} // namespace

QList<LifecycleRule> rulesIn(const QByteArray &body)
{
    QList<LifecycleRule> rules;
    QXmlStreamReader reader(body.mid(body.indexOf('<'))); // blanks and a byte order mark may come before
    prepare(reader);
    if (!reader.readNextStartElement())
        return rules;
    while (reader.readNextStartElement()) {
        if (localName(reader.qualifiedName()) != "Rule") {
            reader.skipCurrentElement();
            continue;
        }
        if (const auto rule = ruleFrom(ElementCopy(reader).xml()))
            rules.append(*rule);
    }
    return rules;
}

std::optional<LifecycleRule> ruleFrom(const QByteArray &xml)
{
    const XmlDocument document = readXml(xml);
    if (document.state != XmlDocument::State::Read || document.root.name != "Rule")
        return std::nullopt;
    const auto filter = mendedFilter(document.root);
    return understood(filter ? changed(xml, {"Rule/Filter", *filter}) : xml, document.root);
}

LifecycleRule withDays(const LifecycleRule &rule, int days)
{
    const QByteArray place = QByteArray("Rule/") + Abort + '/' + Days;
    return ruleFrom(changed(rule.xml, {place, QByteArray::number(days)})).value_or(rule);
}

LifecycleRule withoutAbortAction(const LifecycleRule &rule)
{
    return ruleFrom(changed(rule.xml, {QByteArray("Rule/") + Abort, {}})).value_or(rule);
}

RuleForm formOf(const QList<LifecycleRule> &rules)
{
    bool hasOld = false;
    for (const LifecycleRule &rule : rules) {
        const XmlDocument document = readXml(rule.xml);
        if (document.root.child("Filter"))
            return RuleForm::Filter;
        hasOld |= document.root.child("Prefix") != nullptr;
    }
    return hasOld ? RuleForm::OldPrefix : RuleForm::Filter;
}

LifecycleRule newAbortRule(const QString &id, int days, RuleForm form)
{
    const QByteArray scope = form == RuleForm::Filter ? "<Filter><Prefix></Prefix></Filter>" : "<Prefix></Prefix>";
    const QByteArray xml = "<Rule><ID>" + xmlEscaped(id.toUtf8()) + "</ID>" + scope + "<Status>Enabled</Status><" + Abort + "><" + Days +
                           '>' + QByteArray::number(days) + "</" + Days + "></" + Abort + "></Rule>";
    LifecycleRule rule;
    rule.xml = xml;
    return ruleFrom(xml).value_or(rule);
}

QByteArray meaningOf(const LifecycleRule &rule)
{
    const XmlElement element = readXml(rule.xml).root;
    const Scope scope = scopeOf(element);
    QByteArrayList parts;
    for (const XmlElement *narrowing : scope.narrowing)
        parts += "<Filter>" + canonical(*narrowing) + "</Filter>";
    for (const XmlElement &child : element.children) {
        if (!isOneOf(child.name, {"ID", "Status", "Prefix", "Filter"}) && !isEmpty(child))
            parts += canonical(child);
    }
    return (rule.enabled ? "on " : "off ") + xmlEscaped(scope.prefix.toUtf8()) + joined(parts);
}

} // namespace s3
