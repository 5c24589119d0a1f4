// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/bucketquestion.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

BucketQuestion::BucketQuestion(const QString &namePrefix, QWidget *parent)
    : QWidget(parent)
    , m_sentence(new QLabel)
    , m_bucket(new QLineEdit)
    , m_prefix(new QLineEdit)
    , m_list(new QPushButton(tr("List")))
    , m_permission(new QPushButton(tr("Show the permission…")))
{
    setObjectName(namePrefix + QStringLiteral("Question"));
    m_sentence->setObjectName(namePrefix + QStringLiteral("Sentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_bucket->setObjectName(namePrefix + QStringLiteral("Bucket"));
    m_prefix->setObjectName(namePrefix + QStringLiteral("Prefix"));
    m_prefix->setPlaceholderText(tr("all keys"));
    m_list->setObjectName(namePrefix + QStringLiteral("List"));
    m_list->setAccessibleName(m_list->text());
    m_list->setProperty("accent", true);
    m_list->setDefault(true);
    m_list->setEnabled(false);
    m_permission->setObjectName(namePrefix + QStringLiteral("Permission"));
    m_permission->setAccessibleName(m_permission->text());
    m_permission->setProperty("link", true);
    auto *form = new QFormLayout;
    const std::pair<QString, QLineEdit *> fields[] = {{tr("Bucket"), m_bucket}, {tr("Prefix"), m_prefix}};
    for (const auto &[name, field] : fields) {
        field->setAccessibleName(name);
        auto *label = new QLabel(name);
        label->setTextFormat(Qt::PlainText);
        label->setBuddy(field);
        form->addRow(label, field);
    }
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_permission);
    buttons->addStretch();
    buttons->addWidget(m_list);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(m_sentence);
    column->addLayout(form);
    column->addLayout(buttons);
    setFocusProxy(m_bucket);
    const auto answer = [this] {
        if (m_list->isEnabled())
            Q_EMIT answered(m_bucket->text().trimmed(), m_prefix->text());
    };
    connect(m_bucket, &QLineEdit::textChanged, this, [this](const QString &text) { m_list->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_bucket, &QLineEdit::returnPressed, this, answer);
    connect(m_prefix, &QLineEdit::returnPressed, this, answer);
    connect(m_list, &QPushButton::clicked, this, answer);
    connect(m_permission, &QPushButton::clicked, this, &BucketQuestion::permissionWished);
    explain({}, false);
}

void BucketQuestion::explain(const QString &sentence, bool permission)
{
    m_sentence->setText(sentence);
    m_sentence->setAccessibleName(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
    m_permission->setVisible(permission);
}

void BucketQuestion::setAnswer(const QString &bucket, const QString &prefix)
{
    m_bucket->setText(bucket);
    m_prefix->setText(prefix);
}

} // namespace ui
