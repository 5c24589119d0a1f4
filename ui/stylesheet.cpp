// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/stylesheet.h"

#include <QHash>

namespace ui {

namespace {

// @names stand for tokens; spacing is 4 / 8 / 12 / 16 / 24, radius 6 for controls.
const char Sheet[] = R"(
QToolTip { border: 1px solid @line; padding: 4px 6px; }
QToolBar { background: @window; border: none; border-bottom: 1px solid @line; padding: 6px 12px; spacing: 6px; }
QStatusBar { background: @window; border-top: 1px solid @line; }
QStatusBar::item { border: none; }

QPushButton, QToolBar QToolButton {
    background: @control; color: @text; border: 1px solid @controlLine; border-radius: 6px; padding: 5px 14px; min-height: 18px;
    outline: none;
}
QPushButton:hover, QToolBar QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolBar QToolButton:pressed { background: @pressed; }
QPushButton:disabled, QToolBar QToolButton:disabled { color: @disabled; }
QPushButton:focus, QToolBar QToolButton:focus { border-color: @accent; }
QPushButton[accent="true"], QToolBar QToolButton[accent="true"] { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton[accent="true"]:hover, QToolBar QToolButton[accent="true"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[accent="true"]:pressed, QToolBar QToolButton[accent="true"]:pressed { background: @accentPressed; }
QPushButton[accent="true"]:focus, QToolBar QToolButton[accent="true"]:focus { border: 2px solid @focusOnAccent; padding: 4px 13px; }
QPushButton[accent="true"]:disabled, QToolBar QToolButton[accent="true"]:disabled { background: @waiting; color: @muted; border-color: @waiting; }
QPushButton[destructive="true"] { background: @failure; color: @onFailure; border-color: @failure; }
QPushButton[destructive="true"]:hover { background: @failureHover; border-color: @failureHover; }
QPushButton[destructive="true"]:disabled { background: @waiting; color: @muted; border-color: @waiting; }
QPushButton[destructive="true"]:focus { border: 2px solid @text; padding: 4px 13px; }
QPushButton[quiet="true"], QToolBar QToolButton[quiet="true"] { background: transparent; border-color: transparent; }
QPushButton[quiet="true"]:hover, QToolBar QToolButton[quiet="true"]:hover { background: @hover; }
QPushButton[quiet="true"]:focus, QToolBar QToolButton[quiet="true"]:focus { border-color: @accent; }
QPushButton[link="true"], QToolButton[link="true"] {
    background: transparent; border: 1px solid transparent; border-radius: 4px; color: @accent; padding: 2px 4px; min-height: 0; text-align: left;
}
QPushButton[link="true"]:hover, QToolButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus, QToolButton[link="true"]:focus { border-color: @accent; }
QPushButton[link="true"]:disabled { color: @muted; }
QToolButton[section="true"] { background: transparent; border: 1px solid transparent; border-radius: 4px; color: @text; padding: 2px 4px; text-align: left; }
QToolButton[section="true"]:hover { background: @hover; }
QToolButton[section="true"]:focus { border-color: @accent; }
QToolButton[copy="true"] { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 1px; }
QToolButton[copy="true"]:hover { background: @hover; }
QToolButton[copy="true"]:focus { border-color: @accent; }

QLineEdit, QComboBox, QSpinBox, QDateTimeEdit {
    background: @pane; color: @text; border: 1px solid @controlLine; border-radius: 6px; padding: 5px 10px; min-height: 18px;
    selection-background-color: @accent; selection-color: @onAccent;
}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateTimeEdit:focus { border: 1px solid @accent; }
QLineEdit:disabled, QComboBox:disabled, QDateTimeEdit:disabled { color: @disabled; background: @window; }
QLineEdit[trouble="true"], QComboBox[trouble="true"], QDateTimeEdit[trouble="true"] { border: 1px solid @failure; }
QComboBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 26px; subcontrol-origin: border; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: url(:/qss/chevron-down-@scheme.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: @pane; border: 1px solid @line; padding: 4px; outline: none; selection-background-color: @selection; selection-color: @text; }

QRadioButton, QCheckBox { spacing: 8px; color: @text; }
QRadioButton:disabled, QCheckBox:disabled { color: @disabled; }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid @muted; border-radius: 7px; background: @pane; }
QRadioButton::indicator:hover, QRadioButton::indicator:focus { border-color: @accent; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 4px solid @accent; }
QRadioButton::indicator:disabled { border-color: @disabled; background: transparent; }
QCheckBox::indicator { width: 12px; height: 12px; border: 1px solid @muted; border-radius: 3px; background: @pane; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/qss/check.svg); }
QCheckBox::indicator:disabled { border-color: @disabled; background: transparent; }
QRadioButton:focus, QCheckBox:focus { text-decoration: underline; }

QHeaderView { background: @header; border: none; }
QHeaderView::section { background: @header; color: @muted; border: none; border-bottom: 1px solid @line; padding: 6px 12px; font-weight: 500; }
QTreeView, QListView, QTableView { background: @pane; border: none; outline: none; }
QTreeView[framed="true"], QListView[framed="true"], QPlainTextEdit[framed="true"] { border: 1px solid @line; border-radius: 4px; }
QPlainTextEdit { background: @pane; border: none; selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit[framed="true"] { padding: 3px 4px; }
QTreeView[framed="true"]:focus, QListView[framed="true"]:focus, QPlainTextEdit[framed="true"]:focus { border-color: @accent; }

QTabWidget::pane { border: none; border-top: 1px solid @line; background: @pane; }
QTabWidget::tab-bar { left: 0; }
QTabBar::tab:first { margin-left: 12px; }
QTabBar { background: @header; border-bottom: 1px solid @line; qproperty-drawBase: 0; }
QTabWidget { background: @header; }
QTabBar::tab { background: transparent; color: @muted; border: none; border-bottom: 2px solid transparent; padding: 8px 12px 7px 12px; margin-right: 2px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:focus { color: @accent; }

QMenu { background: @pane; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @selection; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @handle; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QFrame[card="true"] { background: @pane; border: 1px solid @line; border-radius: 6px; }
QFrame#divider { background: @line; border: none; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: @waiting; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }

QLabel[muted="true"] { color: @muted; }
QLabel[attention="true"] { color: @attention; }
QLabel[failure="true"] { color: @failure; }
)";

QString mixed(const QColor &a, const QColor &b, qreal partOfB)
{
    const auto mix = [partOfB](int x, int y) { return qRound(x + (y - x) * partOfB); };
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())).name();
}

} // namespace

QString styleSheetFor(const Tokens &t)
{
    const QColor control = t.dark ? QColor(0x2c323a) : QColor(0xffffff);
    const QHash<QString, QString> words = {
        {QStringLiteral("window"), t.window.name()},
        {QStringLiteral("pane"), t.pane.name()},
        {QStringLiteral("header"), mixed(t.window, t.pane, 0.5)},
        {QStringLiteral("line"), t.line.name()},
        {QStringLiteral("text"), t.text.name()},
        {QStringLiteral("muted"), t.muted.name()},
        {QStringLiteral("accent"), t.accent.name()},
        {QStringLiteral("accentHover"), mixed(t.accent, t.text, 0.12)},
        {QStringLiteral("accentPressed"), mixed(t.accent, t.text, 0.22)},
        {QStringLiteral("focusOnAccent"), mixed(t.accent, t.text, 0.6)},
        {QStringLiteral("onAccent"), textOnAccent(t).name()},
        {QStringLiteral("selection"), t.selection.name()},
        {QStringLiteral("attention"), t.attention.name()},
        {QStringLiteral("failure"), t.failure.name()},
        {QStringLiteral("failureHover"), mixed(t.failure, t.text, 0.12)},
        {QStringLiteral("onFailure"), t.dark ? QStringLiteral("#2a0f0d") : QStringLiteral("#ffffff")},
        {QStringLiteral("waiting"), t.waiting.name()},
        {QStringLiteral("control"), control.name()},
        {QStringLiteral("controlLine"), mixed(t.line, t.text, 0.12)},
        {QStringLiteral("hover"), mixed(control, t.text, 0.06)},
        {QStringLiteral("pressed"), mixed(control, t.text, 0.12)},
        {QStringLiteral("disabled"), mixed(t.muted, t.pane, 0.45)},
        {QStringLiteral("handle"), mixed(t.line, t.muted, 0.3)},
        {QStringLiteral("scheme"), t.dark ? QStringLiteral("dark") : QStringLiteral("light")},
    };
    const QString sheet = QString::fromLatin1(Sheet);
    QString result;
    result.reserve(sheet.size());
    for (qsizetype i = 0; i < sheet.size(); ++i) {
        if (sheet.at(i) != QLatin1Char('@')) {
            result.append(sheet.at(i));
            continue;
        }
        qsizetype end = i + 1;
        while (end < sheet.size() && sheet.at(end).isLetter())
            ++end;
        result.append(words.value(sheet.mid(i + 1, end - i - 1)));
        i = end - 1;
    }
    return result;
}

} // namespace ui
