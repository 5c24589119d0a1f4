// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "Test…" of a connection, as it is kept or as it stands in its dialog. What is found out is kept with a saved one.

#include "ui/doctordialog.h"
#include "ui/models/connectionsmodel.h"
#include "ui/trusting.h"
#include "upload/connectionbook.h"

#include <QPointer>

namespace ui {

class ConnectionTests : public QObject {
    Q_OBJECT
public:
    ConnectionTests(Trusting &trusting, QObject *parent);

    void setBook(upload::ConnectionBook &book) { m_book = &book; }
    void setDoctor(upload::Doctor &doctor) { m_doctor = &doctor; }
    void setSaved(const QList<upload::SavedConnection> &saved) { m_saved = saved; }
    bool isPossible() const { return m_doctor != nullptr; }

    void test(const ConnectionRow &row, QWidget *parent);
    // Secrets that were not typed are those that are kept; used elsewhere than what they were kept for only when somebody says so.
    void testDraft(const upload::SavedConnection &draft, const upload::NewSecrets &secrets, QWidget *dialog);

    void end(); // of the one that is shown

private:
    void examine(const ExaminedPlace &place, ConnectionHome home, QWidget *parent);
    void lendAndExamine(const upload::SavedConnection &draft, const upload::NewSecrets &secrets, const QString &secretsOf, QWidget *dialog);
    void keepFindings(const upload::Diagnosis &diagnosis);
    const upload::SavedConnection *saved(const QString &id) const;

    Trusting &m_trusting;
    upload::ConnectionBook *m_book = nullptr;
    upload::Doctor *m_doctor = nullptr;
    QList<upload::SavedConnection> m_saved;
    QPointer<DoctorDialog> m_examination;
};

} // namespace ui
