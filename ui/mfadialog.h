// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Asks for the code that a device (MFA) shows now, so that a role can be taken on. Whoever waits for it is told an empty code when there will
// be none.

#include <QDialog>
#include <QTimer>

#include <chrono>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

struct MfaDevice {
    QString whose;            // "The AWS profile “studio”"
    QString serial;           // number or ARN
    QString refusedCode = {}; // given last and not taken; empty: this is the first question
};

class MfaDialog : public QDialog {
    Q_OBJECT
public:
    // After `patience` without a letter typed it closes by itself as if it had been cancelled.
    MfaDialog(const MfaDevice &device, std::chrono::milliseconds patience, QWidget *parent = nullptr);

    QString code() const; // digits alone; empty unless it was accepted
    void type(const QString &digits);

Q_SIGNALS:
    void typed(const QString &digits);

private:
    void tidy(const QString &text);
    void sayWhatIsWrong(const QString &digits);

    const QString m_refusedCode;
    QLineEdit *m_code;
    QLabel *m_hint;
    QPushButton *m_signIn;
    QTimer m_patience;
};

} // namespace ui
