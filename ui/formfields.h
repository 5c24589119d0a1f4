// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The rows of a form in a dialog: a muted label beside its field, and a hint below that informs or says what is wrong.

class QFormLayout;
class QLabel;
class QLineEdit;
class QString;
class QWidget;

namespace ui {

constexpr int FormSpacing = 14; // pixels, between label and field

int formLabelWidth(); // pixels: all labels of a dialog end at one line, also with the large letters that somebody needs

QFormLayout *dialogForm();
void conceal(QLineEdit *secret); // what is typed is neither shown nor learned by a keyboard
QLabel *hintLabel(const char *name, QWidget *parent);
// The field takes the label's text as its accessible name, and the wheel changes it only while it has the focus. `hint` may be null; it stands
// below the field, in the same row.
void addField(QFormLayout *form, const QString &text, QWidget *field, QLabel *hint = nullptr);
// Muted while it only informs; red with its field when it forbids. Hidden without words.
void showHint(QLabel *hint, QWidget *field, const QString &text, bool trouble);

} // namespace ui
