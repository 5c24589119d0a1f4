// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Pictures of every widget in every state, to be looked at: davit-gallery-widgets FOLDER (QT_SCALE_FACTOR=2 for 200 %).

#include "ui/detailspane.h"
#include "ui/icons.h"
#include "ui/newuploaddialog.h"
#include "ui/partmap.h"
#include "ui/speedtab.h"
#include "ui/theme.h"
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

void dialog()
{
    QTemporaryDir dir;
    widgetsamples::Account account;
    const QStringList paths = widgetsamples::writeSources(dir.path());
    NewUploadDialog dialog(account.browser(), widgetsamples::connections(),
        {QStringLiteral("ceph"), QStringLiteral("studio-archive"), QStringLiteral("2026/11/"), upload::IfKeyExists::Ask});
    dialog.show();
    QTest::qWait(20);
    keep(dialog, QStringLiteral("dialog-empty"));
    dialog.stage(paths);
    QTest::qWait(300);
    Q_EMIT account.browser().bucketsListed(
        QStringLiteral("ceph"), {QStringLiteral("backups"), QStringLiteral("lab-raw"), QStringLiteral("studio-archive")});
    QTest::qWait(500);
    Q_EMIT account.browser().objectsFound(
        QStringLiteral("ceph"), QStringLiteral("studio-archive"), {QStringLiteral("2026/11/catalogue.pdf")});
    keep(dialog, QStringLiteral("dialog"));
    dialog.findChild<QToolButton *>(QStringLiteral("optionsButton"))->setChecked(true);
    dialog.findChild<QToolButton *>(QStringLiteral("unusableButton"))->setChecked(true);
    dialog.findChild<QLineEdit *>(QStringLiteral("prefix"))->setText(QStringLiteral("2026/../11"));
    s3::Error refused;
    refused.kind = s3::ErrorKind::NeedsUser;
    refused.code = QStringLiteral("AccessDenied");
    refused.httpStatus = 403;
    Q_EMIT account.browser().bucketsRefused(QStringLiteral("ceph"), refused);
    keep(dialog, QStringLiteral("dialog-open"));
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
    }
    davitIcon().pixmap(256, 256).save(folder + QStringLiteral("/icon.png"));
    davitIcon().pixmap(32, 32).save(folder + QStringLiteral("/icon32.png"));
    return 0;
}
