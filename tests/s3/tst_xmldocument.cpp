// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/xmldocument.h"

#include <QTest>

#include <ctime>

using namespace s3;

class tst_XmlDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void states_data();
    void states();
    void readsTheTree();
    void controlCharacters_data();
    void controlCharacters();
    void hostileInputIsCheap_data();
    void hostileInputIsCheap();
};

Q_DECLARE_METATYPE(s3::XmlDocument::State)

void tst_XmlDocument::states_data()
{
    using State = XmlDocument::State;
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<XmlDocument::State>("state");
    const auto row = [](const char *name, const QByteArray &body, State state) { QTest::newRow(name) << body << state; };
    row("nothing", "", State::Empty);
    row("white space", " \r\n\t ", State::Empty);
    row("mark only", "\xEF\xBB\xBF", State::Empty);
    row("one element", "<a/>", State::Read);
    row("declaration", R"(<?xml version="1.0" encoding="UTF-8"?><a/>)", State::Read);
    row("white space before the declaration", " \n \n<?xml version=\"1.0\"?>\n<a/>\n", State::Read);
    row("byte order mark", "\xEF\xBB\xBF<?xml version=\"1.0\"?><a/>", State::Read);
    row("mark after white space", "\n \xEF\xBB\xBF<a/>", State::Read);
    row("comment", "<!-- x --><a><!-- y --></a>", State::Read);
    row("prefix without a declaration", "<s3:a><s3:b>1</s3:b></s3:a>", State::Read);
    row("cdata", "<a><![CDATA[<&>]]></a>", State::Read);
    row("cut off", "<a><b>1</b>", State::Malformed);
    row("cut in a tag", "<a><b", State::Malformed);
    row("wrong nesting", "<a><b></a></b>", State::Malformed);
    row("two roots", "<a/><b/>", State::Malformed);
    row("text after the root", "<a/>x", State::Malformed);
    row("plain text", "Bad Gateway", State::Malformed);
    row("json", R"({"message":"Forbidden"})", State::Malformed);
    row("not UTF-8", "<a>\xff\xfe</a>", State::Malformed);
    row("unknown entity", "<a>&nbsp;</a>", State::Malformed);
    row("a NUL", QByteArray("<a>\0</a>", 8), State::Malformed);
    row("html", "<html><body>x</body></html>", State::Html);
    row("html 5", "\n<!DOCTYPE html><html></html>", State::Html);
    row("html in capitals", "<HTML>", State::Html);
    row("doctype", "<!DOCTYPE a><a/>", State::Refused);
    row("entity", R"(<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>)", State::Refused);
    row("external entity", R"(<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>)", State::Refused);
    row("deep", QByteArray("<a>").repeated(25) + QByteArray("</a>").repeated(25), State::Refused);
    row("as deep as it may be", QByteArray("<a>").repeated(24) + QByteArray("</a>").repeated(24), State::Read);
    row("long text", "<a>" + QByteArray(200'000, 'x') + "</a>", State::Refused);
    row("long text in pieces", "<a>" + QByteArray("xxxxxxxxx<!---->").repeated(20'000) + "</a>", State::Refused);
    row("many elements", "<a>" + QByteArray("<b/>").repeated(200'001) + "</a>", State::Refused);
    row("large", "<a>" + QByteArray(17 * 1024 * 1024, ' ') + "</a>", State::Refused);
}

void tst_XmlDocument::states()
{
    QFETCH(QByteArray, body);
    QTEST(readXml(body).state, "state");
}

void tst_XmlDocument::readsTheTree()
{
    const XmlDocument document = readXml(R"(<?xml version="1.0"?>
        <s3:List xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/">
            <s3:Key> a &amp; b&#13;&quot; </s3:Key><Size> 5368709120 </Size><IsTruncated>True</IsTruncated><Empty/>
            <Part><Number>1</Number></Part><Part><Number>2</Number></Part>
        </s3:List>)");
    QCOMPARE(document.state, XmlDocument::State::Read);
    const XmlElement &root = document.root;
    QCOMPARE(root.name, "List");
    QCOMPARE(root.children.size(), size_t(6));
    QCOMPARE(root.value("Key"), QStringLiteral(" a & b\r\" ")); // a key may begin and end with blanks
    QCOMPARE(root.bytes("Key"), " a & b\r\" ");
    QCOMPARE(root.number("Size"), 5'368'709'120);
    QCOMPARE(root.number("Key"), 0);
    QVERIFY(root.flag("IsTruncated"));
    QVERIFY(!root.flag("Empty"));
    QVERIFY(root.child("Empty") && root.value("Empty").isEmpty());
    QVERIFY(!root.child("Missing"));
    QVERIFY(root.value("Missing").isNull());
    QCOMPARE(root.child("Part")->number("Number"), 1);
    QCOMPARE(root.children.back().number("Number"), 2);
}

// XML 1.0 forbids them; servers send them nevertheless, since keys may hold them.
void tst_XmlDocument::controlCharacters_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("text");
    const QString escape = QStringLiteral("a\x1b"
                                          "b");
    QTest::newRow("hexadecimal") << QByteArray("<a>a&#x1b;b</a>") << escape;
    QTest::newRow("in capitals") << QByteArray("<a>a&#x1B;b</a>") << escape;
    QTest::newRow("decimal") << QByteArray("<a>a&#27;b</a>") << escape;
    QTest::newRow("raw") << QByteArray("<a>a\x1b"
                                       "b</a>")
                         << escape;
    QTest::newRow("raw in cdata") << QByteArray("<a><![CDATA[a\x1b"
                                                "b]]></a>")
                                  << escape;
    QTest::newRow("with a declaration") << QByteArray("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>a&#x1b;b</a>") << escape;
    QTest::newRow("allowed ones stay") << QByteArray("<a>a&#9;&#x41;\tb</a>") << QStringLiteral("a\tA\tb");
    QTest::newRow("no reference") << QByteArray("<a>&amp;#27;</a>") << QStringLiteral("&#27;");
}

void tst_XmlDocument::controlCharacters()
{
    QFETCH(QByteArray, body);
    const XmlDocument document = readXml(body);
    QCOMPARE(document.state, XmlDocument::State::Read);
    QTEST(document.root.text, "text");
}

void tst_XmlDocument::hostileInputIsCheap_data()
{
    QTest::addColumn<QByteArray>("body");
    QByteArray laughs = R"(<!DOCTYPE l [<!ENTITY l0 "lol">)";
    for (int level = 1; level < 12; ++level) {
        const QByteArray lower = "&l" + QByteArray::number(level - 1) + ';';
        laughs += "<!ENTITY l" + QByteArray::number(level) + " \"" + lower.repeated(10) + "\">";
    }
    QTest::newRow("a billion laughs") << laughs + "]><l>&l11;</l>";
    QTest::newRow("depth of a million") << QByteArray("<a>").repeated(1'000'000);
    QTest::newRow("attributes") << "<a " + QByteArray("b=\"1\" ").repeated(100'000) + "/>";
    QTest::newRow("one endless tag") << "<" + QByteArray(8 * 1024 * 1024, 'a');
    QTest::newRow("endless comment") << "<a><!--" + QByteArray(8 * 1024 * 1024, '-');
    QTest::newRow("endless attribute") << "<a b=\"" + QByteArray(8 * 1024 * 1024, 'a');
    QTest::newRow("endless cdata") << "<a><![CDATA[" + QByteArray(8 * 1024 * 1024, ']');
    QTest::newRow("many small texts") << "<a>" + QByteArray("<b>x</b>").repeated(1'000'000);
    QTest::newRow("references without an end") << "<a>" + QByteArray("&#").repeated(4'000'000);
    QTest::newRow("many instructions") << QByteArray("<?x y?>").repeated(1'000'000);
}

void tst_XmlDocument::hostileInputIsCheap()
{
    QFETCH(QByteArray, body);
    // Processor time: a busy machine is not the reader's fault.
    const std::clock_t begin = std::clock();
    const XmlDocument document = readXml(body);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    QVERIFY(document.state != XmlDocument::State::Read);
    QVERIFY2(seconds < 10, qPrintable(QStringLiteral("%1 s").arg(seconds)));
}

QTEST_APPLESS_MAIN(tst_XmlDocument)
#include "tst_xmldocument.moc"
