// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Options: how the keys are made of the files' names.

#include "ui/optionsection.h"
#include "upload/keytemplate.h"

class QCheckBox;
class QLineEdit;

namespace ui {

class KeySection : public OptionSection {
    Q_OBJECT
public:
    explicit KeySection(QWidget *parent = nullptr);

    upload::KeyRule rule() const; // with the last pattern that was one
    void show(const upload::KeyRule &rule);
    void setTrouble(const QString &sentence); // of the pattern with these files; empty: there is none
    bool isValid() const override;
    QString summary() const override;

private:
    void judge();

    QLineEdit *m_pattern;
    QLabel *m_hint;
    QCheckBox *m_composed;
    QString m_good, m_trouble;
};

} // namespace ui
