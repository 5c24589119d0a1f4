// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The codes of devices (MFA) that are wanted: one dialog at a time, the others wait for their turn. Nothing is blocked meanwhile.

#include "ui/mfadialog.h"

#include <QPointer>
#include <QQueue>

#include <functional>

namespace ui {

using GiveCode = std::function<void(const QString &code)>; // empty: there will be none

class MfaQuestions : public QObject {
    Q_OBJECT
public:
    explicit MfaQuestions(QWidget *window);

    void ask(const MfaDevice &device, const GiveCode &give); // `give` is called once, and never after the window is gone
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Wish {
        MfaDevice device;
        GiveCode give;
        QString typed; // so far
    };

    void askNext();
    void moveToFront();

    QWidget *m_window;
    QQueue<Wish> m_wishes; // the first one is being asked
    QPointer<MfaDialog> m_dialog;
    std::chrono::milliseconds m_patience = std::chrono::minutes(10);
};

} // namespace ui
