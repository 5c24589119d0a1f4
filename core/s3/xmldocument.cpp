// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/xmldocument.h"

#include <QXmlStreamReader>

namespace s3 {

// A page of 1,000 entries of S3 takes about 1 MiB, 4 levels and 20,000 elements.
static constexpr qsizetype MaxBytes = 16 * 1024 * 1024;
static constexpr qsizetype MaxDepth = 24;
static constexpr qsizetype MaxElements = 200'000;
static constexpr qsizetype MaxText = 128 * 1024;

const XmlElement *XmlElement::child(QByteArrayView childName) const
{
    for (const XmlElement &candidate : children) {
        if (candidate.name == childName)
            return &candidate;
    }
    return nullptr;
}

QString XmlElement::value(QByteArrayView childName) const
{
    const XmlElement *found = child(childName);
    return found ? found->text : QString();
}

QByteArray XmlElement::bytes(QByteArrayView childName) const
{
    return value(childName).toUtf8();
}

qint64 XmlElement::number(QByteArrayView childName) const
{
    return value(childName).trimmed().toLongLong();
}

bool XmlElement::flag(QByteArrayView childName) const
{
    return value(childName).trimmed().compare(QStringLiteral("true"), Qt::CaseInsensitive) == 0;
}

static QByteArray withoutLeadIn(const QByteArray &body)
{
    static constexpr QByteArrayView ByteOrderMark("\xEF\xBB\xBF");
    qsizetype begin = 0;
    for (bool isSkipping = true; isSkipping;) {
        isSkipping = false;
        while (begin < body.size() && QByteArrayView(" \t\r\n").contains(body.at(begin)))
            ++begin;
        if (QByteArrayView(body).sliced(begin).startsWith(ByteOrderMark)) {
            begin += ByteOrderMark.size();
            isSkipping = true;
        }
    }
    return body.mid(begin);
}

static bool isHtml(const QByteArray &content)
{
    const QByteArray start = content.left(64).toLower();
    return start.startsWith("<!doctype html") || start.startsWith("<html") || start.startsWith("<head") || start.startsWith("<body");
}

static QByteArray localName(QStringView qualified)
{
    return qualified.sliced(qualified.lastIndexOf(u':') + 1).toUtf8();
}

namespace {

// Builds the tree as the tokens come; the stack holds unfinished elements by value, so that nothing recurses over hostile depth.
class TreeReader {
public:
    explicit TreeReader(const QByteArray &content)
        : m_reader(content)
    {
        // Some servers use a prefix without declaring it.
        m_reader.setNamespaceProcessing(false);
        m_reader.setEntityExpansionLimit(0);
    }

    XmlDocument::State read(XmlElement &root)
    {
        while (!m_reader.atEnd()) {
            switch (m_reader.readNext()) {
            case QXmlStreamReader::DTD:
            case QXmlStreamReader::EntityReference:
                return XmlDocument::State::Refused;
            case QXmlStreamReader::StartElement:
                if (++m_elements > MaxElements || static_cast<qsizetype>(m_open.size()) >= MaxDepth)
                    return XmlDocument::State::Refused;
                m_open.push_back({localName(m_reader.qualifiedName()), {}, {}});
                break;
            case QXmlStreamReader::Characters:
                if (!m_open.empty() && m_open.back().text.append(m_reader.text()).size() > MaxText)
                    return XmlDocument::State::Refused;
                break;
            case QXmlStreamReader::EndElement:
                close(root);
                break;
            default:
                break;
            }
        }
        return m_reader.hasError() ? XmlDocument::State::Malformed : XmlDocument::State::Read;
    }

private:
    void close(XmlElement &root)
    {
        XmlElement finished = std::move(m_open.back());
        m_open.pop_back();
        if (m_open.empty())
            root = std::move(finished);
        else
            m_open.back().children.push_back(std::move(finished));
    }

    QXmlStreamReader m_reader;
    std::vector<XmlElement> m_open;
    qsizetype m_elements = 0;
};

} // namespace

QByteArray xmlEscaped(QByteArray text)
{
    return text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;");
}

XmlDocument readXml(const QByteArray &body)
{
    XmlDocument document;
    if (body.size() > MaxBytes) {
        document.state = XmlDocument::State::Refused;
        return document;
    }
    const QByteArray content = withoutLeadIn(body);
    if (content.isEmpty())
        return document;
    if (isHtml(content)) {
        document.state = XmlDocument::State::Html;
        return document;
    }
    document.state = TreeReader(content).read(document.root);
    return document;
}

} // namespace s3
