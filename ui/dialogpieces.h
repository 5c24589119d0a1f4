// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the dialogs about unfinished uploads are made of, so that they look and speak alike.

#include <QString>

class QAbstractItemModel;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTreeView;
class QWidget;

namespace ui {

// `look`: a word of the style sheet (theme.h), or null.
QPushButton *dialogButton(const QString &text, const char *name, const char *look, QWidget *parent);
void rename(QPushButton *button, const QString &text); // what is seen and what is said
void setLook(QWidget *widget, const char *look, bool on);
QLabel *dialogWords(const char *name, const char *look, QWidget *parent); // plain text that wraps and can be selected
void setWords(QLabel *label, const QString &text);                        // shown only while there are any
QTreeView *dialogTable(QAbstractItemModel *model, const char *name, const QString &spoken, QWidget *parent);
QPlainTextEdit *readOnlyText(const char *name, const QString &spoken, bool monospace, QWidget *parent);

} // namespace ui
