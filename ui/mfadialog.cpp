// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/mfadialog.h"

#include "ui/dialogpieces.h"
#include "ui/formatting.h"
#include "ui/formfields.h"
#include "ui/theme.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

constexpr qsizetype CodeLength = 6; // digits, of every device that STS knows

} // namespace

MfaDialog::MfaDialog(const MfaDevice &device, std::chrono::milliseconds patience, QWidget *parent)
    : QDialog(parent)
    , m_refusedCode(device.refusedCode)
    , m_code(new QLineEdit(this))
    , m_hint(hintLabel("mfaCodeHint", this))
    , m_signIn(dialogButton(tr("Sign in"), "mfaSignIn", "accent", this))
{
    setObjectName(QStringLiteral("mfaDialog"));
    setWindowTitle(tr("Code of a device"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    QLabel *heading = dialogWords("mfaHeading", nullptr, this);
    QFont font = headingFont(heading->font());
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    setWords(heading, tr("%1 wants a code").arg(shortened(device.whose, 60)));
    column->addWidget(heading);
    QLabel *note = dialogWords("mfaNote", "muted", this);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(patience).count();
    setWords(
        note, tr("Type the six digits that this device shows now. Uploads that need them wait, all others go on. Without an answer Davit "
                 "stops asking after %1 minutes, and nothing is lost.")
                  .arg(minutes));
    column->addWidget(note);

    QFormLayout *form = dialogForm();
    QLabel *serial = dialogWords("mfaDevice", nullptr, this);
    setWords(serial, printable(device.serial));
    addField(form, tr("Device"), serial);
    serial->setAccessibleName(tr("Device: %1").arg(serial->text()));
    m_code->setObjectName(QStringLiteral("mfaCode"));
    m_code->setInputMethodHints(Qt::ImhDigitsOnly | Qt::ImhNoPredictiveText);
    m_code->setFixedWidth(120);
    addField(form, tr("Code"), m_code);
    form->addRow(QString(), m_hint); // wider than the field
    column->addLayout(form);
    column->addStretch(1);

    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    QPushButton *cancel = dialogButton(tr("Cancel"), "mfaCancel", nullptr, this);
    row->addWidget(cancel);
    row->addWidget(m_signIn);
    column->addLayout(row);
    m_signIn->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_signIn, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_code, &QLineEdit::textChanged, this, &MfaDialog::tidy);

    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &QDialog::reject);
    m_patience.start();
    tidy({});
    setMinimumWidth(540);
    m_code->setFocus();
}

QString MfaDialog::code() const
{
    return result() == QDialog::Accepted ? m_code->text() : QString();
}

void MfaDialog::type(const QString &digits)
{
    m_code->setText(digits);
}

// Codes are shown and read out in two groups, and pasted with a blank or a line break.
void MfaDialog::tidy(const QString &text)
{
    QString digits;
    std::copy_if(
        text.begin(), text.end(), std::back_inserter(digits), [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); });
    digits.truncate(CodeLength);
    if (digits != text)
        m_code->setText(digits);
    m_signIn->setEnabled(digits.size() == CodeLength && digits != m_refusedCode);
    sayWhatIsWrong(digits);
    m_patience.start();
    Q_EMIT typed(digits);
}

// To send the same one again would only be refused again.
void MfaDialog::sayWhatIsWrong(const QString &digits)
{
    if (m_refusedCode.isEmpty())
        return;
    const bool isSame = digits == m_refusedCode;
    showHint(m_hint, m_code,
        isSame ? tr("%1 was not taken. Wait until the device shows another code.").arg(m_refusedCode)
               : tr("%1 was not taken. A code works only once: wait until the device shows another one.").arg(m_refusedCode),
        isSame || digits.isEmpty());
}

} // namespace ui
