// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "silentaccount.h"
#include "ui/connectiondialog.h"
#include "ui/connectionspage.h"
#include "ui/learnedwords.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"
#include "upload/connectionbook.h"
#include "upload/savedfindings.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using upload::KeySource;
using upload::NewSecrets;
using upload::SavedConnection;

namespace {

const QString Secret = QStringLiteral("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

SavedConnection studio()
{
    SavedConnection made;
    made.id = upload::newSavedId();
    made.name = QStringLiteral("Studio archive");
    made.provider = QStringLiteral("ceph");
    made.endpoint = QStringLiteral("https://ceph.studio.example:7480");
    made.region = QStringLiteral("default");
    made.accessKeyId = QStringLiteral("STUDIOKEY");
    made.bucket = QStringLiteral("archive");
    made.prefix = QStringLiteral("2026/");
    return made;
}

upload::Connection found(const QString &id)
{
    return samples::connection(id, QStringLiteral("Found ") + id);
}

// Keeps nothing but what it was asked.
class SilentBook : public upload::ConnectionBook {
public:
    void list() override { ++lists; }
    void save(const SavedConnection &connection, const NewSecrets &secrets) override { saves.append({connection, secrets}); }
    void remove(const QString &id, bool evenIfSecretStays) override { removals.append({id, evenIfSecretStays}); }
    void duplicate(const QString &id) override { duplicates.append(id); }
    void noteFindings(const QString &id, const QJsonObject &findings) override { notes.append({id, findings}); }
    void noteLearned(const QString &, const s3::ProviderProfile &) override {}
    void lend(const SavedConnection &draft, const NewSecrets &, const QString &secretsOf) override
    {
        lendings.append({draft, secretsOf});
        if (whenLent)
            whenLent(draft);
    }
    void takeBack(const QString &id) override { takenBack.append(id); }
    void importFrom(const QString &path) override { imports.append(path); }
    void exportTo(const QString &path, const QStringList &) override { exports.append(path); }

    int lists = 0;
    QList<std::pair<SavedConnection, NewSecrets>> saves;
    QList<std::pair<QString, bool>> removals;
    QList<std::pair<QString, QJsonObject>> notes;
    QList<std::pair<SavedConnection, QString>> lendings; // draft, whose secrets
    QStringList duplicates, imports, exports, takenBack;
    std::function<void(const SavedConnection &draft)> whenLent;
};

template <typename Widget>
Widget *part(QWidget &in, const char *name)
{
    auto *found = in.findChild<Widget *>(QLatin1String(name));
    Q_ASSERT(found);
    return found;
}

QString hint(QWidget &in, const char *name)
{
    auto *label = part<QLabel>(in, name);
    return label->isVisibleTo(&in) ? label->text() : QString();
}

void type(QWidget &in, const char *name, const QString &text)
{
    auto *edit = part<QLineEdit>(in, name);
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

void press(QWidget &in, const char *question, const QString &answer)
{
    for (QAbstractButton *button : part<QMessageBox>(in, question)->buttons()) {
        if (button->text() == answer)
            return button->click();
    }
    QFAIL("no such button");
}

void chooseKeys(QWidget &in, KeySource source)
{
    auto *box = part<QComboBox>(in, "connectionKeys");
    box->setCurrentIndex(box->findData(static_cast<int>(source)));
}

} // namespace

class TestConnections : public QObject {
    Q_OBJECT
private:
    static ui::ConnectionDialog *editOnly(ui::ConnectionsPage &page, SilentBook &book, const SavedConnection &mine);
private Q_SLOTS:
    void initTestCase();
    void savedComeFirstAndFoundOnesLast();
    void filterKeepsThePlace();
    void whatWasFoundIsNotEdited();
    void removingAsksFirst();
    void whatIsSavedIsShown();
    void nothingIsSavedIncomplete();
    void whatIsTypedIsSaved();
    void anEditKeepsTheSecret();
    void anotherKeyNeedsItsSecret();
    void namesAreTakenOnce();
    void theServiceOffersItsAddress();
    void aLockedKeychainOffersTheSession();
    void keysFollowTheirKind();
    void secretsAreSeenNowhere();
    void aTestBorrowsTheKeptSecret();
    void aSecretGoesNowhereElseUnasked();
    void whatWasLearnedIsSaidAndForgotten();
    void whatIsFoundOutWhileTypingClosesNothing();
    void anAnswerIsForItsOwnDialogAlone();
    void certificatesAreRead();
    void aSavedConnectionTrusts();
    void uploadsGoToTheDefaultTarget();
};

void TestConnections::initTestCase()
{
    qRegisterMetaType<SavedConnection>();
    qRegisterMetaType<NewSecrets>();
    ui::applyTheme(*qobject_cast<QApplication *>(QCoreApplication::instance()), ui::Appearance::Light);
}

void TestConnections::savedComeFirstAndFoundOnesLast()
{
    ui::ConnectionsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    SavedConnection other = studio();
    other.id = upload::newSavedId();
    other.name = QStringLiteral("Another");
    other.endpoint = QStringLiteral("http://localhost:9000");
    const SavedConnection first = studio();
    upload::Connection offeredSaved = found(first.id); // the engine's list has the saved ones as well
    model.set({first, other}, {offeredSaved, found(QStringLiteral("environment"))});
    QCOMPARE(model.rowCount(), 3);
    const auto cell = [&](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(cell(0, 0), QStringLiteral("Another"));
    QCOMPARE(cell(0, 1), QStringLiteral("http://localhost:9000 · not private"));
    QCOMPARE(cell(1, 0), QStringLiteral("Studio archive"));
    QCOMPARE(cell(1, 2), QStringLiteral("STUDIOKEY · in the keychain"));
    QCOMPARE(cell(1, 3), QStringLiteral("archive/2026/"));
    QCOMPARE(cell(2, 2), QStringLiteral("Found: the environment"));
    QCOMPARE(model.index(1, 0).data(Qt::AccessibleTextRole).toString(),
        QStringLiteral("Studio archive, https://ceph.studio.example:7480, STUDIOKEY · in the keychain, uploads go to archive/2026/"));
}

void TestConnections::filterKeepsThePlace()
{
    ui::ConnectionsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const SavedConnection mine = studio();
    model.set({mine}, {found(QStringLiteral("environment")), found(QStringLiteral("sandbox"))});
    const QPersistentModelIndex place = model.indexOf(mine.id);
    model.setWords(QStringLiteral("ceph archive"));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(place.row(), 0);
    model.setWords(QStringLiteral("sandbox"));
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(!place.isValid());
    model.setWords({});
    QCOMPARE(model.rowCount(), 3);
}

void TestConnections::whatWasFoundIsNotEdited()
{
    SilentBook book;
    ui::ConnectionsPage page;
    page.setBook(book);
    page.setConnections({found(QStringLiteral("profile:lab"))});
    QVERIFY(!part<QPushButton>(page, "editConnection")->isEnabled());
    QVERIFY(!part<QPushButton>(page, "removeConnection")->isEnabled());
    QVERIFY(!part<QPushButton>(page, "exportConnections")->isEnabled());
    part<QPushButton>(page, "duplicateConnection")->click();
    auto *dialog = page.findChild<ui::ConnectionDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->connection().keys, KeySource::Profile);
    QCOMPARE(dialog->connection().profile, QStringLiteral("lab"));
    QVERIFY(dialog->connection().id.isEmpty());
}

void TestConnections::removingAsksFirst()
{
    SilentBook book;
    ui::ConnectionsPage page;
    page.setBook(book);
    const SavedConnection mine = studio();
    Q_EMIT book.listed({mine});
    QTRY_COMPARE(page.connections().rowCount(), 1);
    QCOMPARE(book.lists, 1);
    part<QPushButton>(page, "removeConnection")->click();
    press(page, "removeConnectionQuestion", QStringLiteral("Keep"));
    part<QPushButton>(page, "removeConnection")->click();
    press(page, "removeConnectionQuestion", QStringLiteral("Remove"));
    QTRY_COMPARE(book.removals.size(), 1);
    QCOMPARE(book.removals.first(), std::pair(mine.id, false));
    // The keychain is locked: only a second word removes it and leaves the secret.
    Q_EMIT book.refused(mine.id, s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("KeychainLocked"), QStringLiteral("Locked.")));
    QTRY_VERIFY(page.findChild<QMessageBox *>(QStringLiteral("removeAnywayQuestion")));
    press(page, "removeAnywayQuestion", QStringLiteral("Remove all the same"));
    QTRY_COMPARE(book.removals.size(), 2);
    QCOMPARE(book.removals.last(), std::pair(mine.id, true));
}

void TestConnections::whatIsSavedIsShown()
{
    SilentBook book;
    ui::ConnectionsPage page;
    page.setBook(book);
    SavedConnection other = studio();
    other.name = QStringLiteral("Another");
    other.id = upload::newSavedId();
    Q_EMIT book.listed({other});
    part<QPushButton>(page, "addConnection")->click();
    auto *dialog = page.findChild<ui::ConnectionDialog *>();
    QVERIFY(dialog);
    type(*dialog, "connectionName", QStringLiteral("Studio archive"));
    type(*dialog, "connectionAccessKeyId", QStringLiteral("AKIDEXAMPLE"));
    type(*dialog, "connectionSecret", Secret);
    part<QPushButton>(*dialog, "connectionSave")->click();
    QTRY_COMPARE(book.saves.size(), 1);
    QCOMPARE(book.saves.first().first.provider, QStringLiteral("aws"));
    QCOMPARE(book.saves.first().second.keys->secretAccessKey, Secret.toUtf8());
    const SavedConnection mine = studio();
    Q_EMIT book.saved(mine);
    Q_EMIT book.listed({other, mine});
    QTRY_VERIFY(!page.findChild<ui::ConnectionDialog *>());
    QTRY_COMPARE(part<QTreeView>(page, "connectionList")->currentIndex().data().toString(), QStringLiteral("Studio archive"));
    part<QPushButton>(page, "duplicateConnection")->click();
    QTRY_COMPARE(book.duplicates, QStringList{mine.id});
}

void TestConnections::nothingIsSavedIncomplete()
{
    ui::ConnectionDialog dialog({}, {}, {});
    QSignalSpy saved(&dialog, &ui::ConnectionDialog::saveWished);
    QVERIFY(hint(dialog, "connectionNameHint").isEmpty()); // nobody has been there yet
    part<QPushButton>(dialog, "connectionSave")->click();
    QVERIFY(saved.isEmpty());
    QCOMPARE(hint(dialog, "connectionNameHint"), QStringLiteral("Give the connection a name."));
    QVERIFY(!hint(dialog, "connectionAccessKeyIdHint").isEmpty());
    type(dialog, "connectionName", QStringLiteral("Lab"));
    QVERIFY(hint(dialog, "connectionNameHint").isEmpty());
}

void TestConnections::whatIsTypedIsSaved()
{
    ui::ConnectionDialog dialog({}, {}, {});
    QSignalSpy saved(&dialog, &ui::ConnectionDialog::saveWished);
    auto *provider = part<QComboBox>(dialog, "connectionProvider");
    provider->setCurrentIndex(provider->findData(QStringLiteral("custom")));
    type(dialog, "connectionName", QStringLiteral(" Lab "));
    type(dialog, "connectionEndpoint", QStringLiteral("s3.lab.example"));
    type(dialog, "connectionAccessKeyId", QStringLiteral("AKIDEXAMPLE"));
    type(dialog, "connectionSecret", Secret);
    type(dialog, "connectionBucket", QStringLiteral("raw"));
    part<QPushButton>(dialog, "connectionSave")->click();
    QCOMPARE(saved.size(), 1);
    const auto connection = saved.first().at(0).value<SavedConnection>();
    QCOMPARE(connection.name, QStringLiteral("Lab"));
    QCOMPARE(connection.endpoint, QStringLiteral("s3.lab.example"));
    QCOMPARE(connection.keys, KeySource::Keychain);
    QCOMPARE(connection.accessKeyId, QStringLiteral("AKIDEXAMPLE"));
    QCOMPARE(connection.bucket, QStringLiteral("raw"));
    const auto secrets = saved.first().at(1).value<NewSecrets>();
    QVERIFY(secrets.keys.has_value());
    QCOMPARE(secrets.keys->secretAccessKey, Secret.toUtf8());
    QVERIFY(!secrets.proxyPassword.has_value());
}

void TestConnections::anEditKeepsTheSecret()
{
    const SavedConnection mine = studio();
    ui::ConnectionDialog dialog(mine, {}, {});
    QSignalSpy saved(&dialog, &ui::ConnectionDialog::saveWished);
    QCOMPARE(part<QLineEdit>(dialog, "connectionSecret")->placeholderText(), QStringLiteral("unchanged, in the keychain"));
    QCOMPARE(dialog.connection(), mine);
    type(dialog, "connectionName", QStringLiteral("Archive"));
    part<QPushButton>(dialog, "connectionSave")->click();
    QCOMPARE(saved.size(), 1);
    QCOMPARE(saved.first().at(0).value<SavedConnection>().id, mine.id);
    QCOMPARE(saved.first().at(1).value<NewSecrets>(), NewSecrets());
}

void TestConnections::anotherKeyNeedsItsSecret()
{
    ui::ConnectionDialog dialog(studio(), {}, {});
    QSignalSpy saved(&dialog, &ui::ConnectionDialog::saveWished);
    type(dialog, "connectionAccessKeyId", QStringLiteral("ANOTHERKEY"));
    part<QPushButton>(dialog, "connectionSave")->click();
    QVERIFY(saved.isEmpty());
    QVERIFY(!hint(dialog, "connectionSecretHint").isEmpty());
}

void TestConnections::namesAreTakenOnce()
{
    ui::ConnectionDialog dialog(studio(), {QStringLiteral("Lab")}, {});
    QSignalSpy saved(&dialog, &ui::ConnectionDialog::saveWished);
    type(dialog, "connectionName", QStringLiteral("LAB"));
    part<QPushButton>(dialog, "connectionSave")->click();
    QVERIFY(saved.isEmpty());
    QCOMPARE(hint(dialog, "connectionNameHint"), QStringLiteral("Another connection has this name."));
}

void TestConnections::theServiceOffersItsAddress()
{
    ui::ConnectionDialog dialog({}, {}, {});
    auto *provider = part<QComboBox>(dialog, "connectionProvider");
    auto *region = part<QComboBox>(dialog, "connectionRegion");
    auto *endpoint = part<QLineEdit>(dialog, "connectionEndpoint");
    provider->setCurrentIndex(provider->findData(QStringLiteral("wasabi")));
    region->setEditText(QStringLiteral("eu-central-1"));
    QCOMPARE(endpoint->text(), QStringLiteral("https://s3.eu-central-1.wasabisys.com"));
    region->setEditText(QStringLiteral("eu-west-2"));
    QCOMPARE(endpoint->text(), QStringLiteral("https://s3.eu-west-2.wasabisys.com"));
    type(dialog, "connectionEndpoint", QStringLiteral("https://own.example"));
    region->setEditText(QStringLiteral("us-east-1"));
    QCOMPARE(endpoint->text(), QStringLiteral("https://own.example"));
    endpoint->clear();
    provider->setCurrentIndex(provider->findData(QStringLiteral("aws")));
    QCOMPARE(endpoint->text(), QString());
}

void TestConnections::aLockedKeychainOffersTheSession()
{
    ui::ConnectionDialog dialog({}, {}, {});
    QSignalSpy saved(&dialog, &ui::ConnectionDialog::saveWished);
    type(dialog, "connectionName", QStringLiteral("Lab"));
    type(dialog, "connectionEndpoint", QStringLiteral("s3.lab.example"));
    type(dialog, "connectionAccessKeyId", QStringLiteral("AKIDEXAMPLE"));
    type(dialog, "connectionSecret", Secret);
    auto *save = part<QPushButton>(dialog, "connectionSave");
    save->click();
    QVERIFY(!save->isEnabled());
    save->click();
    QCOMPARE(saved.size(), 1);
    dialog.refuse(s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("KeychainMissing"), QStringLiteral("No keychain runs.")));
    QVERIFY(save->isEnabled());
    QVERIFY(!hint(dialog, "connectionTrouble").isEmpty());
    auto *session = part<QPushButton>(dialog, "connectionSession");
    QVERIFY(session->isVisibleTo(&dialog));
    session->click();
    QCOMPARE(saved.size(), 2);
    QCOMPARE(saved.at(1).at(0).value<SavedConnection>().keys, KeySource::Session);
    QCOMPARE(saved.at(1).at(1).value<NewSecrets>().keys->secretAccessKey, Secret.toUtf8());
}

void TestConnections::keysFollowTheirKind()
{
    ui::ConnectionDialog dialog({}, {}, {QStringLiteral("lab"), QStringLiteral("render")});
    const auto shown = [&](const char *name) { return part<QWidget>(dialog, name)->isVisibleTo(&dialog); };
    QVERIFY(shown("connectionSecret") && shown("connectionToken") && !shown("connectionProfile"));
    chooseKeys(dialog, KeySource::Profile);
    QVERIFY(!shown("connectionSecret") && shown("connectionProfile"));
    QCOMPARE(part<QComboBox>(dialog, "connectionProfile")->count(), 2);
    chooseKeys(dialog, KeySource::Anonymous);
    QVERIFY(!shown("connectionSecret") && !shown("connectionProfile"));
}

// Neither names, descriptions, tool tips nor placeholders hold what was typed.
void TestConnections::secretsAreSeenNowhere()
{
    ui::ConnectionDialog dialog({}, {}, {});
    type(dialog, "connectionSecret", Secret);
    type(dialog, "connectionToken", Secret);
    for (const QWidget *widget : dialog.findChildren<QWidget *>()) {
        for (const QString &text : {widget->accessibleName(), widget->accessibleDescription(), widget->toolTip(), widget->windowTitle()})
            QVERIFY(!text.contains(Secret));
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            QVERIFY(!label->text().contains(Secret));
        if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
            QVERIFY(!edit->displayText().contains(Secret) && !edit->placeholderText().contains(Secret));
    }
}

// A doctor who asks, and is never answered.
struct Practice {
    samples::SilentTransport transport;
    samples::SilentCredentials credentials;
    upload::Inquiries inquiries{transport, credentials};
    upload::Doctor doctor{inquiries};
};

ui::ConnectionDialog *TestConnections::editOnly(ui::ConnectionsPage &page, SilentBook &book, const SavedConnection &mine)
{
    page.setBook(book);
    Q_EMIT book.listed({mine});
    [&] { QTRY_COMPARE(page.connections().rowCount(), 1); }();
    page.editConnection(mine.id);
    return page.findChild<ui::ConnectionDialog *>();
}

void TestConnections::aTestBorrowsTheKeptSecret()
{
    Practice practice;
    SilentBook book;
    ui::ConnectionsPage page;
    page.setDoctor(practice.doctor);
    const SavedConnection mine = studio();
    ui::ConnectionDialog *dialog = editOnly(page, book, mine);
    auto *test = part<QPushButton>(*dialog, "connectionTest");
    type(*dialog, "connectionBucket", QStringLiteral("other"));
    QVERIFY(test->isEnabled());
    book.whenLent = [&practice](const SavedConnection &draft) { practice.inquiries.setConnections({*upload::connectionOf(draft)}); };
    int ends = 0, takenBackTooEarly = 0;
    connect(&practice.doctor, &upload::Doctor::ended, this, [&] {
        ++ends;
        takenBackTooEarly += static_cast<int>(book.takenBack.size());
    });
    test->click();
    QTRY_COMPARE(book.lendings.size(), 1);
    QCOMPARE(book.lendings.first().second, mine.id);
    QCOMPARE(book.lendings.first().first.bucket, QStringLiteral("other"));
    QVERIFY(book.lendings.first().first.id != mine.id);
    auto *examination = page.findChild<ui::DoctorDialog *>();
    QVERIFY(examination);
    QTRY_VERIFY(!practice.transport.orders.isEmpty());
    delete examination;
    QTRY_COMPARE(book.takenBack, QStringList{book.lendings.first().first.id});
    // Not before the doctor, who cleans up with these keys, is done.
    QCOMPARE(ends, 1);
    QCOMPARE(takenBackTooEarly, 0);

    // A secret that is typed is nobody else's.
    type(*dialog, "connectionSecret", Secret);
    test->click();
    QTRY_COMPARE(book.lendings.size(), 2);
    QCOMPARE(book.lendings.last().second, QString());
}

void TestConnections::aSecretGoesNowhereElseUnasked()
{
    Practice practice;
    SilentBook book;
    ui::ConnectionsPage page;
    page.setDoctor(practice.doctor);
    const SavedConnection mine = studio();
    ui::ConnectionDialog *dialog = editOnly(page, book, mine);
    type(*dialog, "connectionEndpoint", QStringLiteral("https://ceph.elsewhere.example"));
    auto *test = part<QPushButton>(*dialog, "connectionTest");
    test->click();
    press(page, "borrowQuestion", QStringLiteral("Cancel"));
    QTest::qWait(20);
    QVERIFY(book.lendings.isEmpty());
    QVERIFY(!page.findChild<ui::DoctorDialog *>());
    test->click();
    press(page, "borrowQuestion", QStringLiteral("Use it for the test"));
    QTRY_COMPARE(book.lendings.size(), 1);
    QCOMPARE(book.lendings.first().second, mine.id);
}

void TestConnections::whatWasLearnedIsSaidAndForgotten()
{
    SilentBook book;
    ui::ConnectionsPage page;
    SavedConnection mine = studio();
    mine.provider = QStringLiteral("aws");
    mine.endpoint.clear();
    s3::ProviderProfile found = upload::supposedProfile(mine);
    QVERIFY(found.overHttps == s3::Integrity::Crc64Nvme);
    found.overHttps = s3::Integrity::Sha256;
    mine.findings = upload::findingsOf(mine, found, QDate(2025, 11, 26));
    const QString said = QStringLiteral("Learned on 26 Nov 2025: This server refuses CRC64NVME; Davit sends SHA-256.");
    ui::ConnectionDialog *dialog = editOnly(page, book, mine);
    QCOMPARE(hint(*dialog, "connectionLearned"), said);
    QVERIFY(page.connections().index(0, 0).data(Qt::ToolTipRole).toString().contains(said));
    part<QPushButton>(*dialog, "connectionForget")->click();
    QTRY_COMPARE(book.notes.size(), 1);
    QVERIFY(book.notes.first() == std::pair(mine.id, QJsonObject()));
    mine.findings = {};
    Q_EMIT book.noted(mine);
    QTRY_COMPARE(hint(*dialog, "connectionLearned"), QString());
    QVERIFY(dialog->isVisible());
    QVERIFY(ui::learnedText(studio(), QDate(2026, 11, 26)).isEmpty());
}

void TestConnections::whatIsFoundOutWhileTypingClosesNothing()
{
    SilentBook book;
    ui::ConnectionsPage page;
    const SavedConnection mine = studio();
    QPointer<ui::ConnectionDialog> dialog = editOnly(page, book, mine);
    type(*dialog, "connectionName", QStringLiteral("Archive"));
    Q_EMIT book.noted(mine);
    QTest::qWait(20);
    QVERIFY(dialog && dialog->isVisible());
    part<QPushButton>(*dialog, "connectionSave")->click();
    QTRY_COMPARE(book.saves.size(), 1);
    Q_EMIT book.noted(mine); // an upload has learned something meanwhile; the keychain may still refuse
    QTest::qWait(20);
    QVERIFY(dialog && dialog->isVisible());
    Q_EMIT book.refused(mine.id, s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("KeychainLocked"), QStringLiteral("Locked.")));
    QTRY_VERIFY(!hint(*dialog, "connectionTrouble").isEmpty());
    part<QPushButton>(*dialog, "connectionSave")->click();
    QTRY_COMPARE(book.saves.size(), 2);
    Q_EMIT book.saved(mine);
    QTRY_VERIFY(!dialog);
}

void TestConnections::anAnswerIsForItsOwnDialogAlone()
{
    const auto locked = s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("KeychainLocked"), QStringLiteral("Locked."));
    SilentBook book;
    ui::ConnectionsPage page;
    QSignalSpy troubled(&page, &ui::ConnectionsPage::troubled);
    const SavedConnection mine = studio();
    // Saved, given up before the answer, and another one begun.
    QPointer<ui::ConnectionDialog> first = editOnly(page, book, mine);
    type(*first, "connectionName", QStringLiteral("Archive"));
    part<QPushButton>(*first, "connectionSave")->click();
    QTRY_COMPARE(book.saves.size(), 1);
    first->reject();
    QTRY_VERIFY(!first);
    page.addConnection();
    QPointer<ui::ConnectionDialog> second = page.findChild<ui::ConnectionDialog *>();
    type(*second, "connectionName", QStringLiteral("Lab"));
    type(*second, "connectionAccessKeyId", QStringLiteral("AKIDEXAMPLE"));
    type(*second, "connectionSecret", Secret);
    part<QPushButton>(*second, "connectionSave")->click();
    QTRY_COMPARE(book.saves.size(), 2);
    Q_EMIT book.refused(mine.id, locked);
    QTRY_COMPARE(troubled.size(), 1);
    QCOMPARE(hint(*second, "connectionTrouble"), QString());
    Q_EMIT book.noted(mine);
    QTest::qWait(20);
    QVERIFY(second && second->isVisible());
    Q_EMIT book.refused({}, locked);
    QTRY_VERIFY(!hint(*second, "connectionTrouble").isEmpty());
    QCOMPARE(troubled.size(), 1);
    // A copy that is made meanwhile is nobody's dialog.
    part<QPushButton>(page, "duplicateConnection")->click();
    QTRY_COMPARE(book.duplicates.size(), 1);
    part<QPushButton>(*second, "connectionSave")->click();
    QTRY_COMPARE(book.saves.size(), 3);
    SavedConnection made = mine;
    made.id = upload::newSavedId();
    Q_EMIT book.saved(made);
    QTest::qWait(20);
    QVERIFY(second && second->isVisible());
    made.id = upload::newSavedId();
    Q_EMIT book.saved(made);
    QTRY_VERIFY(!second);
}

void TestConnections::certificatesAreRead()
{
    const QByteArray pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    ui::ConnectionDialog dialog(studio(), {}, {});
    dialog.setCertificateReader([&](const QByteArray &text) -> s3::Result<QList<upload::CertificateFacts>> {
        if (text.trimmed() != pem.trimmed())
            return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("UnusableCertificates"), QStringLiteral("It is damaged."));
        upload::CertificateFacts facts;
        facts.subject = QStringLiteral("Studio Root");
        facts.isAuthority = true;
        facts.validUntil = QDateTime(QDate(2099, 1, 2), QTime(), Qt::UTC);
        return QList<upload::CertificateFacts>{facts};
    });
    QSignalSpy saved(&dialog, &ui::ConnectionDialog::saveWished);
    part<QToolButton>(dialog, "connectionMore")->setChecked(true);
    part<QPlainTextEdit>(dialog, "connectionCertificates")->setPlainText(QStringLiteral("-----BEGIN CERTIFICATE-----\nMI"));
    part<QPushButton>(dialog, "connectionSave")->click();
    QVERIFY(saved.isEmpty());
    QCOMPARE(hint(dialog, "connectionCertificatesHint"), QStringLiteral("It is damaged."));
    part<QPlainTextEdit>(dialog, "connectionCertificates")->clear();
    dialog.addCertificate(pem);
    QCOMPARE(hint(dialog, "connectionCertificatesHint"), QStringLiteral("1 certificate: Studio Root, until 2099-01-02."));
    part<QPushButton>(dialog, "connectionSave")->click();
    QCOMPARE(saved.size(), 1);
    QCOMPARE(saved.first().at(0).value<SavedConnection>().extraCaPem, pem);
}

void TestConnections::aSavedConnectionTrusts()
{
    const QByteArray pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    SilentBook book;
    ui::ConnectionsPage page;
    page.setBook(book);
    const SavedConnection mine = studio();
    Q_EMIT book.listed({mine});
    QTRY_COMPARE(page.connections().rowCount(), 1);
    ui::Trusting &trusting = page.trusting();
    trusting.setReader([&](const QByteArray &) -> s3::Result<QList<upload::CertificateFacts>> {
        upload::CertificateFacts facts;
        facts.pem = pem;
        return QList<upload::CertificateFacts>{facts};
    });
    s3::Error error = s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("CertificateNotTrusted"), QStringLiteral("Not trusted."));
    error.details = {QStringLiteral("one"), QStringLiteral("two")};
    error.certificatePem = pem;
    QVERIFY(trusting.homeOf(QStringLiteral("profile:x")) == ui::ConnectionHome::Found);
    trusting.show(error, {mine.id, mine.name, trusting.homeOf(mine.id)}, &page);
    auto *dialog = page.findChild<ui::CertificateDialog *>();
    part<QCheckBox>(*dialog, "certificateCompared")->setChecked(true);
    part<QPushButton>(*dialog, "certificateTrust")->click();
    QTRY_COMPARE(book.saves.size(), 1);
    SavedConnection trusted = mine;
    trusted.extraCaPem = pem;
    QVERIFY(book.saves.first().first == trusted);
    QVERIFY(book.saves.first().second == NewSecrets());
}

void TestConnections::uploadsGoToTheDefaultTarget()
{
    Practice practice;
    SilentBook book;
    samples::SilentAccount account;
    ui::MainWindow window(account.browser);
    window.setConnectionBook(book, practice.doctor);
    const SavedConnection mine = studio();
    Q_EMIT book.listed({mine});
    auto *page = window.findChild<ui::ConnectionsPage *>();
    QTRY_VERIFY(page->saved(mine.id));
    window.setConnections({*upload::connectionOf(mine), found(QStringLiteral("environment"))});
    QCOMPARE(window.state().defaults.bucket, mine.bucket);
    QCOMPARE(window.state().defaults.prefix, mine.prefix);
    const auto choose = [&](const QString &name) {
        for (QAction *action : part<QMenu>(window, "connectionMenu")->actions()) {
            if (action->text() == name)
                return action->trigger();
        }
        QFAIL("not in the menu");
    };
    choose(QStringLiteral("Found environment"));
    QCOMPARE(window.state().defaults.bucket, QString());
    choose(mine.name);
    QCOMPARE(window.state().defaults.bucket, mine.bucket);
    // The saved ones first, and a line before what was found.
    const auto actions = part<QMenu>(window, "connectionMenu")->actions();
    QCOMPARE(actions.size(), 3);
    QVERIFY(actions.at(1)->isSeparator());
    // What was used last stays where it is the same connection.
    ui::WindowState state = window.state();
    state.defaults.bucket = QStringLiteral("last");
    window.restore(state);
    window.setConnections({*upload::connectionOf(mine)});
    QCOMPARE(window.state().defaults.bucket, QStringLiteral("last"));
}

QTEST_MAIN(TestConnections)
#include "tst_connections.moc"
