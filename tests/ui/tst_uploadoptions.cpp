// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The options of the dialog for new uploads: what each field sends, what is refused under it, and how presets fill them.

#include "silentaccount.h"
#include "ui/locksection.h"
#include "ui/newuploaddialog.h"
#include "ui/optionsection.h"
#include "ui/stagedmodel.h"
#include "ui/theme.h"
#include "ui/uploadoptions.h"
#include "upload/customerkeybook.h"
#include "upload/presetbook.h"
#include "widgetsamples.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDir>
#include <QFontInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScopeGuard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>
#include <QToolButton>
#include <QTreeView>
#include <QWheelEvent>

using namespace ui;
using upload::UploadPreset;

namespace {

class BookInMemory : public upload::PresetBook {
public:
    QList<UploadPreset> presets;
    bool refuses = false;

    void list() override
    {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT listed(presets); }, Qt::QueuedConnection);
    }
    void save(const UploadPreset &preset) override
    {
        QMetaObject::invokeMethod(
            this,
            [this, preset] {
                if (refuses) {
                    Q_EMIT refused(
                        preset.id, s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("JournalFull"), QStringLiteral("No room.")));
                    return;
                }
                UploadPreset kept = preset;
                if (kept.id.isEmpty())
                    kept.id = upload::newPresetId();
                presets.removeIf([&](const UploadPreset &one) { return one.id == kept.id; });
                presets.append(kept);
                Q_EMIT listed(presets);
                Q_EMIT saved(kept);
            },
            Qt::QueuedConnection);
    }
    void remove(const QString &id) override
    {
        presets.removeIf([&](const UploadPreset &one) { return one.id == id; });
        Q_EMIT listed(presets);
        Q_EMIT removed(id);
    }
};

UploadPreset archive()
{
    UploadPreset preset;
    preset.id = QStringLiteral("preset:archive");
    preset.name = QStringLiteral("Archive");
    preset.wishedPartSize = 64 * s3::MiB;
    preset.ifKeyExists = upload::IfKeyExists::KeepBoth;
    preset.keyRule.pattern = QStringLiteral("{folder}/{stem}-v1.{extension}");
    preset.options.storageClass = "GLACIER";
    preset.options.serverSideEncryption = "aws:kms";
    preset.options.sseKmsKeyId = "alias/studio";
    preset.options.acl = "private";
    preset.options.cacheControl = "no-cache";
    preset.options.tagging = "team=Kamera%20B";
    preset.options.metadata = {{"place", "K\xc3\xb6ln"}};
    preset.options.objectLockMode = "GOVERNANCE";
    preset.retainDays = 90;
    return preset;
}

} // namespace

// Keys as the keychain would have them.
class KeysInMemory : public upload::CustomerKeyBook {
public:
    QMap<QString, QByteArray> keys;
    bool isLocked = false;
    int lists = 0;

    void list() override
    {
        ++lists;
        later([this] {
            if (isLocked)
                Q_EMIT refused({}, lockedError());
            else
                Q_EMIT listed(keys.keys());
        });
    }
    void create(const QString &name) override { keep(name, QByteArray(32, 'r')); }
    void keep(const QString &name, const QByteArray &key) override
    {
        later([=, this] {
            if (name == QLatin1String("bad")) {
                Q_EMIT refused(name, lockedError());
                return;
            }
            keys.insert(name, key);
            Q_EMIT listed(keys.keys());
            Q_EMIT kept(name);
        });
    }
    void remove(const QString &) override {}
    void exportKey(const QString &name) override
    {
        later([=, this] { Q_EMIT exported(name, keys.value(name).toBase64()); });
    }

private:
    static s3::Error lockedError()
    {
        return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("KeychainLocked"), QStringLiteral("It is locked."));
    }
    void later(const std::function<void()> &deed) { QMetaObject::invokeMethod(this, deed, Qt::QueuedConnection); }
};

class TestUploadOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, Appearance::Light);
    }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_account = std::make_unique<samples::SilentAccount>(widgetsamples::connections());
        m_book = std::make_unique<BookInMemory>();
    }

    void nothingIsSentUnasked()
    {
        UploadOptions options;
        QCOMPARE(options.objectOptions(), s3::ObjectOptions());
        QCOMPARE(options.keyRule(), upload::KeyRule());
        UploadPreset none;
        QCOMPARE(options.chosen(), none);
        QCOMPARE(options.summary(), QString());
        QVERIFY(options.isValid());
    }

    void encryption()
    {
        UploadOptions options;
        auto *kind = options.findChild<QComboBox *>(QStringLiteral("encryption"));
        auto *key = options.findChild<QLineEdit *>(QStringLiteral("kmsKey"));
        QVERIFY(!key->isVisibleTo(&options) || !options.findChild<OptionSection *>(QStringLiteral("storageSection"))->isOpen());
        options.findChild<OptionSection *>(QStringLiteral("storageSection"))->setOpen(true);
        QVERIFY(!key->isVisibleTo(&options));
        kind->setCurrentIndex(kind->findData(QByteArray("AES256")));
        QCOMPARE(options.objectOptions().serverSideEncryption, QByteArray("AES256"));
        QVERIFY(!key->isVisibleTo(&options));
        kind->setCurrentIndex(kind->findData(QByteArray("aws:kms")));
        QVERIFY(key->isVisibleTo(&options));
        key->setText(QStringLiteral(" alias/a "));
        QCOMPARE(options.objectOptions().sseKmsKeyId, QByteArray("alias/a"));
        QVERIFY(options.summary().contains(QLatin1String("SSE-KMS")));
        // A key that belongs to another choice is not sent.
        kind->setCurrentIndex(0);
        QCOMPARE(options.objectOptions(), s3::ObjectOptions());
    }

    void aKeyOfOnesOwn()
    {
        QApplication::clipboard()->clear();
        KeysInMemory keys;
        keys.keys.insert(QStringLiteral("studio"), QByteArray(32, 's'));
        UploadOptions options;
        auto *kind = options.findChild<QComboBox *>(QStringLiteral("encryption"));
        QCOMPARE(kind->findData(QByteArray("sse-c")), -1); // without a keychain there is none
        options.setKeyBook(keys);
        s3::Endpoint secure;
        secure.host = "s3.lab.test";
        options.setServer(secure, {});
        options.QWidget::show();
        options.findChild<OptionSection *>(QStringLiteral("storageSection"))->setOpen(true);
        QTest::qWait(20);
        QCOMPARE(keys.lists, 0); // nobody wants one yet
        keys.isLocked = true;
        kind->setCurrentIndex(kind->findData(QByteArray("sse-c")));
        QTRY_COMPARE(options.findChild<QLabel *>(QStringLiteral("customerKeyChoiceHint"))->text(), QStringLiteral("It is locked."));
        keys.isLocked = false;
        kind->setCurrentIndex(0);
        kind->setCurrentIndex(kind->findData(QByteArray("sse-c")));
        auto *choice = options.findChild<QComboBox *>(QStringLiteral("customerKey"));
        auto *hint = options.findChild<QLabel *>(QStringLiteral("customerKeyChoiceHint"));
        QVERIFY(choice->isVisible());
        QVERIFY(!options.isValid()); // which one?
        QTRY_COMPARE(choice->findData(QStringLiteral("studio")), 1);
        choice->setCurrentIndex(1);
        QVERIFY(options.isValid());
        QVERIFY(hint->text().contains(QLatin1String("lost")));
        QCOMPARE(options.objectOptions().sseCustomerKey, QStringLiteral("studio"));
        QVERIFY(options.objectOptions().serverSideEncryption.isEmpty());
        // Not where everybody on the way could read it.
        s3::Endpoint open = secure;
        open.scheme = "http";
        options.setServer(open, {});
        QVERIFY(!options.isValid());
        QVERIFY(hint->text().contains(QLatin1String("https")));
        options.setServer(secure, {});
        QVERIFY(options.isValid());
        // One that a preset names and the keychain has not.
        UploadPreset preset;
        preset.options.sseCustomerKey = QStringLiteral("gone");
        options.show(preset);
        QCOMPARE(options.objectOptions().sseCustomerKey, QStringLiteral("gone"));
        QVERIFY(!options.isValid());

        options.findChild<QPushButton *>(QStringLiteral("newCustomerKey"))->click();
        auto *dialog = waitFor<QDialog>(options, "customerKeyDialog");
        QVERIFY(dialog);
        auto *name = dialog->findChild<QLineEdit *>(QStringLiteral("customerKeyName"));
        auto *keep = dialog->findChild<QPushButton *>(QStringLiteral("customerKeyKeep"));
        auto *copy = dialog->findChild<QPushButton *>(QStringLiteral("customerKeyCopy"));
        QVERIFY(!keep->isEnabled() && !copy->isVisible());
        name->setText(QStringLiteral("studio"));
        QVERIFY(!keep->isEnabled()); // never replaced
        name->setText(QStringLiteral("bad"));
        keep->click();
        QVERIFY(name->isReadOnly()); // the answer is about this name
        QTRY_COMPARE(dialog->findChild<QLabel *>(QStringLiteral("customerKeyNameHint"))->text(), QStringLiteral("It is locked."));
        QVERIFY(!name->isReadOnly());
        name->setText(QStringLiteral("vault"));
        keep->click();
        QTRY_VERIFY(copy->isVisible());
        QVERIFY(QApplication::clipboard()->text().isEmpty()); // only when somebody asks
        copy->click();
        QTRY_COMPARE(QApplication::clipboard()->text().toLatin1(), QByteArray(32, 'r').toBase64());
        QCOMPARE(options.objectOptions().sseCustomerKey, QStringLiteral("vault"));
        keep->click();
        QTRY_VERIFY(!options.findChild<QDialog *>(QStringLiteral("customerKeyDialog")));

        options.findChild<QPushButton *>(QStringLiteral("enterCustomerKey"))->click();
        dialog = waitFor<QDialog>(options, "customerKeyDialog");
        QVERIFY(dialog);
        auto *text = dialog->findChild<QLineEdit *>(QStringLiteral("customerKeyText"));
        keep = dialog->findChild<QPushButton *>(QStringLiteral("customerKeyKeep"));
        dialog->findChild<QLineEdit *>(QStringLiteral("customerKeyName"))->setText(QStringLiteral("mine"));
        for (const QString &bad : {QStringLiteral("no base64!"), QString::fromLatin1(QByteArray(31, 'x').toBase64()), QString()}) {
            text->setText(bad);
            QVERIFY2(!keep->isEnabled(), qPrintable(bad));
        }
        QCOMPARE(text->echoMode(), QLineEdit::Password);
        text->setText(QString::fromLatin1(QByteArray(32, 'x').toBase64()));
        keep->click();
        QVERIFY(text->isReadOnly());
        QTRY_COMPARE(options.objectOptions().sseCustomerKey, QStringLiteral("mine"));
        QCOMPARE(keys.keys.value(QStringLiteral("mine")), QByteArray(32, 'x'));
        QVERIFY(options.isValid());
    }

    void accessThatIsOpenIsSaid()
    {
        UploadOptions options;
        auto *acl = options.findChild<QComboBox *>(QStringLiteral("acl"));
        auto *hint = options.findChild<QLabel *>(QStringLiteral("aclHint"));
        acl->setCurrentIndex(acl->findData(QByteArray("public-read")));
        QCOMPARE(options.objectOptions().acl, QByteArray("public-read"));
        QVERIFY(hint->text().contains(QLatin1String("Anybody")));
        QVERIFY(hint->property("attention").toBool());
        acl->setCurrentIndex(acl->findData(QByteArray("private")));
        QVERIFY(!hint->property("attention").toBool());
    }

    void storageClassesOfTheProvider()
    {
        UploadOptions options;
        auto *choice = options.findChild<QComboBox *>(QStringLiteral("storageClass"));
        s3::ProviderProfile gcs;
        gcs.id = QStringLiteral("gcs");
        choice->setEditText(QStringLiteral("MY_OWN"));
        options.setServer({}, gcs);
        QVERIFY(choice->findText(QStringLiteral("NEARLINE")) > 0);
        QCOMPARE(choice->findText(QStringLiteral("DEEP_ARCHIVE")), -1);
        QCOMPARE(options.objectOptions().storageClass, QByteArray("MY_OWN")); // typed stays typed
    }

    void tagsAreJudgedUnderTheirField()
    {
        UploadOptions options;
        auto *tags = options.findChild<QLineEdit *>(QStringLiteral("tags"));
        auto *hint = options.findChild<QLabel *>(QStringLiteral("tagsHint"));
        QVERIFY(hint->text().contains(QLatin1String("10")));
        tags->setText(QStringLiteral("team=Kamera B, place=Köln"));
        QVERIFY(options.isValid());
        QCOMPARE(options.objectOptions().tagging, QByteArray("team=Kamera%20B&place=K%C3%B6ln"));
        tags->setText(QStringLiteral("team"));
        QVERIFY(!options.isValid());
        QVERIFY(hint->property("failure").toBool());
        QCOMPARE(tags->accessibleDescription(), hint->text());
        QCOMPARE(options.troubled()->objectName(), QStringLiteral("descriptionSection"));
        // A closed section does not hide that something in it is wrong.
        auto *summary = options.findChild<QLabel *>(QStringLiteral("descriptionSectionSummary"));
        QVERIFY(!summary->text().isEmpty());
        QVERIFY(summary->property("failure").toBool());
    }

    void theContentTypeIsForetold()
    {
        auto dialog = staged();
        auto *type = dialog->findChild<QLineEdit *>(QStringLiteral("contentType"));
        QCOMPARE(type->placeholderText(), QStringLiteral("application/pdf, by the file's name"));
        QVERIFY(dialog->specs().first().options.contentType.isEmpty()); // the engine guesses the same
        dialog->stage({widgetsamples::writeSources(m_dir->path()).at(0)});
        QTRY_COMPARE(type->placeholderText(), QStringLiteral("by each file's name"));
    }

    void daysAreThoseOfTheCalendar()
    {
        const QTimeZone zone("Europe/Berlin");
        QVERIFY(zone.isValid());
        const auto at = [&zone](int month, int day, const QTime &time) { return QDateTime(QDate(2026, month, day), time, zone); };
        const QTime noon(12, 0);
        QCOMPARE(daysUntil(at(10, 10, noon), at(11, 9, noon)), 30); // summer time ends
        QCOMPARE(daysUntil(at(10, 10, noon.addSecs(30)), at(11, 9, noon)), 30);
        QCOMPARE(daysUntil(at(3, 15, noon), at(4, 14, noon)), 30); // and begins
        QCOMPARE(daysUntil(at(6, 1, noon), at(6, 1, noon.addSecs(60))), 1);
        QCOMPARE(daysUntil(at(6, 1, noon), at(6, 2, noon.addSecs(60))), 2);
    }

    void locks()
    {
        UploadOptions options;
        auto *mode = options.findChild<QComboBox *>(QStringLiteral("lockMode"));
        auto *until = options.findChild<QDateTimeEdit *>(QStringLiteral("retainUntil"));
        auto *hint = options.findChild<QLabel *>(QStringLiteral("retainUntilHint"));
        QVERIFY(!until->isEnabled());
        mode->setCurrentIndex(mode->findData(QByteArray("COMPLIANCE")));
        QVERIFY(until->isEnabled());
        const QDateTime wished = QDateTime(QDate::currentDate().addDays(400), QTime(13, 30));
        until->setDateTime(wished);
        options.findChild<QCheckBox *>(QStringLiteral("legalHold"))->setChecked(true);
        const s3::ObjectOptions sent = options.objectOptions();
        QCOMPARE(sent.objectLockMode, QByteArray("COMPLIANCE"));
        QCOMPARE(sent.objectLockRetainUntil, wished);
        QCOMPARE(sent.objectLockRetainUntil.timeSpec(), Qt::UTC);
        QVERIFY(sent.objectLockLegalHold);
        QVERIFY(options.isValid());
        until->setDateTime(QDateTime::currentDateTime().addSecs(-3600));
        QVERIFY(!options.isValid());
        QVERIFY(hint->text().contains(QLatin1String("passed")));
        until->setDateTime(QDateTime::currentDateTime().addDays(36'600));
        QVERIFY(!options.isValid());
        mode->setCurrentIndex(0); // what belongs to no lock troubles nobody
        QVERIFY(options.isValid());
        QVERIFY(!options.objectOptions().objectLockRetainUntil.isValid());
    }

    void keysFollowThePattern()
    {
        auto dialog = staged();
        auto *pattern = dialog->findChild<QLineEdit *>(QStringLiteral("keyPattern"));
        auto *hint = dialog->findChild<QLabel *>(QStringLiteral("keyPatternHint"));
        dialog->findChild<QLineEdit *>(QStringLiteral("prefix"))->setText(QStringLiteral("p"));
        for (const QString &placeholder : upload::keyPlaceholders())
            QVERIFY2(hint->text().contains(QLatin1Char('{') + placeholder + QLatin1Char('}')), qPrintable(placeholder));
        pattern->setText(QStringLiteral("{extension}/{stem}"));
        QCOMPARE(arrivesAs(*dialog), QStringLiteral("p/pdf/catalogue"));
        QCOMPARE(dialog->specs().first().target.key, QStringLiteral("p/pdf/catalogue"));
        pattern->setText(QStringLiteral("{date}/{name}"));
        QCOMPARE(arrivesAs(*dialog), QStringLiteral("p/%1/catalogue.pdf").arg(QDate::currentDate().toString(Qt::ISODate)));
        // While it is no pattern, nothing is sent, and the reason stands under the field.
        pattern->setText(QStringLiteral("{nmae}"));
        QVERIFY(!uploadButton(*dialog)->isEnabled());
        QVERIFY(hint->text().contains(QLatin1String("{nmae}")));
        QVERIFY(hint->property("failure").toBool());
        pattern->setText(QStringLiteral("a/../{name}"));
        QVERIFY(!uploadButton(*dialog)->isEnabled());
        QVERIFY(hint->property("failure").toBool());
        pattern->clear(); // as the placeholder shows
        QVERIFY(uploadButton(*dialog)->isEnabled());
        QCOMPARE(arrivesAs(*dialog), QStringLiteral("p/catalogue.pdf"));
    }

    void aPatternThatBringsTwoFilesTogether()
    {
        auto dialog = staged();
        dialog->stage(widgetsamples::writeSources(m_dir->path()).mid(2, 1)); // a folder of 23
        QTRY_COMPARE(dialog->windowTitle(), QStringLiteral("Upload 2 items"));
        auto *pattern = dialog->findChild<QLineEdit *>(QStringLiteral("keyPattern"));
        pattern->setText(QStringLiteral("{date}"));
        QVERIFY(!uploadButton(*dialog)->isEnabled());
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("listHint"))->text().contains(QDate::currentDate().toString(Qt::ISODate)));
        pattern->setText(QStringLiteral("x/{folder}/{name}"));
        QVERIFY(uploadButton(*dialog)->isEnabled());
        QCOMPARE(dialog->findChild<QTreeView *>(QStringLiteral("stagedItems"))->model()->index(1, StagedModel::ArrivesAs).data().toString(),
            QStringLiteral("x/sensor-run-0412/raw/…"));
        QCOMPARE(dialog->specs().last().batchTarget.key, QStringLiteral("x/sensor-run-0412/raw/"));
    }

    void accentsAreComposedUnlessNot()
    {
        QFile file(m_dir->filePath(QString::fromUtf8("u\xcc\x88.txt")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        auto dialog = opened({QStringLiteral("ceph"), QStringLiteral("media"), {}, upload::IfKeyExists::Ask});
        dialog->stage({file.fileName()});
        QTRY_COMPARE(dialog->windowTitle(), QStringLiteral("Upload 1 item"));
        QCOMPARE(dialog->specs().first().target.key, QString::fromUtf8("\xc3\xbc.txt"));
        dialog->findChild<QCheckBox *>(QStringLiteral("composeAccents"))->setChecked(false);
        QCOMPARE(dialog->specs().first().target.key, QString::fromUtf8("u\xcc\x88.txt"));
        // The two spellings of one name are one key, or two.
        QFile other(m_dir->filePath(QString::fromUtf8("\xc3\xbc.txt")));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.close();
        dialog->stage({other.fileName()});
        QTRY_COMPARE(dialog->windowTitle(), QStringLiteral("Upload 2 items"));
        QVERIFY(uploadButton(*dialog)->isEnabled());
        dialog->findChild<QCheckBox *>(QStringLiteral("composeAccents"))->setChecked(true);
        QVERIFY(!uploadButton(*dialog)->isEnabled());
    }

    void aPresetFillsEveryField()
    {
        m_book->presets = {archive()};
        auto dialog = staged();
        choose(*dialog, QStringLiteral("Archive"));
        const upload::UploadSpec spec = dialog->specs().first();
        s3::ObjectOptions wanted = archive().options;
        QVERIFY(qAbs(QDateTime::currentDateTimeUtc().secsTo(spec.options.objectLockRetainUntil) - 90 * 86400) < 120);
        wanted.objectLockRetainUntil = spec.options.objectLockRetainUntil;
        QCOMPARE(spec.options, wanted);
        QCOMPARE(spec.wishedPartSize, 64 * s3::MiB);
        QCOMPARE(spec.ifKeyExists, upload::IfKeyExists::KeepBoth);
        QCOMPARE(spec.target.key, QStringLiteral("catalogue-v1.pdf"));
        QCOMPARE(dialog->defaults().presetId, archive().id);
        QVERIFY(presetHint(*dialog)->text().isEmpty());
        // Seen while the options are closed.
        const QString closed = dialog->findChild<QToolButton *>(QStringLiteral("optionsButton"))->text();
        QVERIFY2(closed.contains(QStringLiteral("“Archive”")), qPrintable(closed));
        QVERIFY(closed.contains(QLatin1String("GLACIER")));
        dialog->findChild<QComboBox *>(QStringLiteral("storageClass"))->setEditText(QStringLiteral("DEEP_ARCHIVE"));
        QVERIFY(presetHint(*dialog)->text().contains(QLatin1String("Changed")));
        // None: everything as usual, but what to do with existing keys is not the options' to say.
        choose(*dialog, QStringLiteral("None"));
        QCOMPARE(dialog->specs().first().options, s3::ObjectOptions());
        QCOMPARE(dialog->specs().first().ifKeyExists, upload::IfKeyExists::KeepBoth);
        QVERIFY(dialog->defaults().presetId.isEmpty());
    }

    void theLastPresetIsThereAgain()
    {
        m_book->presets = {archive()};
        auto dialog = opened({QStringLiteral("ceph"), QStringLiteral("media"), {}, upload::IfKeyExists::Ask, archive().id});
        auto *choice = dialog->findChild<QComboBox *>(QStringLiteral("preset"));
        QTRY_COMPARE(choice->currentText(), QStringLiteral("Archive"));
        QCOMPARE(dialog->defaults().ifKeyExists, upload::IfKeyExists::KeepBoth);
        // One that was removed meanwhile is none.
        auto other = opened({QStringLiteral("ceph"), QStringLiteral("media"), {}, upload::IfKeyExists::Ask, QStringLiteral("preset:gone")});
        QTRY_COMPARE(other->findChild<QComboBox *>(QStringLiteral("preset"))->count(), 2);
        QCOMPARE(other->defaults().presetId, QString());
    }

    void savedUnderANameAndReplaced()
    {
        auto dialog = staged();
        dialog->findChild<QComboBox *>(QStringLiteral("storageClass"))->setEditText(QStringLiteral("STANDARD_IA"));
        dialog->findChild<QPushButton *>(QStringLiteral("savePreset"))->click();
        auto *box = waitFor<QDialog>(*dialog, "savePresetDialog");
        QVERIFY(box);
        auto *button = box->findChild<QPushButton *>(QStringLiteral("presetSave"));
        QVERIFY(!button->isEnabled());
        auto *name = box->findChild<QLineEdit *>(QStringLiteral("presetName"));
        name->setText(QStringLiteral("  Cold  store "));
        m_book->refuses = true;
        button->click();
        QTRY_COMPARE(box->findChild<QLabel *>(QStringLiteral("presetNameHint"))->text(), QStringLiteral("No room."));
        m_book->refuses = false;
        QVERIFY(button->isEnabled());
        button->click();
        auto *choice = dialog->findChild<QComboBox *>(QStringLiteral("preset"));
        QTRY_COMPARE(choice->currentText(), QStringLiteral("Cold store"));
        QCOMPARE(m_book->presets.size(), 1);
        QCOMPARE(m_book->presets.first().options.storageClass, QByteArray("STANDARD_IA"));
        QCOMPARE(m_book->presets.first().ifKeyExists, upload::IfKeyExists::Ask);
        QCOMPARE(dialog->specs().first().options.storageClass, QByteArray("STANDARD_IA")); // choosing what was saved changes nothing

        dialog->findChild<QComboBox *>(QStringLiteral("storageClass"))->setEditText(QStringLiteral("GLACIER"));
        QTRY_VERIFY(!dialog->findChild<QDialog *>(QStringLiteral("savePresetDialog")));
        dialog->findChild<QPushButton *>(QStringLiteral("savePreset"))->click();
        box = waitFor<QDialog>(*dialog, "savePresetDialog");
        QVERIFY(box);
        box->findChild<QLineEdit *>(QStringLiteral("presetName"))->setText(QStringLiteral("COLD store"));
        button = box->findChild<QPushButton *>(QStringLiteral("presetSave"));
        QCOMPARE(button->text(), QStringLiteral("Replace"));
        QCOMPARE(button->accessibleName(), button->text());
        button->click();
        QTRY_COMPARE(m_book->presets.first().options.storageClass, QByteArray("GLACIER"));
        QCOMPARE(m_book->presets.size(), 1);
    }

    void whatIsWrongIsNotSaved()
    {
        auto dialog = staged();
        auto *save = dialog->findChild<QPushButton *>(QStringLiteral("savePreset"));
        auto *tags = dialog->findChild<QLineEdit *>(QStringLiteral("tags"));
        QVERIFY(save->isEnabled());
        tags->setText(QStringLiteral("team"));
        QVERIFY(!save->isEnabled());
        tags->setText(QStringLiteral("team=b"));
        QVERIFY(save->isEnabled());
    }

    void renamedAndRemoved()
    {
        m_book->presets = {archive()};
        auto dialog = staged();
        choose(*dialog, QStringLiteral("Archive"));
        dialog->findChild<QPushButton *>(QStringLiteral("managePresets"))->click();
        auto *box = waitFor<QDialog>(*dialog, "managePresetsDialog");
        QVERIFY(box);
        auto *list = box->findChild<QListWidget *>(QStringLiteral("presets"));
        list->item(0)->setText(QStringLiteral("Vault"));
        auto *choice = dialog->findChild<QComboBox *>(QStringLiteral("preset"));
        QTRY_COMPARE(choice->currentText(), QStringLiteral("Vault")); // still the chosen one
        QCOMPARE(dialog->specs().first().options.storageClass, QByteArray("GLACIER"));
        box->findChild<QPushButton *>(QStringLiteral("removePreset"))->click();
        auto *question = waitFor<QDialog>(*box, "removePresetQuestion");
        QVERIFY(question);
        question->findChild<QPushButton *>(QStringLiteral("yesButton"))->click();
        QTRY_COMPARE(choice->currentText(), QStringLiteral("None"));
        QVERIFY(m_book->presets.isEmpty());
        QCOMPARE(dialog->specs().first().options.storageClass, QByteArray("GLACIER")); // what is in the fields stays
    }

    void whatCannotBeReadIsSaid()
    {
        auto dialog = staged();
        Q_EMIT m_book->troubled(
            s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("PresetUnreadable"), QStringLiteral("The preset “x” cannot be read.")));
        auto *hint = dialog->findChild<QLabel *>(QStringLiteral("listHint"));
        QTRY_COMPARE(hint->text(), QStringLiteral("The preset “x” cannot be read."));
        QVERIFY(uploadButton(*dialog)->isEnabled());
    }

    // On a small screen nothing is cut off: the fields scroll, and the focus is scrolled to.
    void smallScreens()
    {
        auto dialog = staged();
        dialog->findChild<QToolButton *>(QStringLiteral("optionsButton"))->setChecked(true);
        // Where there is room the dialog grows by what has opened, and nothing scrolls.
        QTRY_COMPARE(dialog->findChild<QAbstractScrollArea *>(QStringLiteral("fieldsScroll"))->verticalScrollBar()->maximum(), 0);
        const auto sections = dialog->findChildren<OptionSection *>();
        QCOMPARE(sections.size(), 5);
        for (OptionSection *section : sections)
            section->setOpen(true);
        QVERIFY2(dialog->minimumSizeHint().height() <= 420, qPrintable(QString::number(dialog->minimumSizeHint().height())));
        QVERIFY2(dialog->minimumSizeHint().width() <= 640, qPrintable(QString::number(dialog->minimumSizeHint().width())));
        dialog->resize(640, 420);
        QTest::qWait(20);
        auto *hold = dialog->findChild<QCheckBox *>(QStringLiteral("legalHold"));
        auto *scroll = dialog->findChild<QAbstractScrollArea *>(QStringLiteral("fieldsScroll"));
        QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
        QVERIFY(uploadButton(*dialog)->isVisible() && uploadButton(*dialog)->geometry().bottom() <= dialog->height());
        dialog->activateWindow();
        for (int i = 0; i < 60 && !hold->hasFocus(); ++i)
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : dialog.get(), Qt::Key_Tab);
        QVERIFY(hold->hasFocus());
        const QRect seen(QPoint(0, 0), scroll->viewport()->size());
        QVERIFY(seen.contains(QRect(hold->mapTo(scroll->viewport(), QPoint(0, 0)), hold->size()).center()));
    }

    void theWheelScrollsPastTheFields()
    {
        auto dialog = staged();
        dialog->findChild<QToolButton *>(QStringLiteral("optionsButton"))->setChecked(true);
        for (OptionSection *section : dialog->findChildren<OptionSection *>())
            section->setOpen(true);
        dialog->resize(640, 420);
        QTest::qWait(20);
        auto *scroll = dialog->findChild<QAbstractScrollArea *>(QStringLiteral("fieldsScroll"));
        QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
        auto *lock = dialog->findChild<QComboBox *>(QStringLiteral("lockMode"));
        lock->setCurrentIndex(1);
        const auto turn = [](QWidget *over) {
            const QPointF middle(over->width() / 2.0, over->height() / 2.0);
            QWheelEvent wheel(
                middle, over->mapToGlobal(middle), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QSpontaneKeyEvent::setSpontaneous(&wheel); // others do not go on to the widgets behind
            qApp->notify(over, &wheel);
        };
        auto *until = dialog->findChild<QDateTimeEdit *>(QStringLiteral("retainUntil"));
        for (QWidget *field : {static_cast<QWidget *>(lock), static_cast<QWidget *>(dialog->findChild<QComboBox *>(QStringLiteral("acl"))),
                 static_cast<QWidget *>(until)}) {
            const UploadPreset before = dialog->findChild<UploadOptions *>()->chosen();
            const QDateTime date = until->dateTime();
            scroll->verticalScrollBar()->setValue(0);
            turn(field);
            QCOMPARE(dialog->findChild<UploadOptions *>()->chosen(), before);
            QCOMPARE(until->dateTime(), date);
            QVERIFY2(scroll->verticalScrollBar()->value() > 0, qPrintable(field->objectName()));
            QVERIFY(!field->hasFocus());
        }
        dialog->activateWindow();
        lock->setFocus();
        turn(lock);
        QCOMPARE(lock->currentIndex(), 2);
    }

    void everythingHasItsVisibleName()
    {
        m_book->presets = {archive()};
        auto dialog = staged();
        dialog->findChild<QToolButton *>(QStringLiteral("optionsButton"))->setChecked(true);
        for (OptionSection *section : dialog->findChildren<OptionSection *>())
            section->setOpen(true);
        for (const QAbstractButton *button : dialog->findChildren<QAbstractButton *>()) {
            if (!button->isVisible() || button->text().isEmpty())
                continue;
            QVERIFY2(!button->objectName().isEmpty(), qPrintable(button->text()));
            QVERIFY2(
                button->accessibleName().isEmpty() || button->accessibleName() == button->text(), qPrintable(button->accessibleName()));
        }
        for (const char *label : {"Name on the server", "Part size", "Storage class", "Encryption", "Access (ACL)", "Content type",
                 "Cache control", "Metadata", "Tags", "Retention", "Retain until", "Preset"}) {
            bool isHeard = false;
            for (const QWidget *widget : dialog->findChildren<QWidget *>())
                isHeard = isHeard || (widget->accessibleName() == QLatin1String(label) && !widget->objectName().isEmpty());
            QVERIFY2(isHeard, label);
        }
    }

    void aHundredThousandFilesOfAPattern()
    {
        StagedModel model;
        upload::FoundItem folder{QStringLiteral("/data"), QStringLiteral("data"), true, {}, 0};
        for (int i = 0; i < 100'000; ++i)
            folder.files.append(
                {QStringLiteral("/data/%1").arg(i), QStringLiteral("data/sub-%1/file-%2.bin").arg(i / 100).arg(i), 1000, i});
        model.add({folder});
        QSignalSpy surveyed(&model, &StagedModel::surveyed);
        // Typed letter by letter: nothing is looked through in this thread, and only what was typed last counts.
        const QModelIndex place = model.index(0, StagedModel::ArrivesAs);
        for (const char *pattern : {"{extension}", "{folder}", "{date}/{folder}/{stem}.{extension}"}) {
            model.setKeyRule({QLatin1String(pattern), true});
            QVERIFY(model.isSurveying());
            QCOMPARE(place.data().toString(), QStringLiteral("…"));
        }
        QVERIFY(surveyed.isEmpty());
        QTRY_VERIFY(!model.isSurveying());
        QCOMPARE(surveyed.size(), 1);
        QVERIFY(model.doubleKey().isEmpty() && model.keyTrouble().isEmpty());
        QVERIFY(place.data().toString().endsWith(QStringLiteral("/data/…")));
        model.setKeyRule({QStringLiteral("{extension}"), true});
        QTRY_COMPARE(model.doubleKey(), QStringLiteral("bin"));
        QCOMPARE(surveyed.size(), 2);
        model.setKeyRule({QStringLiteral("{folder}"), true}); // and the model goes meanwhile
    }

    void nothingIsSentBeforeAllNamesWereLookedThrough()
    {
        QVERIFY(QDir(m_dir->path()).mkdir(QStringLiteral("many")));
        for (int i = 0; i < 2500; ++i)
            QVERIFY(QFile(m_dir->filePath(QStringLiteral("many/%1.bin").arg(i))).open(QIODevice::WriteOnly));
        auto dialog = opened({QStringLiteral("ceph"), QStringLiteral("media"), {}, upload::IfKeyExists::Ask});
        dialog->stage({m_dir->filePath(QStringLiteral("many"))});
        QTRY_VERIFY(uploadButton(*dialog)->isEnabled());
        auto *pattern = dialog->findChild<QLineEdit *>(QStringLiteral("keyPattern"));
        pattern->setText(QStringLiteral("{extension}"));
        QVERIFY(!uploadButton(*dialog)->isEnabled());
        auto *hint = dialog->findChild<QLabel *>(QStringLiteral("listHint"));
        QTRY_VERIFY(hint->text().contains(QStringLiteral("would arrive as “bin”")));
        pattern->setText(QStringLiteral("x/{name}"));
        QTRY_VERIFY(uploadButton(*dialog)->isEnabled());
        QCOMPARE(dialog->specs().size(), 2500);
        QVERIFY(arrivesAs(*dialog).startsWith(QStringLiteral("x/")));
    }

    void labelsEndAtOneLine_data()
    {
        QTest::addColumn<double>("larger");
        QTest::newRow("usual letters") << 1.0;
        QTest::newRow("large letters") << 1.75;
    }

    void labelsEndAtOneLine()
    {
        QFETCH(double, larger);
        const QFont usual = QApplication::font();
        QFont font = usual;
        font.setPixelSize(qRound(QFontInfo(usual).pixelSize() * larger));
        QApplication::setFont(font);
        const auto back = qScopeGuard([&usual] { QApplication::setFont(usual); });
        auto dialog = staged();
        dialog->findChild<QToolButton *>(QStringLiteral("optionsButton"))->setChecked(true);
        for (OptionSection *section : dialog->findChildren<OptionSection *>())
            section->setOpen(true);
        QTest::qWait(20);
        QMap<int, QStringList> ends;
        for (const QLabel *label : dialog->findChildren<QLabel *>()) {
            if (label->buddy() && label->isVisible())
                ends[label->mapTo(dialog.get(), label->rect().topRight()).x()].append(label->text());
        }
        QVERIFY(ends.size() == 1 && ends.first().size() > 12);
    }

private:
    std::unique_ptr<NewUploadDialog> opened(const UploadDefaults &defaults)
    {
        auto dialog = std::make_unique<NewUploadDialog>(m_account->browser, widgetsamples::connections(), defaults, nullptr);
        dialog->setPresetBook(*m_book);
        dialog->show();
        return dialog;
    }
    std::unique_ptr<NewUploadDialog> staged()
    {
        auto dialog = opened({QStringLiteral("ceph"), QStringLiteral("media"), {}, upload::IfKeyExists::Ask});
        dialog->stage({widgetsamples::writeSources(m_dir->path()).at(1)});
        const bool ready = QTest::qWaitFor([&] { return dialog->windowTitle() == QLatin1String("Upload 1 item"); }, 5000);
        Q_ASSERT(ready);
        Q_UNUSED(ready)
        return dialog;
    }
    template <class Widget>
    static Widget *waitFor(const QWidget &parent, const char *name)
    {
        const QString wanted = QLatin1String(name);
        return QTest::qWaitFor([&] { return parent.findChild<Widget *>(wanted) != nullptr; }, 3000) ? parent.findChild<Widget *>(wanted)
                                                                                                    : nullptr;
    }
    static void choose(const NewUploadDialog &dialog, const QString &name)
    {
        auto *choice = dialog.findChild<QComboBox *>(QStringLiteral("preset"));
        QTRY_VERIFY(choice->findText(name) >= 0);
        choice->setCurrentIndex(choice->findText(name));
    }
    static QString arrivesAs(const NewUploadDialog &dialog)
    {
        return dialog.findChild<QTreeView *>(QStringLiteral("stagedItems"))->model()->index(0, StagedModel::ArrivesAs).data().toString();
    }
    static QPushButton *uploadButton(const NewUploadDialog &dialog)
    {
        return dialog.findChild<QPushButton *>(QStringLiteral("uploadButton"));
    }
    static QLabel *presetHint(const NewUploadDialog &dialog) { return dialog.findChild<QLabel *>(QStringLiteral("presetHint")); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<samples::SilentAccount> m_account;
    std::unique_ptr<BookInMemory> m_book;
};

QTEST_MAIN(TestUploadOptions)
#include "tst_uploadoptions.moc"
