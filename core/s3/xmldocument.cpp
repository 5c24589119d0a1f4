// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/xmldocument.h"

#include <QXmlStreamReader>

#include <algorithm>

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

// XML 1.0 cannot hold most control characters, and servers send them all the same, mostly as "&#x1;": a key may be made of anything. They
// travel through the reader as Unicode's 32 noncharacters from U+FDD0, which stand in no text.
static constexpr char16_t FirstStandIn = 0xFDD0;

static bool isForbidden(uint character)
{
    return character > 0 && character < 0x20 && character != '\t' && character != '\n' && character != '\r';
}

static QByteArray standInFor(uint character)
{
    return QString(QChar(static_cast<char16_t>(FirstStandIn + character))).toUtf8();
}

static QByteArray withStandIns(const QByteArray &content)
{
    const bool isUtf16 = content.startsWith("\xFE\xFF") || content.startsWith("\xFF\xFE") || content.left(4).contains('\0');
    const auto isRaw = [](char c) { return isForbidden(static_cast<uchar>(c)); };
    if (isUtf16 || (!content.contains("&#") && std::none_of(content.begin(), content.end(), isRaw)))
        return content;
    QByteArray readable;
    readable.reserve(content.size());
    for (qsizetype at = 0; at < content.size(); ++at) {
        const char c = content.at(at);
        if (isRaw(c)) {
            readable += standInFor(static_cast<uchar>(c));
            continue;
        }
        if (c == '&' && at + 1 < content.size() && content.at(at + 1) == '#') {
            const qsizetype length = QByteArrayView(content).sliced(at).first(std::min<qsizetype>(10, content.size() - at)).indexOf(';');
            const qsizetype end = at + length;
            const QByteArray number = length > 0 ? content.mid(at + 2, length - 2) : QByteArray();
            bool isNumber = false;
            const uint character = number.startsWith('x') ? number.mid(1).toUInt(&isNumber, 16) : number.toUInt(&isNumber, 10);
            if (isNumber && isForbidden(character)) {
                readable += standInFor(character);
                at = end;
                continue;
            }
        }
        readable += c;
    }
    return readable;
}

static QString withoutStandIns(QStringView text)
{
    QString plain = text.toString();
    for (QChar &c : plain) {
        if (c.unicode() >= FirstStandIn && c.unicode() < FirstStandIn + 0x20)
            c = QChar(static_cast<char16_t>(c.unicode() - FirstStandIn));
    }
    return plain;
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
                if (!m_open.empty() && m_open.back().text.append(withoutStandIns(m_reader.text())).size() > MaxText)
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
    document.state = TreeReader(withStandIns(content)).read(document.root);
    return document;
}

} // namespace s3
