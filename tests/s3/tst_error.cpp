// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/error.h"
#include "s3/result.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace s3;

class tst_Error : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasItsName();
    void namesOfTheContract_data();
    void namesOfTheContract();
    void resultHoldsOneOfTwo();
};

void tst_Error::everyKindHasItsName()
{
    static const QRegularExpression form(QStringLiteral("^[a-z]+(-[a-z]+)*$"));
    QSet<QString> names;
    const int last = static_cast<int>(ErrorKind::Interrupted);
    for (int kind = 0; kind <= last; ++kind) {
        const QString name = kindName(static_cast<ErrorKind>(kind));
        QVERIFY2(form.match(name).hasMatch(), qPrintable(name));
        names.insert(name);
    }
    QCOMPARE(names.size(), last + 1);
}

void tst_Error::namesOfTheContract_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("name");
    QTest::newRow("transient") << ErrorKind::Transient << QStringLiteral("transient");
    QTest::newRow("needs-user") << ErrorKind::NeedsUser << QStringLiteral("needs-user");
    QTest::newRow("upload-gone") << ErrorKind::UploadGone << QStringLiteral("upload-gone");
    QTest::newRow("source-changed") << ErrorKind::SourceChanged << QStringLiteral("source-changed");
    QTest::newRow("unknown-outcome") << ErrorKind::UnknownOutcome << QStringLiteral("unknown-outcome");
}

void tst_Error::namesOfTheContract()
{
    QFETCH(ErrorKind, kind);
    QTEST(kindName(kind), "name");
}

void tst_Error::resultHoldsOneOfTwo()
{
    const Result<int> good = 3;
    QVERIFY(good.ok());
    QCOMPARE(*good, 3);
    Error error;
    error.code = QStringLiteral("SlowDown");
    const Result<int> bad = error;
    QVERIFY(!bad);
    QCOMPARE(bad.error(), error);
}

QTEST_APPLESS_MAIN(tst_Error)
#include "tst_error.moc"
