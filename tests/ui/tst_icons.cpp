// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/icons.h"

#include <QImage>
#include <QRegularExpression>
#include <QTest>

class TestIcons : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void drawnInTheirColour()
    {
        const QImage image = ui::icon(QStringLiteral("x"), QColor(Qt::red)).pixmap(QSize(16, 16), 1.0).toImage();
        QCOMPARE(image.size(), QSize(16, 16));
        QCOMPARE(image.pixelColor(8, 8).red(), 255);
        QCOMPARE(image.pixelColor(0, 8).alpha(), 0);
    }

    void disabledIsFainter()
    {
        const QIcon icon = ui::icon(QStringLiteral("x"), QColor(Qt::red));
        const auto alpha = [&](QIcon::Mode mode) { return icon.pixmap(QSize(16, 16), 1.0, mode).toImage().pixelColor(8, 8).alpha(); };
        QVERIFY(alpha(QIcon::Disabled) > 0);
        QVERIFY(alpha(QIcon::Disabled) < alpha(QIcon::Normal));
    }

    // A button that the layout has squeezed to nothing asks for that, and Qt warns of painting on it.
    void ofNoSizeIsNothing()
    {
        const QIcon icon = ui::icon(QStringLiteral("x"), QColor(Qt::red));
        for (const QSize size : {QSize(0, 0), QSize(16, 0), QSize(0, 16), QSize(-1, 4)})
            QVERIFY(icon.pixmap(size, 1.0).isNull());
    }

    void unknownIsSaid()
    {
        QTest::ignoreMessage(QtWarningMsg, "no icon named no-such-icon");
        QVERIFY(ui::icon(QStringLiteral("no-such-icon"), QColor(Qt::red)).isNull());
    }
};

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
