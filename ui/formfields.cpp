// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/formfields.h"

#include "ui/dialogpieces.h"
#include "ui/theme.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace ui {

QFormLayout *dialogForm()
{
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

void conceal(QLineEdit *secret)
{
    secret->setEchoMode(QLineEdit::Password);
    secret->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    secret->setAttribute(Qt::WA_InputMethodEnabled, false);
}

QLabel *hintLabel(const char *name, QWidget *parent)
{
    auto *hint = new QLabel(parent);
    hint->setObjectName(QLatin1String(name));
    hint->setWordWrap(true);
    hint->setTextFormat(Qt::PlainText);
    hint->setProperty("muted", true);
    hint->setFont(smallFont(hint->font()));
    hint->hide();
    return hint;
}

void addField(QFormLayout *form, const QString &text, QWidget *field, QLabel *hint)
{
    auto *label = new QLabel(text);
    label->setProperty("muted", true);
    label->setMinimumWidth(FormLabelWidth);
    // Beside the field or its first line, not beside the middle of field and hint.
    const int line = qobject_cast<QPlainTextEdit *>(field) ? label->sizeHint().height() + 10 : field->sizeHint().height();
    label->setContentsMargins(0, (line - label->sizeHint().height()) / 2, 0, 0);
    label->setAlignment(Qt::AlignTrailing | Qt::AlignTop);
    label->setBuddy(field);
    field->setAccessibleName(text);
    if (!hint) {
        form->addRow(label, field);
        return;
    }
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(field);
    column->addWidget(hint);
    form->addRow(label, column);
}

void showHint(QLabel *hint, QWidget *field, const QString &text, bool trouble)
{
    hint->setText(text);
    hint->setVisible(!text.isEmpty());
    setLook(hint, "failure", trouble);
    setLook(field, "trouble", trouble);
    field->setAccessibleDescription(text);
}

} // namespace ui
