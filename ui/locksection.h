// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Options: object lock, a retention until a date and a legal hold.

#include "s3/requests.h"
#include "ui/optionsection.h"

class QCheckBox;
class QComboBox;
class QDateTimeEdit;

namespace ui {

// Begun ones counted whole; a day has the hours that the calendar gives it, where clocks are changed. Both of one time zone.
int daysUntil(const QDateTime &now, const QDateTime &until);

class LockSection : public OptionSection {
    Q_OBJECT
public:
    explicit LockSection(QWidget *parent = nullptr);

    void fill(s3::ObjectOptions &options) const;
    int retainDays() const;                                      // from now on, begun ones counted whole; 0: no retention
    void show(const s3::ObjectOptions &options, int retainDays); // 0 with a mode: a month
    bool isValid() const override;
    QString summary() const override;

private:
    void refreshFields();

    QComboBox *m_mode;
    QLabel *m_modeHint;
    QDateTimeEdit *m_until;
    QLabel *m_untilHint;
    QCheckBox *m_hold;
};

} // namespace ui
