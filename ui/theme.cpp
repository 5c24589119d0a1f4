// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/theme.h"

#include "ui/stylesheet.h"
#include "ui/systemappearance.h"

#include <QApplication>
#include <QFontInfo>
#include <QStyle>
#include <QStyleFactory>

namespace ui {

namespace {

Tokens lightTokens()
{
    Tokens t;
    t.window = QColor(0xf6f7f9);
    t.pane = QColor(0xffffff);
    t.line = QColor(0xdfe3e8);
    t.text = QColor(0x1f2933);
    t.muted = QColor(0x5f6b78);
    t.accent = QColor(0x2f6fde);
    t.selection = QColor(0xeaf1fd);
    t.stored = QColor(0x2e9e6b);
    t.attention = QColor(0x9a5d08);
    t.attentionFill = QColor(0xd98a1f);
    t.failure = QColor(0xc63a33);
    t.waiting = QColor(0xe3e8ee);
    t.inAirFill = QColor(0xbdd3f8);
    t.dark = false;
    return t;
}

Tokens darkTokens()
{
    Tokens t;
    t.window = QColor(0x1b1f24);
    t.pane = QColor(0x22272e);
    t.line = QColor(0x343b44);
    t.text = QColor(0xe6eaef);
    t.muted = QColor(0x98a4b1);
    t.accent = QColor(0x6ea2ff);
    t.selection = QColor(0x26364f);
    t.stored = QColor(0x4cc38a);
    t.attention = QColor(0xf0ae4a);
    t.attentionFill = QColor(0xf0ae4a);
    t.failure = QColor(0xf2706a);
    t.waiting = QColor(0x38404a);
    t.inAirFill = QColor(0x2b4675);
    t.dark = true;
    return t;
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF();
}

QPalette paletteOf(const Tokens &t)
{
    QPalette p;
    const QColor disabled = t.dark ? QColor(0x6b7682) : QColor(0x98a2ad);
    const QColor button = t.dark ? QColor(0x2c323a) : QColor(0xffffff);
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.pane);
    p.setColor(QPalette::AlternateBase, t.window);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::PlaceholderText, t.muted);
    p.setColor(QPalette::Button, button);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.failure);
    p.setColor(QPalette::Light, t.dark ? QColor(0x3c444e) : QColor(0xffffff));
    p.setColor(QPalette::Midlight, t.dark ? QColor(0x343b44) : QColor(0xf1f3f5));
    p.setColor(QPalette::Mid, t.dark ? QColor(0x2c323a) : QColor(0xc8ced5));
    p.setColor(QPalette::Dark, t.dark ? QColor(0x14171b) : QColor(0xaab3bd));
    p.setColor(QPalette::Shadow, t.dark ? QColor(0x0d0f12) : QColor(0x808a94));
    p.setColor(QPalette::Highlight, t.selection);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::ToolTipBase, t.dark ? QColor(0x2c323a) : QColor(0x1f2933));
    p.setColor(QPalette::ToolTipText, t.dark ? t.text : QColor(0xf6f7f9));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, disabled);
    return p;
}

bool platformHasAStyle(const QStyle &style)
{
    const QString name = style.objectName();
    return name.compare(QLatin1String("fusion"), Qt::CaseInsensitive) != 0 &&
           name.compare(QLatin1String("windows"), Qt::CaseInsensitive) != 0 && !name.isEmpty();
}

void dress(QApplication &app, bool dark)
{
    const Tokens tokens = dark ? darkTokens() : lightTokens();
    app.setPalette(paletteOf(tokens));
    app.setStyleSheet(styleSheetFor(tokens));
}

} // namespace

Tokens tokensFor(const QPalette &palette)
{
    Tokens t = isDark(palette) ? darkTokens() : lightTokens();
    // The platform's own surfaces and text come first; the tokens fill in where it is silent.
    t.window = palette.color(QPalette::Active, QPalette::Window);
    t.pane = palette.color(QPalette::Active, QPalette::Base);
    t.text = palette.color(QPalette::Active, QPalette::Text);
    return t;
}

QColor textOnAccent(const Tokens &tokens)
{
    return tokens.dark ? QColor(0x0f1a2e) : QColor(0xffffff);
}

void applyTheme(QApplication &app, Appearance appearance)
{
    auto *system = app.findChild<SystemAppearance *>(QString(), Qt::FindDirectChildrenOnly);
    if (!system) {
        // The first call: remember what the platform itself brings, before anything of ours covers it.
        system = new SystemAppearance(isDark(app.palette()), platformHasAStyle(*QApplication::style()), &app);
        if (!system->hasOwnStyle())
            QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QFont font = QApplication::font();
        if (QFontInfo(font).pixelSize() < 13) {
            font.setPixelSize(13);
            QApplication::setFont(font);
        }
        QObject::connect(system, &SystemAppearance::changed, &app, [&app, system] {
            if (system->isFollowed())
                dress(app, system->isDark());
        });
    }
    system->setFollowed(appearance == Appearance::FollowSystem);
    dress(app, appearance == Appearance::FollowSystem ? system->isDark() : appearance == Appearance::Dark);
}

QFont smallFont(const QFont &base)
{
    QFont font = base;
    font.setPixelSize(qMax(9, QFontInfo(base).pixelSize() - 1));
    return font;
}

QFont headingFont(const QFont &base)
{
    QFont font = base;
    font.setPixelSize(QFontInfo(base).pixelSize() + 2);
    return font;
}

} // namespace ui
