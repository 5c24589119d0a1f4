// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/mfaquestions.h"

#include <QApplication>

namespace ui {

MfaQuestions::MfaQuestions(QWidget *window)
    : QObject(window)
    , m_window(window)
{
}

void MfaQuestions::ask(const MfaDevice &device, const GiveCode &give)
{
    m_wishes.enqueue({device, give});
    if (m_wishes.size() == 1)
        askNext();
}

void MfaQuestions::askNext()
{
    // A test in a dialog may be what wants the code: then it is asked in front of that one, which could not be left otherwise.
    QWidget *front = QApplication::activeModalWidget();
    m_dialog = new MfaDialog(m_wishes.constFirst().device, m_patience, front ? front : m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &QDialog::finished, this, [this, dialog = m_dialog.data()] {
        m_dialog.clear();
        m_wishes.dequeue().give(dialog->code());
        if (!m_wishes.isEmpty())
            askNext();
    });
    // Goes with the dialog in front of which it stood, unanswered.
    connect(
        m_dialog, &QObject::destroyed, this,
        [this] {
            if (!m_dialog && !m_wishes.isEmpty())
                askNext();
        },
        Qt::QueuedConnection);
    m_dialog->setModal(false);
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
    QApplication::alert(m_dialog);
}

} // namespace ui
