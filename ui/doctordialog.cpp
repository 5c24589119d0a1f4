// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/doctordialog.h"

#include "ui/certificatewords.h"
#include "ui/dialogpieces.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/messages.h"
#include "ui/plaintext.h"
#include "ui/queued.h"
#include "ui/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

using upload::Diagnosis;
using upload::Doctor;
using upload::Verdict;

namespace {

struct Sign {
    const char *icon;
    QColor color;
    QString spoken;
};

Sign signOf(Verdict verdict, const Tokens &tokens)
{
    switch (verdict) {
    case Verdict::Good:
        return {"circle-check", tokens.stored, DoctorDialog::tr("Good")};
    case Verdict::Remarkable:
        return {"info", tokens.attention, DoctorDialog::tr("Remarkable")};
    case Verdict::Bad:
        return {"circle-x", tokens.failure, DoctorDialog::tr("Bad")};
    case Verdict::Unknown:
        return {"circle-help", tokens.muted, DoctorDialog::tr("Not known")};
    }
    Q_UNREACHABLE();
}

int rank(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Bad:
        return 0;
    case Verdict::Remarkable:
        return 1;
    case Verdict::Unknown:
        return 2;
    case Verdict::Good:
        return 3;
    }
    Q_UNREACHABLE();
}

} // namespace

DoctorDialog::DoctorDialog(Doctor &doctor, const ExaminedPlace &place, QWidget *parent)
    : QDialog(parent)
    , m_doctor(doctor)
    , m_place(place)
    , m_bucket(new QLineEdit(place.bucket, this))
    , m_prefix(new QLineEdit(place.prefix, this))
    , m_test(dialogButton(tr("Test"), "doctorTest", "accent", this))
    , m_copy(dialogButton(tr("Copy report"), "doctorCopy", nullptr, this))
    , m_policy(dialogButton(tr("Copy least policy"), "doctorPolicy", nullptr, this))
    , m_close(dialogButton(tr("Close"), "doctorClose", nullptr, this))
    , m_busy(new QProgressBar(this))
    , m_headline(dialogWords("doctorHeadline", nullptr, this))
    , m_note(dialogWords("doctorNote", "muted", this))
    , m_area(new QScrollArea(this))
{
    setObjectName(QStringLiteral("doctorDialog"));
    setWindowTitle(tr("Test %1").arg(shortened(place.name, 48)));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addLayout(placeRow());
    QFont heading = headingFont(font());
    heading.setWeight(QFont::DemiBold);
    m_headline->setFont(heading);
    column->addWidget(m_headline);
    column->addWidget(m_note);
    m_area->setObjectName(QStringLiteral("doctorFindings"));
    m_area->setAccessibleName(tr("Findings"));
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_area, 1);
    column->addLayout(footer());
    setTabOrder(m_test, m_area);
    connect(m_test, &QPushButton::clicked, this, &DoctorDialog::begin);
    connect(m_bucket, &QLineEdit::textChanged, this, &DoctorDialog::refresh);
    connect(
        &doctor, &Doctor::found, this,
        [this](quint64 examination, const upload::Finding &finding) {
            if (examination == m_examination && m_runs)
                add(finding);
        },
        Qt::QueuedConnection);
    connect(
        &doctor, &Doctor::ended, this,
        [this](quint64 examination, const Diagnosis &diagnosis) {
            if (examination == m_examination && m_runs)
                conclude(diagnosis);
        },
        Qt::QueuedConnection);
    forget();
    resize(680, 620);
    if (place.bucket.isEmpty())
        m_bucket->setFocus();
    else
        begin();
}

DoctorDialog::~DoctorDialog()
{
    if (m_runs)
        queued(m_doctor, [](Doctor &doctor) { doctor.stop(); });
}

QLayout *DoctorDialog::placeRow()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    const std::pair<QLineEdit *, QString> fields[] = {{m_bucket, tr("Bucket")}, {m_prefix, tr("Folder (prefix)")}};
    for (const auto &[field, text] : fields) {
        auto *label = new QLabel(text, this);
        label->setTextFormat(Qt::PlainText);
        label->setProperty("muted", true);
        label->setBuddy(field);
        field->setAccessibleName(text);
        row->addWidget(label);
        row->addWidget(field, 1);
    }
    m_bucket->setObjectName(QStringLiteral("doctorBucket"));
    m_prefix->setObjectName(QStringLiteral("doctorPrefix"));
    m_busy->setObjectName(QStringLiteral("doctorBusy"));
    m_busy->setAccessibleName(tr("Testing"));
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedWidth(64);
    row->addWidget(m_busy);
    row->addWidget(m_test);
    return row;
}

QLayout *DoctorDialog::footer()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_copy);
    row->addWidget(m_policy);
    row->addStretch(1);
    row->addWidget(m_close);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(report());
        rename(m_copy, tr("Copied"));
    });
    connect(m_policy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(QString::fromUtf8(m_diagnosis.policy));
        rename(m_policy, tr("Copied"));
    });
    return row;
}

void DoctorDialog::begin()
{
    if (m_runs) {
        m_test->setEnabled(false); // it cleans up, which takes a moment
        queued(m_doctor, [](Doctor &doctor) { doctor.stop(); });
        return;
    }
    const QString bucket = m_bucket->text().trimmed();
    if (bucket.isEmpty())
        return;
    forget();
    m_runs = true;
    m_examination = QRandomGenerator::global()->generate64(); // the answers to another dialog are not taken for one's own
    refresh();
    queued(m_doctor, [number = m_examination, id = m_place.connectionId, bucket, prefix = m_prefix->text()](
                         Doctor &doctor) { doctor.examine(number, id, bucket, prefix); });
    Q_EMIT begun();
}

void DoctorDialog::forget()
{
    m_findings.clear();
    m_diagnosis = {};
    layAnew();
    setWords(m_headline, {});
    setWords(m_note, tr("A small upload in two parts is tried in this bucket under a name of its own, and cleaned away."));
    refresh();
}

void DoctorDialog::add(const upload::Finding &finding)
{
    m_findings.append(finding);
    const bool atEnd = m_area->verticalScrollBar()->value() == m_area->verticalScrollBar()->maximum();
    m_list->insertLayout(m_list->count() - 1, findingRow(finding));
    if (atEnd)
        QMetaObject::invokeMethod(
            m_area, [area = m_area] { area->verticalScrollBar()->setValue(area->verticalScrollBar()->maximum()); }, Qt::QueuedConnection);
}

void DoctorDialog::layAnew()
{
    auto *page = new QWidget;
    m_list = new QVBoxLayout(page);
    m_list->setContentsMargins(0, 0, 8, 0);
    m_list->setSpacing(10);
    for (const upload::Finding &finding : std::as_const(m_findings))
        m_list->addLayout(findingRow(finding));
    m_list->addStretch(1);
    m_area->setWidget(page);
}

QLayout *DoctorDialog::findingRow(const upload::Finding &finding)
{
    const Sign sign = signOf(finding.verdict, tokensFor(palette()));
    auto *row = new QHBoxLayout;
    row->setSpacing(10);
    auto *mark = new QLabel;
    mark->setPixmap(icon(QLatin1String(sign.icon), sign.color).pixmap(QSize(16, 16), devicePixelRatioF()));
    mark->setAccessibleName(sign.spoken);
    row->addWidget(mark, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    auto *title = new QLabel(upload::titleOf(finding.what));
    title->setTextFormat(Qt::PlainText);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    title->setAccessibleName(tr("%1: %2").arg(title->text(), sign.spoken));
    QLabel *said = dialogWords((QByteArray("finding-") + finding.what.toLatin1()).constData(), "muted", this);
    setWords(said, printable(finding.sentence));
    said->setToolTip(finding.error ? tipText(technicalDetails(*finding.error)) : QString());
    words->addWidget(title);
    words->addWidget(said);
    if (finding.error && showsCertificate(*finding.error)) {
        QPushButton *certificate = dialogButton(tr("Show certificate…"), "doctorCertificate", "link", this);
        connect(certificate, &QPushButton::clicked, this, [this, error = *finding.error] { Q_EMIT certificateWished(error); });
        auto *line = new QHBoxLayout;
        line->setContentsMargins(-5, 0, 0, 0); // the words of a link begin behind its frame
        line->addWidget(certificate);
        line->addStretch(1);
        words->addLayout(line);
    }
    row->addLayout(words, 1);
    return row;
}

void DoctorDialog::conclude(const Diagnosis &diagnosis)
{
    m_runs = false;
    m_diagnosis = diagnosis;
    // While it runs each is shown as it is made; what it comes to begins with what somebody has to do something about.
    std::stable_sort(m_findings.begin(), m_findings.end(),
        [](const upload::Finding &a, const upload::Finding &b) { return rank(a.verdict) < rank(b.verdict); });
    layAnew();
    const auto bad =
        std::count_if(m_findings.begin(), m_findings.end(), [](const upload::Finding &finding) { return finding.verdict == Verdict::Bad; });
    switch (diagnosis.outcome) {
    case Diagnosis::Outcome::Works:
        setWords(m_headline, diagnosis.wasStopped ? tr("Stopped; what was tried works")
                             : bad > 0            ? tr("Uploads work, with a trouble")
                                                  : tr("Uploads work here"));
        break;
    case Diagnosis::Outcome::Fails:
        setWords(m_headline, tr("Uploads do not work here"));
        break;
    case Diagnosis::Outcome::NotReached:
        setWords(m_headline, tr("The server could not be tested"));
        break;
    }
    setLook(m_headline, "failure", diagnosis.outcome != Diagnosis::Outcome::Works);
    // What is bad stands first in the list, in its own words.
    setWords(m_note, bad > 0          ? QString()
                     : m_place.isKept ? tr("Davit adapts to what was found; it is kept with the connection.")
                                      : tr("Nothing of this is kept, since what was tested is no saved connection."));
    refresh();
    Q_EMIT diagnosed(diagnosis);
}

void DoctorDialog::refresh()
{
    m_busy->setVisible(m_runs);
    m_bucket->setEnabled(!m_runs);
    m_prefix->setEnabled(!m_runs);
    rename(m_test, m_runs ? tr("Stop") : m_findings.isEmpty() ? tr("Test") : tr("Test again"));
    m_test->setEnabled(m_runs || !m_bucket->text().trimmed().isEmpty());
    const bool ended = !m_runs && !m_findings.isEmpty();
    m_copy->setEnabled(ended);
    m_policy->setVisible(ended && !m_diagnosis.policy.isEmpty());
    rename(m_copy, tr("Copy report"));
    rename(m_policy, tr("Copy least policy"));
}

QString DoctorDialog::report() const
{
    QString text = QStringLiteral("%1 · s3://%2/%3\n%4\n\n").arg(m_place.name, m_diagnosis.bucket, m_diagnosis.prefix, m_headline->text());
    for (const upload::Finding &finding : m_findings) {
        text += QStringLiteral("%1: %2. %3\n").arg(upload::titleOf(finding.what), upload::verdictName(finding.verdict), finding.sentence);
        if (finding.error)
            text += QStringLiteral("    ") + technicalDetails(*finding.error).replace(QLatin1Char('\n'), QStringLiteral("\n    ")) +
                    QLatin1Char('\n');
    }
    return text + QLatin1Char('\n') + QString::fromUtf8(m_diagnosis.policy);
}

} // namespace ui
