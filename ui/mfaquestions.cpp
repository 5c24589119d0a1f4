// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/mfaquestions.h"

#include <QApplication>
#include <QEvent>

namespace ui {

MfaQuestions::MfaQuestions(QWidget *window)
    : QObject(window)
    , m_window(window)
{
}

void MfaQuestions::ask(const MfaDevice &device, const GiveCode &give)
{
    m_wishes.enqueue({device, give, {}});
    if (m_wishes.size() == 1)
        askNext();
}

void MfaQuestions::askNext()
{
    // A test in a dialog may be what wants the code: then it is asked in front of that one, which could not be left otherwise.
    QWidget *front = QApplication::activeModalWidget();
    m_dialog = new MfaDialog(m_wishes.constFirst().device, m_patience, front ? front : m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->installEventFilter(this);
    connect(m_dialog, &MfaDialog::typed, this, [this](const QString &digits) { m_wishes.first().typed = digits; });
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
    m_dialog->type(m_wishes.constFirst().typed); // now, or all of it would be selected
    m_dialog->raise();
    m_dialog->activateWindow();
    QApplication::alert(m_dialog);
}

bool MfaQuestions::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::WindowBlocked && watched == m_dialog)
        QMetaObject::invokeMethod(this, &MfaQuestions::moveToFront, Qt::QueuedConnection); // when the other one is there
    return false;
}

// Behind a modal dialog that was opened meanwhile it could be neither answered nor cancelled.
void MfaQuestions::moveToFront()
{
    const QWidget *front = QApplication::activeModalWidget();
    if (!m_dialog || !front || m_dialog->parentWidget() == front)
        return;
    m_dialog->deleteLater(); // and is asked again
    m_dialog->hide();
    m_dialog.clear();
}

} // namespace ui
