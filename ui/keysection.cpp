// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/keysection.h"

#include "ui/formfields.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ui {

KeySection::KeySection(QWidget *parent)
    : OptionSection("keySection", tr("Names"), parent)
    , m_pattern(new QLineEdit(upload::KeyRule().pattern, this))
    , m_hint(hintLabel("keyPatternHint", this))
    , m_composed(new QCheckBox(tr("Compose accents (NFC)"), this))
    , m_good(upload::KeyRule().pattern)
{
    m_pattern->setObjectName(QStringLiteral("keyPattern"));
    m_pattern->setPlaceholderText(upload::KeyRule().pattern);
    addField(form(), tr("Name on the server"), m_pattern, m_hint);
    m_composed->setObjectName(QStringLiteral("composeAccents"));
    m_composed->setAccessibleName(m_composed->text());
    m_composed->setChecked(true);
    QLabel *hint = hintLabel("composeAccentsHint", this);
    hint->setText(tr("Names from macOS spell “é” as two characters, and S3 takes the two spellings for two keys."));
    hint->show();
    m_composed->setAccessibleDescription(hint->text());
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(m_composed);
    column->addWidget(hint);
    form()->addRow(QString(), column);
    connect(m_pattern, &QLineEdit::textChanged, this, [this] {
        m_trouble.clear();
        judge();
        told();
    });
    connect(m_composed, &QCheckBox::toggled, this, &KeySection::told);
    judge();
    refreshHeader();
}

// An empty field stands for what its placeholder shows.
void KeySection::judge()
{
    const QString pattern = m_pattern->text().isEmpty() ? upload::KeyRule().pattern : m_pattern->text();
    const auto wrong = upload::patternTrouble(pattern);
    if (!wrong)
        m_good = pattern;
    const QString sentence = wrong ? wrong->message : m_trouble;
    showHint(m_hint, m_pattern,
        sentence.isEmpty()
            ? tr("Of {%1}. A brace that is meant as such is written twice.").arg(upload::keyPlaceholders().join(QStringLiteral("} {")))
            : sentence,
        !sentence.isEmpty());
}

upload::KeyRule KeySection::rule() const
{
    return {m_good, m_composed->isChecked()};
}

void KeySection::show(const upload::KeyRule &rule)
{
    m_pattern->setText(rule.pattern);
    m_composed->setChecked(rule.composed);
}

void KeySection::setTrouble(const QString &sentence)
{
    if (sentence == m_trouble)
        return;
    m_trouble = sentence;
    judge();
    refreshHeader();
}

bool KeySection::isValid() const
{
    return m_trouble.isEmpty() && (m_pattern->text().isEmpty() || m_pattern->text() == m_good);
}

QString KeySection::summary() const
{
    QStringList words;
    if (m_good != upload::KeyRule().pattern)
        words.append(m_good);
    if (!m_composed->isChecked())
        words.append(tr("accents as they are"));
    return words.join(QStringLiteral(" · "));
}

} // namespace ui
