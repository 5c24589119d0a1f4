// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "Test": what a connection can and cannot do in a bucket, found out by a small trial upload; a sentence a finding, as they are made.

#include "upload/doctor.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace ui {

struct ExaminedPlace {
    QString connectionId, name; // as the engine knows it; as a person does
    QString bucket, prefix;     // to begin with; may be empty
    bool isKept = false;        // what is found out is kept with the connection
};

class DoctorDialog : public QDialog {
    Q_OBJECT
public:
    // The doctor may live in another thread: it is called and answers queued. It must outlive the dialog. Nothing is asked of the server before
    // a bucket is named.
    DoctorDialog(upload::Doctor &doctor, const ExaminedPlace &place, QWidget *parent = nullptr);
    ~DoctorDialog() override; // stops what runs; it cleans up after itself

    bool isRunning() const { return m_runs; }

Q_SIGNALS:
    void begun(); // an examination; the first one perhaps before anybody listens
    void diagnosed(const upload::Diagnosis &diagnosis);
    void certificateWished(const s3::Error &error); // one that is not trusted is to be shown

private:
    QLayout *placeRow();
    QLayout *footer();
    void begin();
    void add(const upload::Finding &finding);
    QLayout *findingRow(const upload::Finding &finding);
    void layAnew();
    void conclude(const upload::Diagnosis &diagnosis);
    void forget(); // the findings shown
    void refresh();
    QString report() const; // as text, for a colleague

    upload::Doctor &m_doctor;
    const ExaminedPlace m_place;
    quint64 m_examination = 0; // the running or the last one
    bool m_runs = false;
    upload::Diagnosis m_diagnosis;
    QList<upload::Finding> m_findings;

    QLineEdit *m_bucket, *m_prefix;
    QPushButton *m_test, *m_copy, *m_policy, *m_close;
    QProgressBar *m_busy;
    QLabel *m_headline, *m_note;
    QScrollArea *m_area;
    QVBoxLayout *m_list = nullptr;
};

} // namespace ui
