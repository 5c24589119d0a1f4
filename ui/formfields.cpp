// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/formfields.h"

#include "ui/dialogpieces.h"
#include "ui/theme.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QFontMetrics>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace ui {

namespace {

// Who scrolls a form past a field does not mean to change it: the wheel is the form's until somebody has gone into the field.
class WheelFilter : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::Wheel || static_cast<QWidget *>(watched)->hasFocus())
            return false;
        event->ignore(); // so that it reaches the area that scrolls
        return true;
    }
};

void keepFromWheel(QWidget *field)
{
    field->setFocusPolicy(Qt::StrongFocus);
    field->installEventFilter(new WheelFilter(field));
}

} // namespace

int formLabelWidth()
{
    constexpr int longest = 18; // digits, which "Secret access key" and "Name on the server" are not as wide as
    return QFontMetrics(QApplication::font()).horizontalAdvance(QLatin1Char('0')) * longest;
}

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
    label->setTextFormat(Qt::PlainText);
    label->setProperty("muted", true);
    label->setMinimumWidth(formLabelWidth());
    // Beside the field or its first line, not beside the middle of field and hint.
    const int own = label->sizeHint().height();
    const int line = qobject_cast<QPlainTextEdit *>(field) ? own + 10 : qobject_cast<QLabel *>(field) ? own : field->sizeHint().height();
    label->setContentsMargins(0, (line - own) / 2, 0, 0);
    label->setAlignment(Qt::AlignTrailing | Qt::AlignTop);
    label->setBuddy(field);
    field->setAccessibleName(text);
    QList<QWidget *> parts = field->findChildren<QWidget *>();
    parts.append(field);
    for (QWidget *one : std::as_const(parts)) {
        if (qobject_cast<QComboBox *>(one) || qobject_cast<QAbstractSpinBox *>(one))
            keepFromWheel(one);
    }
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
