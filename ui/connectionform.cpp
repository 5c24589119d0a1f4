// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// How the dialog of a connection is arranged, but for what is below "More" (connectionmoreform.cpp); what it does is in connectiondialog.cpp.
#include "ui/connectiondialog.h"
#include "ui/connectionwords.h"
#include "ui/dialogpieces.h"
#include "ui/formfields.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

using upload::KeySource;
using upload::SavedField;

void ConnectionDialog::build(const QStringList &profiles)
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(20, 20, 20, 12);
    column->setSpacing(12);
    m_form = dialogForm();
    column->addLayout(m_form);
    m_name = line(m_form, tr("Name"), "connectionName", SavedField::Name);
    m_name->setPlaceholderText(tr("as it is shown, and as davit-cli --connection takes it"));
    buildPlace(m_form);
    buildKeys(m_form, profiles);
    m_bucket = line(m_form, tr("Bucket"), "connectionBucket", SavedField::Target);
    m_bucket->setPlaceholderText(tr("where uploads go unless told otherwise; may be left empty"));
    m_prefix = line(m_form, tr("Folder (prefix)"), "connectionPrefix", SavedField::Target);
    buildLearned(column);
    buildMore(column);
    column->addStretch(1);

    m_area = new QScrollArea(this);
    m_area->setObjectName(QStringLiteral("connectionArea"));
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setWidget(page);
    whole->addWidget(m_area, 1);
    buildFooter(whole);
}

// The hint below the last field of a kind tells what is wrong with any of them.
QLineEdit *ConnectionDialog::line(QFormLayout *form, const QString &label, const char *name, SavedField field)
{
    auto *edit = new QLineEdit(this);
    edit->setObjectName(QLatin1String(name));
    QLabel *hint = hintLabel((QByteArray(name) + "Hint").constData(), this);
    addField(form, label, edit, hint);
    m_fields.insert(field, {edit, hint});
    return edit;
}

void ConnectionDialog::setRowVisible(QWidget *field, bool visible)
{
    for (QFormLayout *form : {m_form, m_moreForm}) {
        for (int row = 0; row < form->rowCount(); ++row) {
            QLayoutItem *item = form->itemAt(row, QFormLayout::FieldRole);
            QLayout *inner = item ? item->layout() : nullptr;
            if (!item || !(item->widget() == field || (inner && inner->indexOf(field) >= 0)))
                continue;
            form->itemAt(row, QFormLayout::LabelRole)->widget()->setVisible(visible);
            field->setVisible(visible);
            for (int i = 0; inner && !visible && i < inner->count(); ++i) {
                if (QWidget *widget = inner->itemAt(i)->widget())
                    widget->hide();
            }
            return;
        }
    }
}

void ConnectionDialog::buildPlace(QFormLayout *form)
{
    m_provider = new QComboBox(this);
    m_provider->setObjectName(QStringLiteral("connectionProvider"));
    addField(form, tr("Service"), m_provider);
    m_account = new QLineEdit(this);
    m_account->setObjectName(QStringLiteral("connectionAccount"));
    addField(form, tr("Account ID"), m_account);
    m_endpoint = line(form, tr("Endpoint"), "connectionEndpoint", SavedField::Endpoint);
    m_region = new QComboBox(this);
    m_region->setObjectName(QStringLiteral("connectionRegion"));
    m_region->setEditable(true);
    m_region->setInsertPolicy(QComboBox::NoInsert);
    QLabel *hint = hintLabel("connectionRegionHint", this);
    addField(form, tr("Region"), m_region, hint);
    m_region->lineEdit()->setAccessibleName(tr("Region"));
    m_fields.insert(SavedField::Region, {m_region, hint});
}

void ConnectionDialog::buildKeys(QFormLayout *form, const QStringList &profiles)
{
    m_keys = new QComboBox(this);
    m_keys->setObjectName(QStringLiteral("connectionKeys"));
    for (KeySource source : {KeySource::Keychain, KeySource::Session, KeySource::Profile, KeySource::Environment, KeySource::Anonymous})
        m_keys->addItem(keySourceText(source), static_cast<int>(source));
    m_keysNote = hintLabel("connectionKeysNote", this);
    addField(form, tr("Credentials"), m_keys, m_keysNote);

    m_accessKeyId = line(form, tr("Access key ID"), "connectionAccessKeyId", SavedField::AccessKeyId);
    m_secret = line(form, tr("Secret access key"), "connectionSecret", SavedField::SecretAccessKey);
    conceal(m_secret);
    m_token = new QLineEdit(this);
    m_token->setObjectName(QStringLiteral("connectionToken"));
    m_token->setPlaceholderText(tr("only with temporary keys"));
    conceal(m_token);
    addField(form, tr("Session token"), m_token);
    m_profile = new QComboBox(this);
    m_profile->setObjectName(QStringLiteral("connectionProfile"));
    m_profile->setEditable(true);
    m_profile->setInsertPolicy(QComboBox::NoInsert);
    m_profile->addItems(profiles);
    QLabel *hint = hintLabel("connectionProfileHint", this);
    addField(form, tr("Profile"), m_profile, hint);
    m_profile->lineEdit()->setAccessibleName(tr("Profile"));
    m_fields.insert(SavedField::Profile, {m_profile, hint});
}

void ConnectionDialog::buildLearned(QVBoxLayout *column)
{
    m_learned = new QWidget(this);
    auto *row = new QVBoxLayout(m_learned);
    row->setContentsMargins(formLabelWidth() + m_form->horizontalSpacing(), 0, 0, 0);
    row->setSpacing(2);
    m_learnedText = dialogWords("connectionLearned", "muted", this);
    m_learnedText->setFont(smallFont(m_learnedText->font()));
    m_forget = dialogButton(tr("Forget what was learned"), "connectionForget", "link", this);
    row->addWidget(m_learnedText);
    row->addWidget(m_forget, 0, Qt::AlignLeading);
    column->addWidget(m_learned);
    connect(m_forget, &QPushButton::clicked, this, &ConnectionDialog::forgetWished);
}

void ConnectionDialog::buildFooter(QVBoxLayout *column)
{
    auto *divider = new QFrame(this);
    divider->setObjectName(QStringLiteral("divider"));
    divider->setFixedHeight(1);
    column->addWidget(divider);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(20, 12, 20, 16);
    foot->setSpacing(8);
    column->addLayout(foot);
    m_trouble = dialogWords("connectionTrouble", "failure", this);
    m_trouble->hide();
    foot->addWidget(m_trouble);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    foot->addLayout(row);
    m_test = dialogButton(tr("Test…"), "connectionTest", nullptr, this);
    m_session = dialogButton(tr("Keep until Davit ends"), "connectionSession", nullptr, this);
    QPushButton *cancel = dialogButton(tr("Cancel"), "connectionCancel", nullptr, this);
    m_save = dialogButton(tr("Save"), "connectionSave", "accent", this);
    m_save->setDefault(true);
    m_session->hide();
    row->addWidget(m_test);
    row->addStretch(1);
    for (QPushButton *button : {m_session, cancel, m_save})
        row->addWidget(button);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
}

} // namespace ui
