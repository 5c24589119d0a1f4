// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// What is below "More" in the dialog of a connection: addressing style, AWS hosts, certificates, proxy.
#include "ui/connectiondialog.h"
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
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

using upload::ProxyOptions;
using upload::SavedField;

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
    m_moreForm = dialogForm();
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

    buildHosts();
    buildCertificates();
    buildProxy();

    auto *indented = new QHBoxLayout;
    indented->setContentsMargins(formLabelWidth() + m_form->horizontalSpacing() - 4, 0, 0, 0);
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

void ConnectionDialog::buildHosts()
{
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
}

void ConnectionDialog::buildCertificates()
{
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
}

void ConnectionDialog::buildProxy()
{
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
}

} // namespace ui
