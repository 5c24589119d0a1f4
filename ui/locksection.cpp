// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/locksection.h"

#include "ui/dialogpieces.h"
#include "ui/formfields.h"
#include "upload/uploadpreset.h"

#include <QCalendarWidget>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QFormLayout>
#include <QLabel>

namespace ui {

namespace {

constexpr int UsualDays = 30;

QDateTime wholeMinute(const QDateTime &time)
{
    return QDateTime(time.date(), QTime(time.time().hour(), time.time().minute()));
}

} // namespace

int daysUntil(const QDateTime &now, const QDateTime &until)
{
    return static_cast<int>(now.date().daysTo(until.date())) + (until.time() > now.time() ? 1 : 0);
}

LockSection::LockSection(QWidget *parent)
    : OptionSection("lockSection", tr("Object lock"), parent)
    , m_mode(new QComboBox(this))
    , m_modeHint(hintLabel("lockModeHint", this))
    , m_until(new QDateTimeEdit(wholeMinute(QDateTime::currentDateTime().addDays(UsualDays)), this))
    , m_untilHint(hintLabel("retainUntilHint", this))
    , m_hold(new QCheckBox(tr("Legal hold: locked until somebody takes it off"), this))
{
    m_mode->setObjectName(QStringLiteral("lockMode"));
    m_mode->addItem(tr("None"), QByteArray());
    m_mode->addItem(tr("Governance"), QByteArray("GOVERNANCE"));
    m_mode->addItem(tr("Compliance"), QByteArray("COMPLIANCE"));
    addField(form(), tr("Retention"), m_mode, m_modeHint);
    m_until->setObjectName(QStringLiteral("retainUntil"));
    m_until->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    m_until->setCalendarPopup(true);
    addField(form(), tr("Retain until"), m_until, m_untilHint);
    m_hold->setObjectName(QStringLiteral("legalHold"));
    m_hold->setAccessibleName(m_hold->text());
    form()->addRow(QString(), m_hold);
    connect(m_mode, &QComboBox::currentIndexChanged, this, [this] {
        refreshFields();
        told();
    });
    connect(m_until, &QDateTimeEdit::dateTimeChanged, this, [this] {
        refreshFields();
        told();
    });
    connect(m_hold, &QCheckBox::toggled, this, &LockSection::told);
    refreshFields();
    refreshHeader();
}

void LockSection::refreshFields()
{
    const QByteArray mode = m_mode->currentData().toByteArray();
    showHint(m_modeHint, m_mode,
        mode.isEmpty()         ? tr("Locks need a bucket that was made for them; elsewhere the upload is refused.")
        : mode == "GOVERNANCE" ? tr("Only who may bypass governance can delete this version before then.")
                               : tr("Nobody can delete this version before then, or shorten that: not even the account's owner."),
        false);
    setLook(m_modeHint, "attention", mode == "COMPLIANCE");
    m_until->setEnabled(!mode.isEmpty());
    const QDateTime until = m_until->dateTime();
    QString words;
    const bool past = !isValid();
    if (past && until > QDateTime::currentDateTime())
        words = tr("S3 takes 100 years at most.");
    else if (past)
        words = tr("This has passed already; choose a later time.");
    showHint(m_untilHint, m_until, words, past);
}

bool LockSection::isValid() const
{
    const QDateTime now = QDateTime::currentDateTime(), until = m_until->dateTime();
    return m_mode->currentData().toByteArray().isEmpty() || (until > now && until <= now.addDays(upload::MostRetainDays));
}

void LockSection::fill(s3::ObjectOptions &options) const
{
    options.objectLockMode = m_mode->currentData().toByteArray();
    options.objectLockRetainUntil = options.objectLockMode.isEmpty() ? QDateTime() : m_until->dateTime().toUTC();
    options.objectLockLegalHold = m_hold->isChecked();
}

int LockSection::retainDays() const
{
    if (m_mode->currentData().toByteArray().isEmpty())
        return 0;
    return qBound(1, daysUntil(QDateTime::currentDateTime(), m_until->dateTime()), upload::MostRetainDays);
}

void LockSection::show(const s3::ObjectOptions &options, int retainDays)
{
    m_until->setDateTime(wholeMinute(QDateTime::currentDateTime().addDays(retainDays > 0 ? retainDays : UsualDays)));
    m_mode->setCurrentIndex(qMax(0, m_mode->findData(options.objectLockMode)));
    m_hold->setChecked(options.objectLockLegalHold);
}

QString LockSection::summary() const
{
    QStringList words;
    if (!m_mode->currentData().toByteArray().isEmpty())
        words.append(tr("%1 until %2").arg(m_mode->currentText(), m_until->date().toString(Qt::ISODate)));
    if (m_hold->isChecked())
        words.append(tr("legal hold"));
    return words.join(QStringLiteral(" · "));
}

} // namespace ui
