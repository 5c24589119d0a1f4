// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "silentaccount.h"
#include "ui/mainwindow.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace ui;

namespace {

const QString Serial = QStringLiteral("arn:aws:iam::123456789012:mfa/anna");

class Asked {
public:
    GiveCode give()
    {
        return [this](const QString &code) { codes.append(code); };
    }
    QStringList codes;
};

MfaDialog *open(QWidget &window)
{
    for (auto *dialog : window.findChildren<MfaDialog *>()) {
        if (dialog->isVisible())
            return dialog;
    }
    return nullptr;
}

template <typename Widget>
Widget *part(QWidget &in, const char *name)
{
    return in.findChild<Widget *>(QLatin1String(name));
}

} // namespace

class tst_MfaQuestions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sixDigitsAreGiven()
    {
        QWidget window;
        MfaQuestions questions(&window);
        Asked asked;
        questions.ask({QStringLiteral("The AWS profile “studio”"), Serial}, asked.give());
        MfaDialog *dialog = open(window);
        QVERIFY(dialog);
        QVERIFY(!dialog->isModal());
        QCOMPARE(part<QLabel>(*dialog, "mfaHeading")->text(), QStringLiteral("The AWS profile “studio” wants a code"));
        QCOMPARE(part<QLabel>(*dialog, "mfaDevice")->text(), Serial);
        auto *code = part<QLineEdit>(*dialog, "mfaCode");
        auto *signIn = part<QPushButton>(*dialog, "mfaSignIn");
        QVERIFY(!signIn->isEnabled());
        QTest::keyClicks(code, QStringLiteral("12345"));
        QVERIFY(!signIn->isEnabled());
        QTest::keyClick(code, Qt::Key_Return);
        QVERIFY(asked.codes.isEmpty());
        code->setText(QStringLiteral(" 654 321\n")); // pasted
        QCOMPARE(code->text(), QStringLiteral("654321"));
        QTest::keyClick(code, Qt::Key_Return);
        QCOMPARE(asked.codes, QStringList{QStringLiteral("654321")});
        QTRY_VERIFY(!open(window));
    }

    void whatWasRefusedIsNotSentAgain()
    {
        QWidget window;
        MfaQuestions questions(&window);
        Asked asked;
        questions.ask({QStringLiteral("“Studio”"), Serial, QStringLiteral("111111")}, asked.give());
        MfaDialog *dialog = open(window);
        auto *hint = part<QLabel>(*dialog, "mfaCodeHint");
        QVERIFY(hint->isVisible());
        QVERIFY(hint->property("failure").toBool());
        QCOMPARE(hint->text(), QStringLiteral("111111 was not taken. A code works only once: wait until the device shows another one."));
        auto *code = part<QLineEdit>(*dialog, "mfaCode");
        QCOMPARE(code->accessibleDescription(), hint->text());
        QTest::keyClicks(code, QStringLiteral("111111\r"));
        QVERIFY(asked.codes.isEmpty());
        QVERIFY(!part<QPushButton>(*dialog, "mfaSignIn")->isEnabled());
        QVERIFY(hint->property("failure").toBool());
        code->clear();
        QTest::keyClicks(code, QStringLiteral("11111"));
        QVERIFY(!hint->property("failure").toBool());
        QTest::keyClicks(code, QStringLiteral("2\r"));
        QCOMPARE(asked.codes, QStringList{QStringLiteral("111112")});
    }

    void cancelIsAnEmptyCode()
    {
        QWidget window;
        MfaQuestions questions(&window);
        Asked asked;
        questions.ask({QStringLiteral("A role"), Serial}, asked.give());
        part<QLineEdit>(*open(window), "mfaCode")->setText(QStringLiteral("123456"));
        QTest::keyClick(open(window), Qt::Key_Escape);
        QCOMPARE(asked.codes, QStringList{QString()});
    }

    void oneAfterTheOther()
    {
        QWidget window;
        MfaQuestions questions(&window);
        Asked first, second;
        questions.ask({QStringLiteral("First"), Serial}, first.give());
        questions.ask({QStringLiteral("Second"), Serial}, second.give());
        QCOMPARE(part<QLabel>(*open(window), "mfaHeading")->text(), QStringLiteral("First wants a code"));
        part<QPushButton>(*open(window), "mfaCancel")->click();
        QCOMPARE(first.codes.size(), 1);
        QVERIFY(second.codes.isEmpty());
        QCOMPARE(part<QLabel>(*open(window), "mfaHeading")->text(), QStringLiteral("Second wants a code"));
        part<QLineEdit>(*open(window), "mfaCode")->setText(QStringLiteral("123456"));
        part<QPushButton>(*open(window), "mfaSignIn")->click();
        QCOMPARE(second.codes, QStringList{QStringLiteral("123456")});
    }

    void nobodyThereIsAnEmptyCode()
    {
        QWidget window;
        MfaQuestions questions(&window);
        questions.setPatience(std::chrono::milliseconds(1));
        Asked asked;
        questions.ask({QStringLiteral("A role"), Serial}, asked.give());
        QTRY_COMPARE(asked.codes, QStringList{QString()});
        QTRY_VERIFY(!open(window));
    }

    // A test that wants the code is closed: an upload may be waiting for the same one.
    void isAskedAgainWhenItsDialogIsClosed()
    {
        QWidget window;
        window.show();
        MfaQuestions questions(&window);
        auto *examination = new QDialog(&window);
        examination->open();
        QTRY_COMPARE(QApplication::activeModalWidget(), examination);
        Asked asked;
        questions.ask({QStringLiteral("A role"), Serial}, asked.give());
        QCOMPARE(open(window)->parentWidget(), examination);
        delete examination;
        QTRY_VERIFY(open(window));
        QVERIFY(asked.codes.isEmpty());
        part<QLineEdit>(*open(window), "mfaCode")->setText(QStringLiteral("123456"));
        part<QPushButton>(*open(window), "mfaSignIn")->click();
        QCOMPARE(asked.codes, QStringList{QStringLiteral("123456")});
    }

    void comesInFrontOfWhatIsOpenedMeanwhile()
    {
        QWidget window;
        window.show();
        MfaQuestions questions(&window);
        Asked asked;
        questions.ask({QStringLiteral("A role"), Serial}, asked.give());
        QVERIFY(QTest::qWaitForWindowExposed(open(window)));
        part<QLineEdit>(*open(window), "mfaCode")->setText(QStringLiteral("1234"));
        auto *other = new QDialog(&window);
        other->open();
        QTRY_VERIFY(open(window) && open(window)->parentWidget() == other);
        QVERIFY(asked.codes.isEmpty());
        QCOMPARE(part<QLineEdit>(*open(window), "mfaCode")->text(), QStringLiteral("1234"));
        QTest::keyClicks(part<QLineEdit>(*open(window), "mfaCode"), QStringLiteral("5"));
        delete other;
        QTRY_VERIFY(open(window) && open(window)->parentWidget() == &window);
        QCOMPARE(part<QLineEdit>(*open(window), "mfaCode")->text(), QStringLiteral("12345"));
        QTest::keyClicks(part<QLineEdit>(*open(window), "mfaCode"), QStringLiteral("6\r"));
        QCOMPARE(asked.codes, QStringList{QStringLiteral("123456")});
        QTest::qWait(20);
        QVERIFY(!open(window));
    }

    void theWindowNamesWhoWantsIt()
    {
        samples::SilentAccount account;
        MainWindow window(account.browser);
        window.setConnections({samples::connection(QStringLiteral("environment"), QStringLiteral("Environment"))});
        const auto heading = [&](const QString &id) {
            window.askMfa(id, {{}, Serial}, [](const QString &) {});
            const QString text = part<QLabel>(*open(window), "mfaHeading")->text();
            part<QPushButton>(*open(window), "mfaCancel")->click();
            return text;
        };
        QCOMPARE(heading(QStringLiteral("profile:studio?region=eu-west-1")), QStringLiteral("The AWS profile “studio” wants a code"));
        QCOMPARE(heading(QStringLiteral("environment")), QStringLiteral("“Environment” wants a code"));
        QCOMPARE(heading(QStringLiteral("elsewhere")), QStringLiteral("A role wants a code"));
    }
};

QTEST_MAIN(tst_MfaQuestions)
#include "tst_mfaquestions.moc"
