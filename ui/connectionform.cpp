// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// How the dialog of a connection is arranged; what it does is in connectiondialog.cpp.
#include "ui/connectiondialog.h"
#include "ui/connectionwords.h"
#include "ui/dialogpieces.h"
#include "ui/formfields.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

using upload::KeySource;
using upload::ProxyOptions;
using upload::SavedField;

namespace {

QFormLayout *emptyForm()
{
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

void conceal(QLineEdit *secret)
{
    secret->setEchoMode(QLineEdit::Password);
    secret->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    secret->setAttribute(Qt::WA_InputMethodEnabled, false);
}

} // namespace

void ConnectionDialog::build(const QStringList &profiles)
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(20, 20, 20, 12);
    column->setSpacing(12);
    m_form = emptyForm();
    column->addLayout(m_form);
    m_name = line(m_form, tr("Name"), "connectionName", SavedField::Name);
    m_name->setPlaceholderText(tr("as it is shown, and as davit-cli --connection takes it"));
    buildPlace(m_form);
    buildKeys(m_form, profiles);
    m_bucket = line(m_form, tr("Bucket"), "connectionBucket", SavedField::Target);
    m_bucket->setPlaceholderText(tr("where uploads go unless told otherwise; may be left empty"));
    m_prefix = line(m_form, tr("Folder (prefix)"), "connectionPrefix", SavedField::Target);
    buildMore(column);
    column->addStretch(1);

    auto *area = new QScrollArea(this);
    area->setObjectName(QStringLiteral("connectionArea"));
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(page);
    whole->addWidget(area, 1);
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

void ConnectionDialog::buildMore(QVBoxLayout *column)
{
    m_moreButton = new QToolButton(this);
    m_moreButton->setObjectName(QStringLiteral("connectionMore"));
    m_moreButton->setProperty("link", true);
    m_moreButton->setCheckable(true);
    m_moreButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_moreButton->setText(tr("More: addressing style, AWS hosts, certificates, proxy"));
    m_moreButton->setAccessibleName(m_moreButton->text());
    m_more = new QWidget(this);
    m_moreForm = emptyForm();
    m_more->setLayout(m_moreForm);
    m_moreForm->setContentsMargins(0, 0, 0, 0);
    m_more->hide();

    m_style = new QComboBox(this);
    m_style->setObjectName(QStringLiteral("connectionStyle"));
    m_style->addItem(tr("As the server is known to like it"), static_cast<int>(s3::AddressingStyle::Auto));
    m_style->addItem(tr("Bucket in the path"), static_cast<int>(s3::AddressingStyle::Path));
    m_style->addItem(tr("Bucket in the host name"), static_cast<int>(s3::AddressingStyle::VirtualHosted));
    QLabel *styleHint = hintLabel("connectionStyleHint", this);
    addField(m_moreForm, tr("Addressing style"), m_style, styleHint);
    m_fields.insert(SavedField::Style, {m_style, styleHint});

    auto *hosts = new QWidget(this);
    auto *row = new QHBoxLayout(hosts);
    row->setContentsMargins(0, 4, 0, 4);
    row->setSpacing(16);
    const auto choice = [&](const QString &text, const char *name) {
        auto *box = new QCheckBox(text, hosts);
        box->setObjectName(QLatin1String(name));
        box->setAccessibleName(text);
        row->addWidget(box);
        return box;
    };
    m_dualStack = choice(tr("IPv6 (dual-stack)"), "connectionDualStack");
    m_fips = choice(tr("FIPS"), "connectionFips");
    m_accelerate = choice(tr("Accelerated"), "connectionAccelerate");
    row->addStretch();
    QLabel *hostsHint = hintLabel("connectionHostsHint", this);
    addField(m_moreForm, tr("AWS hosts"), hosts, hostsHint);
    m_fields.insert(SavedField::AwsHosts, {hosts, hostsHint});

    m_certificates = new QPlainTextEdit(this);
    m_certificates->setObjectName(QStringLiteral("connectionCertificates"));
    m_certificates->setProperty("framed", true);
    m_certificates->setTabChangesFocus(true);
    m_certificates->setFixedHeight(84);
    m_certificates->setPlaceholderText(
        tr("-----BEGIN CERTIFICATE-----\nthe authority that signed the server's certificate, when the system "
           "does not know it"));
    QLabel *certificatesHint = hintLabel("connectionCertificatesHint", this);
    addField(m_moreForm, tr("Trust as well"), m_certificates, certificatesHint);
    m_fields.insert(SavedField::Certificates, {m_certificates, certificatesHint});
    QPushButton *file = dialogButton(tr("From a file…"), "connectionCertificatesFile", "link", this);
    connect(file, &QPushButton::clicked, this, &ConnectionDialog::chooseCertificates);
    m_moreForm->addRow(QString(), file);

    m_proxy = new QComboBox(this);
    m_proxy->setObjectName(QStringLiteral("connectionProxy"));
    m_proxy->addItem(tr("As the system says"), static_cast<int>(ProxyOptions::Kind::System));
    m_proxy->addItem(tr("None"), static_cast<int>(ProxyOptions::Kind::None));
    m_proxy->addItem(tr("HTTP"), static_cast<int>(ProxyOptions::Kind::Http));
    m_proxy->addItem(tr("SOCKS 5"), static_cast<int>(ProxyOptions::Kind::Socks5));
    addField(m_moreForm, tr("Proxy"), m_proxy);
    m_proxyHost = line(m_moreForm, tr("Proxy host"), "connectionProxyHost", SavedField::Proxy);
    m_proxyPort = new QSpinBox(this);
    m_proxyPort->setObjectName(QStringLiteral("connectionProxyPort"));
    m_proxyPort->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_proxyPort->setRange(0, 65535);
    m_proxyPort->setSpecialValueText(tr("the usual one"));
    addField(m_moreForm, tr("Proxy port"), m_proxyPort);
    m_proxyUser = new QLineEdit(this);
    m_proxyUser->setObjectName(QStringLiteral("connectionProxyUser"));
    addField(m_moreForm, tr("Proxy user"), m_proxyUser);
    m_proxyPassword = new QLineEdit(this);
    m_proxyPassword->setObjectName(QStringLiteral("connectionProxyPassword"));
    conceal(m_proxyPassword);
    addField(m_moreForm, tr("Proxy password"), m_proxyPassword);

    auto *indented = new QHBoxLayout;
    indented->setContentsMargins(FormLabelWidth + m_form->horizontalSpacing() - 4, 0, 0, 0);
    indented->addWidget(m_moreButton);
    indented->addStretch();
    column->addLayout(indented);
    column->addWidget(m_more);
    const auto drawArrow = [this] {
        const QString name = m_moreButton->isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
        m_moreButton->setIcon(icon(name, tokensFor(palette()).accent));
    };
    connect(m_moreButton, &QToolButton::toggled, this, [this, drawArrow](bool open) {
        m_more->setVisible(open);
        drawArrow();
    });
    drawArrow();
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
