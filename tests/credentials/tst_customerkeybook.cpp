// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Customer keys (SSE-C) in a keychain in memory: made, brought, taken out and removed, and given to the engine by their names.

#include "credentials/customerkeybook.h"
#include "credentials/customerkeyentry.h"
#include "credentials/keychaincustomerkeys.h"
#include "fakekeeper.h"

#include <QSignalSpy>
#include <QTest>

using credentials::CustomerKeyBook;
using credentials::KeychainCustomerKeys;
using s3::CustomerKey;

static const QString studio = QStringLiteral("studio");

static QByteArray keyOf(char c)
{
    return QByteArray(CustomerKey::Size, c);
}

class tst_CustomerKeyBook : public QObject {
    Q_OBJECT

    struct Desk {
        FakeKeeper keeper;
        CustomerKeyBook book{keeper};
        QStringList kept, removed;
        QList<QStringList> listed;
        QList<std::pair<QString, QString>> refused; // name, code
        QHash<QString, QByteArray> exported;

        Desk()
        {
            using Book = upload::CustomerKeyBook;
            connect(&book, &Book::kept, &book, [this](const QString &name) { kept.append(name); });
            connect(&book, &Book::removed, &book, [this](const QString &name) { removed.append(name); });
            connect(&book, &Book::listed, &book, [this](const QStringList &names) { listed.append(names); });
            connect(&book, &Book::exported, &book, [this](const QString &name, const QByteArray &key) { exported.insert(name, key); });
            connect(&book, &Book::refused, &book, [this](const QString &name, const s3::Error &error) {
                refused.append({name, error.code});
            });
        }
        QByteArray entry(const QString &name) const { return keeper.entries.value(credentials::customerKeyEntry(name)); }
        QStringList namesInKeychain() const
        {
            return credentials::customerKeyNamesFrom(keeper.entries.value(credentials::customerKeyListEntry()));
        }
    };

private Q_SLOTS:
    void madeKeysAreRandomAndWhole()
    {
        Desk desk;
        desk.book.create(studio);
        desk.book.create(QStringLiteral("archive"));
        QVERIFY(desk.keeper.asked.isEmpty()); // never from inside the call
        QTRY_COMPARE(desk.kept, (QStringList{studio, QStringLiteral("archive")}));
        const auto first = credentials::customerKeyFrom(desk.entry(studio));
        const auto second = credentials::customerKeyFrom(desk.entry(QStringLiteral("archive")));
        QVERIFY(first && second);
        QCOMPARE(first->bytes.size(), 32);
        QVERIFY(first != second);
        QVERIFY(QSet<char>(first->bytes.begin(), first->bytes.end()).size() > 8);
        QCOMPARE(desk.namesInKeychain(), (QStringList{QStringLiteral("archive"), studio}));
        QTRY_COMPARE(desk.listed.last(), (QStringList{QStringLiteral("archive"), studio}));
        QVERIFY(desk.refused.isEmpty());
    }

    void noKeyIsOverwritten()
    {
        Desk desk;
        desk.book.keep(studio, keyOf('a'));
        QTRY_COMPARE(desk.kept.size(), 1);
        desk.book.create(studio);
        desk.book.keep(studio, keyOf('b'));
        QTRY_COMPARE(desk.refused.size(), 2);
        for (const auto &[name, code] : std::as_const(desk.refused)) {
            QCOMPARE(name, studio);
            QCOMPARE(code, QStringLiteral("CustomerKeyNameTaken"));
        }
        QCOMPARE(desk.entry(studio), keyOf('a').toBase64());
        desk.book.keep(studio, keyOf('a')); // the same again
        QTRY_COMPARE(desk.kept.size(), 2);
    }

    void onlyKeysOf32Bytes()
    {
        Desk desk;
        for (const qsizetype size : {0, 16, 31, 33, 44})
            desk.book.keep(studio, QByteArray(size, 'a'));
        QTRY_COMPARE(desk.refused.size(), 5);
        for (const auto &[name, code] : std::as_const(desk.refused))
            QCOMPARE(code, QStringLiteral("CustomerKeyInvalid"));
        QVERIFY(desk.keeper.entries.isEmpty());
    }

    void names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("plain") << studio << true;
        QTest::newRow("words") << QStringLiteral("Studio 5, Überlingen") << true;
        QTest::newRow("signs") << QStringLiteral("a#2:b/ü😀") << true;
        QTest::newRow("nothing") << QString() << false;
        QTest::newRow("blank") << QStringLiteral(" ") << false;
        QTest::newRow("blank before") << QStringLiteral(" studio") << false;
        QTest::newRow("two lines") << QStringLiteral("a\nb") << false;
        QTest::newRow("invisible") << QStringLiteral("a\u202Eb") << false;
        QTest::newRow("endless") << QString(101, QLatin1Char('a')) << false;
    }
    void names()
    {
        QFETCH(QString, name);
        QFETCH(bool, good);
        Desk desk;
        desk.book.create(name);
        QTRY_COMPARE(desk.kept.size() + desk.refused.size(), 1);
        QCOMPARE(desk.kept.size(), good ? 1 : 0);
        if (!good)
            QCOMPARE(desk.refused.first().second, QStringLiteral("CustomerKeyNameInvalid"));
    }

    void exportedIsWhatWasKept()
    {
        Desk desk;
        desk.book.keep(studio, keyOf('a'));
        desk.book.exportKey(studio);
        QTRY_COMPARE(desk.exported.value(studio), keyOf('a').toBase64());
        desk.book.exportKey(QStringLiteral("nobody"));
        QTRY_COMPARE(desk.refused.size(), 1);
        QCOMPARE(desk.refused.first().second, QStringLiteral("CustomerKeyMissing"));
    }

    void removedIsGone()
    {
        Desk desk;
        desk.book.keep(studio, keyOf('a'));
        desk.book.remove(studio);
        QTRY_COMPARE(desk.removed, QStringList{studio});
        QVERIFY(desk.entry(studio).isEmpty());
        QVERIFY(desk.namesInKeychain().isEmpty());
        desk.book.remove(studio);
        QTRY_COMPARE(desk.removed.size(), 2);
        desk.book.create(studio); // the name is free again
        QTRY_COMPARE(desk.kept.size(), 2);
    }

    void lockedKeychainRefusesEverything()
    {
        Desk desk;
        desk.keeper.refusal = QStringLiteral("KeychainLocked");
        desk.book.list();
        desk.book.create(studio);
        desk.book.remove(studio);
        desk.book.exportKey(studio);
        QTRY_COMPARE(desk.refused.size(), 4);
        QCOMPARE(desk.refused.first(), (std::pair{QString(), QStringLiteral("KeychainLocked")}));
        QCOMPARE(desk.refused.last(), (std::pair{studio, QStringLiteral("KeychainLocked")}));
        desk.keeper.refusal.clear();
        desk.book.create(studio); // and works afterwards
        QTRY_COMPARE(desk.kept, QStringList{studio});
    }

    // A keychain that swallows what it is given: nothing may be encrypted with a key that is not there.
    void keyThatDoesNotComeBackIsNoKey()
    {
        Desk desk;
        const QString entry = credentials::customerKeyEntry(studio);
        connect(&desk.keeper, &credentials::SecretKeeper::written, &desk.book, [&](const QString &written) {
            if (written == entry)
                desk.keeper.entries.remove(entry);
        });
        desk.book.create(studio);
        QTRY_COMPARE(desk.refused.size(), 1);
        QCOMPARE(desk.refused.first().second, QStringLiteral("KeychainFailed"));
        QVERIFY(desk.kept.isEmpty());
    }

    void nonsenseInTheListIsNoTrouble()
    {
        Desk desk;
        desk.keeper.entries.insert(credentials::customerKeyListEntry(), "[1, \"b\", \"b\", {}, \"a\"");
        desk.book.list();
        QTRY_COMPARE(desk.listed.size(), 1);
        QVERIFY(desk.listed.first().isEmpty());
        desk.keeper.entries.insert(credentials::customerKeyListEntry(), "[1, \"b\", \"b\", {}, \"a\"]");
        desk.book.list();
        QTRY_COMPARE(desk.listed.size(), 2);
        QCOMPARE(desk.listed.last(), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    }

    void engineGetsKeysByTheirNames()
    {
        FakeKeeper keeper;
        keeper.entries.insert(credentials::customerKeyEntry(studio), keyOf('a').toBase64() + '\n'); // typed by a person
        keeper.entries.insert(credentials::customerKeyEntry(QStringLiteral("broken")), "c2hvcnQ=");
        KeychainCustomerKeys keys(keeper);
        QHash<QString, QByteArray> provided;
        QHash<QString, s3::Error> refused;
        connect(&keys, &KeychainCustomerKeys::provided, this,
            [&](const QString &name, const CustomerKey &key) { provided.insert(name, key.bytes); });
        connect(
            &keys, &KeychainCustomerKeys::refused, this, [&](const QString &name, const s3::Error &error) { refused.insert(name, error); });
        keys.ask(studio);
        keys.ask(QStringLiteral("broken"));
        keys.ask(QStringLiteral("nobody"));
        QVERIFY(provided.isEmpty() && refused.isEmpty());
        QTRY_COMPARE(refused.size(), 2);
        QCOMPARE(provided.value(studio), keyOf('a'));
        QCOMPARE(refused.value(QStringLiteral("broken")).code, QStringLiteral("KeychainDamaged"));
        QCOMPARE(refused.value(QStringLiteral("nobody")).code, QStringLiteral("CustomerKeyMissing"));
        for (const s3::Error &error : std::as_const(refused))
            QCOMPARE(error.kind, s3::ErrorKind::NeedsUser);
    }

    void keychainThatComesLateIsTold()
    {
        FakeKeeper keeper;
        keeper.refusal = QStringLiteral("KeychainLocked");
        KeychainCustomerKeys keys(keeper);
        QSignalSpy wanted(&keys, &KeychainCustomerKeys::keychainWanted);
        QSignalSpy changed(&keys, &KeychainCustomerKeys::changed);
        QString message;
        connect(&keys, &KeychainCustomerKeys::refused, this, [&](const QString &, const s3::Error &error) { message = error.message; });
        keys.ask(studio);
        QTRY_COMPARE(wanted.count(), 1);
        QVERIFY2(message.contains(QStringLiteral("“studio”")), qPrintable(message)); // not the entry's name
        keys.keychainCame();
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toString(), studio);
        keys.keychainCame();
        QCOMPARE(changed.count(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_CustomerKeyBook)
#include "tst_customerkeybook.moc"
