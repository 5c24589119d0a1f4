// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Pictures of every widget in every state, to be looked at: davit-gallery-widgets FOLDER (QT_SCALE_FACTOR=2 for 200 %).

#include "adoptsamples.h"
#include "silentaccount.h"
#include "ui/adoptdialog.h"
#include "ui/detailspane.h"
#include "ui/icons.h"
#include "ui/newuploaddialog.h"
#include "ui/partmap.h"
#include "ui/speedtab.h"
#include "ui/theme.h"
#include "ui/unfinishedquestion.h"
#include "widgetsamples.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace ui;

namespace {

QString folder;
QString theme;

void keep(QWidget &widget, const QString &name)
{
    QTest::qWait(50);
    widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, theme));
}

void details()
{
    struct Case {
        const char *name;
        upload::UploadSnapshot upload;
        QList<upload::PartSnapshot> parts;
    };
    const upload::UploadSnapshot running = widgetsamples::uploading(309, 160 * s3::MiB);
    const upload::UploadSnapshot many = widgetsamples::uploading(10000, 64 * s3::MiB);
    const QList<Case> cases = {
        {"parts", running, widgetsamples::parts(running, 188, 8, 1)},
        {"parts-few", widgetsamples::uploading(7, 8 * s3::MiB), widgetsamples::parts(widgetsamples::uploading(7, 8 * s3::MiB), 3, 2, 1)},
        {"parts-10000", many, widgetsamples::parts(many, 6100, 12, 3)},
        {"one-request", widgetsamples::oneRequest(), {}},
        {"failed", widgetsamples::failed(), widgetsamples::parts(widgetsamples::failed(), 120, 0, 0)},
    };
    for (const Case &one : cases) {
        DetailsPane pane;
        pane.resize(1106, 318);
        pane.setTotals(widgetsamples::totals());
        pane.setUpload(one.upload);
        pane.updateParts(one.upload.id, one.parts);
        for (const upload::LogLine &line : widgetsamples::log())
            pane.appendLog(one.upload.id, line);
        pane.show();
        keep(pane, QString::fromLatin1(one.name));
        if (auto *map = pane.findChild<PartMap *>(); map && QByteArray(one.name) == "parts") {
            map->setFocus();
            map->selectPart(181);
            keep(pane, QStringLiteral("parts-selected"));
        }
        if (QByteArray(one.name) == "parts" || QByteArray(one.name) == "failed") {
            auto *tabs = pane.findChild<QTabWidget *>();
            for (int i = 2; i < 4; ++i) {
                tabs->setCurrentIndex(i);
                keep(pane, QStringLiteral("%1-%2").arg(QString::fromLatin1(one.name), tabs->tabText(i).toLower()));
            }
        }
    }
    DetailsPane empty;
    empty.resize(1106, 200);
    empty.setUpload({});
    empty.show();
    keep(empty, QStringLiteral("empty"));
}

void speed()
{
    SpeedTab tab;
    tab.setAutoFillBackground(true);
    tab.setBackgroundRole(QPalette::Base);
    tab.resize(1106, 280);
    tab.setFigures(widgetsamples::speeds(300));
    tab.show();
    keep(tab, QStringLiteral("speed"));
    tab.setFigures(widgetsamples::speeds(47));
    keep(tab, QStringLiteral("speed-young"));
    tab.setFigures({});
    keep(tab, QStringLiteral("speed-still"));
}

QStringList askedKeys(const NewUploadDialog &dialog)
{
    QStringList keys;
    const auto specs = dialog.specs();
    for (const upload::UploadSpec &spec : specs)
        keys.append(spec.target.key);
    return keys;
}

void dialog()
{
    QTemporaryDir dir;
    samples::SilentAccount account(widgetsamples::connections());
    const QStringList paths = widgetsamples::writeSources(dir.path());
    NewUploadDialog dialog(account.browser, widgetsamples::connections(),
        {QStringLiteral("ceph"), QStringLiteral("studio-archive"), QStringLiteral("2026/11/"), upload::IfKeyExists::Ask});
    dialog.show();
    QTest::qWait(20);
    keep(dialog, QStringLiteral("dialog-empty"));
    dialog.stage(paths);
    QTest::qWait(300);
    Q_EMIT account.browser.bucketsListed(
        QStringLiteral("ceph"), {QStringLiteral("backups"), QStringLiteral("lab-raw"), QStringLiteral("studio-archive")});
    QTest::qWait(500);
    Q_EMIT account.browser.objectsFound(
        QStringLiteral("ceph"), QStringLiteral("studio-archive"), {QStringLiteral("2026/11/catalogue.pdf")});
    Q_EMIT account.browser.uploadsFound(QStringLiteral("ceph"), QStringLiteral("studio-archive"),
        {adoptsamples::openUpload(QStringLiteral("2026/11/catalogue.pdf"), 12 * s3::MiB, 2, "id")}, true, askedKeys(dialog), {});
    keep(dialog, QStringLiteral("dialog"));
    dialog.findChild<QToolButton *>(QStringLiteral("optionsButton"))->setChecked(true);
    dialog.findChild<QToolButton *>(QStringLiteral("unusableButton"))->setChecked(true);
    dialog.findChild<QLineEdit *>(QStringLiteral("prefix"))->setText(QStringLiteral("2026/../11"));
    s3::Error refused;
    refused.kind = s3::ErrorKind::NeedsUser;
    refused.code = QStringLiteral("AccessDenied");
    refused.httpStatus = 403;
    Q_EMIT account.browser.bucketsRefused(QStringLiteral("ceph"), refused);
    keep(dialog, QStringLiteral("dialog-open"));
}

void adopt()
{
    samples::SilentTransport transport;
    samples::SilentCredentials credentials;
    upload::Inquiries inquiries(transport, credentials);
    upload::AccountBrowser browser(inquiries);
    upload::Adoption adoption(transport, inquiries);
    inquiries.setConnections(widgetsamples::connections());
    const s3::UploadAddress address{
        {QStringLiteral("media"), QStringLiteral("2026/11/interview-master-4k.mov")}, "2~kz1VbWq8x3cQe0mYtHn7LrSdf4PuGj"};
    const QString path = QStringLiteral("/home/ada/Film/interview-master-4k.mov");
    {
        AdoptDialog dialog(
            browser, adoption, widgetsamples::connections(), {QStringLiteral("ceph"), {{QStringLiteral("media"), {}}, {}}, path});
        dialog.show();
        keep(dialog, QStringLiteral("adopt-looking"));
        QTest::qWait(600);
        QList<upload::OpenUpload> uploads = {adoptsamples::openUpload(address.object.key, 3 * s3::GiB, 412, address.uploadId),
            adoptsamples::openUpload(QStringLiteral("2026/11/b-roll.mov"), 12 * s3::GiB, 1500, "2~Zs03bWq8x3cQe0mp8c", 30),
            adoptsamples::openUpload(QStringLiteral("exports/q3.tar"), -1, 0, "2~Bd40kz1VbWq8x3cx3V", 200)};
        Q_EMIT browser.uploadsFound(QStringLiteral("ceph"), QStringLiteral("media"), uploads, false);
        keep(dialog, QStringLiteral("adopt-list"));
        dialog.resize(dialog.minimumSizeHint());
        keep(dialog, QStringLiteral("adopt-smallest"));
        s3::Error denied;
        denied.code = QStringLiteral("AccessDenied");
        denied.httpStatus = 403;
        Q_EMIT browser.uploadsRefused(QStringLiteral("ceph"), QStringLiteral("media"), denied);
        dialog.resize(760, 560);
        keep(dialog, QStringLiteral("adopt-denied"));
    }
    AdoptDialog dialog(browser, adoption, widgetsamples::connections(), {QStringLiteral("ceph"), address, path});
    dialog.show();
    QTest::qWait(50);
    auto report = adoptsamples::report(address, path, 980, 412, 3, 12);
    for (upload::AdoptedPart &part : report.parts) {
        if (part.verdict != upload::PartVerdict::Missing)
            part.verdict = upload::PartVerdict::NotCompared;
    }
    Q_EMIT adoption.listed(report);
    Q_EMIT adoption.progressed(2 * s3::GiB, 3 * s3::GiB, 2.1e9);
    keep(dialog, QStringLiteral("adopt-comparing"));
    Q_EMIT adoption.compared(adoptsamples::report(address, path, 980, 4, 3, 12));
    keep(dialog, QStringLiteral("adopt-report"));

    const auto there = [](const QByteArray &id, int hours) {
        return unfinishedOf(QStringLiteral("ceph"), adoptsamples::openUpload({}, 3 * s3::GiB + hours * s3::MiB, 128, id, hours));
    };
    Unfinished mine = there("2~kz1VbWq8x3cQe0mYtHn7LrSdf4PuGj", 2);
    mine.id = QUuid::createUuid();
    mine.sourcePath = path;
    UnfinishedQuestion question(
        {{address.object.key, path, s3::GiB, {mine}}, {QStringLiteral("2026/11/b-roll.mov"), QStringLiteral("/home/ada/b-roll.mov"),
                                                          s3::GiB, {there("2~Zs03bWq8x3cQe0mp8c", 3), there("2~Bd40kz1VbWq8x3cx3V", 80)}}},
        QDateTime::currentDateTimeUtc());
    question.show();
    keep(question, QStringLiteral("question"));
    question.findChild<QPushButton *>(QStringLiteral("replaceEach"))->click();
    question.findChild<QAbstractButton *>(QStringLiteral("decide-1-4"))->click();
    keep(question, QStringLiteral("question-replace"));
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("gallery");
    QDir().mkpath(folder);
    for (const bool dark : {false, true}) {
        theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
        applyTheme(app, dark ? Appearance::Dark : Appearance::Light);
        details();
        speed();
        dialog();
        adopt();
    }
    davitIcon().pixmap(256, 256).save(folder + QStringLiteral("/icon.png"));
    davitIcon().pixmap(32, 32).save(folder + QStringLiteral("/icon32.png"));
    return 0;
}
