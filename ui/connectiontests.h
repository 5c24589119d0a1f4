// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "Test…" of a connection, as it is kept or as it stands in its dialog. What is found out is kept with a saved one.

#include "ui/doctordialog.h"
#include "ui/models/connectionsmodel.h"
#include "ui/trusting.h"
#include "upload/connectionbook.h"

#include <QHash>
#include <QPointer>

namespace ui {

class ConnectionTests : public QObject {
    Q_OBJECT
public:
    ConnectionTests(Trusting &trusting, QObject *parent);

    void setBook(upload::ConnectionBook &book) { m_book = &book; }
    void setDoctor(upload::Doctor &doctor);
    void setSaved(const QList<upload::SavedConnection> &saved) { m_saved = saved; }
    bool isPossible() const { return m_doctor != nullptr; }

    void test(const ConnectionRow &row, QWidget *parent);
    // Secrets that were not typed are those that are kept; used elsewhere than what they were kept for only when somebody says so.
    void testDraft(const upload::SavedConnection &draft, const upload::NewSecrets &secrets, QWidget *dialog);

    void end(); // of the one that is shown

private:
    struct Lending { // the keys of a draft: needed until the last examination has cleaned up after itself
        int running = 0;
        bool isOpen = true; // the dialog, which may begin another one
    };

    void examine(const ExaminedPlace &place, ConnectionHome home, QWidget *parent);
    void lendAndExamine(const upload::SavedConnection &draft, const upload::NewSecrets &secrets, const QString &secretsOf, QWidget *dialog);
    void takeBackUnused();
    void keepFindings(const upload::Diagnosis &diagnosis);
    const upload::SavedConnection *saved(const QString &id) const;

    Trusting &m_trusting;
    upload::ConnectionBook *m_book = nullptr;
    upload::Doctor *m_doctor = nullptr;
    QList<upload::SavedConnection> m_saved;
    QPointer<DoctorDialog> m_examination;
    QHash<QString, Lending> m_lendings; // by the id of the draft
};

} // namespace ui
