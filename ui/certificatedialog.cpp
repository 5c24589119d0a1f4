// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/certificatedialog.h"

#include "ui/certificatewords.h"
#include "ui/dialogpieces.h"
#include "ui/factlist.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int NameWidth = 92;

} // namespace

CertificateDialog::CertificateDialog(
    const s3::Error &error, const UntrustedPlace &place, const upload::CertificateReader &read, QWidget *parent)
    : QDialog(parent)
    , m_place(place)
    , m_error(error)
{
    setObjectName(QStringLiteral("certificateDialog"));
    setWindowTitle(tr("Certificate of %1").arg(shortened(place.connectionName, 48)));
    if (!error.certificatePem.isEmpty()) {
        if (const auto facts = read(error.certificatePem); facts && !facts->isEmpty())
            m_authority = facts->constFirst();
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    QLabel *heading = dialogWords("certificateHeading", nullptr, this);
    QFont font = headingFont(heading->font());
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    setWords(heading, headline(error));
    column->addWidget(heading);
    QLabel *what = dialogWords("certificateTrouble", "muted", this);
    const QString said = printable(error.message);
    setWords(what, said.isEmpty() || said.endsWith(QLatin1Char('.')) || said.endsWith(QLatin1Char('?')) ? said : said + QLatin1Char('.'));
    column->addWidget(what);
    if (m_authority)
        addAuthority(column);
    addChain(column, error.details);
    if (m_authority && m_place.home != ConnectionHome::Found) {
        addQuestion(column);
    } else {
        QLabel *words = dialogWords("certificateAdvice", nullptr, this);
        setWords(words, advice());
        column->addWidget(words);
    }

    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    if (m_authority) {
        QPushButton *copy = dialogButton(tr("Copy certificate (PEM)"), "certificateCopy", nullptr, this);
        connect(copy, &QPushButton::clicked, this, [this, copy] {
            QGuiApplication::clipboard()->setText(QString::fromLatin1(m_authority->pem));
            rename(copy, tr("Copied"));
        });
        row->addWidget(copy);
    }
    row->addStretch(1);
    QPushButton *close = dialogButton(tr("Close"), "certificateClose", nullptr, this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    row->addWidget(close);
    if (m_trust)
        row->addWidget(m_trust);
    column->addLayout(row);
    resize(680, 560);
    close->setFocus();
}

void CertificateDialog::addAuthority(QVBoxLayout *column)
{
    auto *facts = new FactList(NameWidth, this);
    facts->setObjectName(QStringLiteral("certificateFacts"));
    facts->setValue(facts->add(m_error.details.size() == 1 ? tr("Certificate") : tr("Authority")), printable(m_authority->subject));
    facts->setValue(facts->add(tr("Issued by")), m_authority->isSelfSigned ? tr("itself") : printable(m_authority->issuer));
    facts->setValue(facts->add(tr("Valid")), validityText(*m_authority));
    // In two lines of sixteen, so that it can be compared with what somebody reads out.
    const QString fingerprint = m_authority->fingerprint;
    facts->setValue(facts->add(tr("SHA-256")), fingerprint.left(48) + QLatin1Char('\n') + fingerprint.mid(48));
    column->addWidget(facts);
    QPushButton *copy = dialogButton(tr("Copy fingerprint"), "certificateFingerprint", "link", this);
    connect(copy, &QPushButton::clicked, this, [fingerprint, copy] {
        QGuiApplication::clipboard()->setText(fingerprint);
        rename(copy, tr("Copied"));
    });
    auto *row = new QHBoxLayout;
    row->setContentsMargins(NameWidth + 7, 0, 0, 0);
    row->addWidget(copy);
    row->addStretch(1);
    column->addLayout(row);
}

void CertificateDialog::addChain(QVBoxLayout *column, const QStringList &chain)
{
    if (chain.isEmpty())
        return;
    QLabel *caption = dialogWords("certificateChainCaption", "muted", this);
    setWords(caption, tr("As the server shows them, its own first:"));
    column->addWidget(caption);
    QPlainTextEdit *text = readOnlyText("certificateChain", tr("Certificates of the server"), false, this);
    QStringList lines;
    for (const QString &one : chain)
        lines.append(printable(one));
    text->setPlainText(lines.join(QStringLiteral("\n\n")));
    text->setMinimumHeight(132);
    column->addWidget(text, 1);
}

void CertificateDialog::addQuestion(QVBoxLayout *column)
{
    QLabel *warning = dialogWords("certificateWarning", nullptr, this);
    setWords(
        warning, tr("Anybody between here and the server could show a certificate of this name and read along. Ask whoever runs the server "
                    "for the fingerprint, by another way than this connection, and compare all of it."));
    column->addWidget(warning);
    m_compared = new QCheckBox(tr("I have compared the fingerprint, and it is the same"), this);
    m_compared->setObjectName(QStringLiteral("certificateCompared"));
    m_compared->setAccessibleName(m_compared->text());
    column->addWidget(m_compared);
    const QString name = shortened(m_place.connectionName, 32);
    const QString text =
        m_error.details.size() == 1 ? tr("Trust this certificate for “%1”").arg(name) : tr("Trust this authority for “%1”").arg(name);
    m_trust = dialogButton(buttonText(text), "certificateTrust", "accent", this);
    m_trust->setAccessibleName(text);
    m_trust->setEnabled(false);
    connect(m_compared, &QCheckBox::toggled, m_trust, &QPushButton::setEnabled);
    connect(m_trust, &QPushButton::clicked, this, [this] {
        Q_EMIT trustWished(m_authority->pem);
        accept();
    });
}

QString CertificateDialog::advice() const
{
    if (m_error.code == QLatin1String("CertificateForAnotherHost"))
        return tr("Trust would not help: the name in the endpoint has to be one that the certificate is for.");
    if (m_error.code == QLatin1String("CertificateExpired"))
        return tr("Trust would not help: the dates have to fit. Check this computer's clock, then ask whoever runs the server.");
    if (m_authority)
        return tr(
            "This connection was found on this computer and is not Davit's to change. Put the authority's certificate into a file, and "
            "name it as ca_bundle in the AWS profile, in the variable AWS_CA_BUNDLE before Davit starts, or to davit-cli with "
            "--ca-bundle. Or duplicate the connection, and add the certificate to the duplicate.");
    return tr(
        "The server does not show the certificate of its authority. Ask whoever runs the server for it, and add it to the connection: "
        "Edit, More, Trust as well.");
}

} // namespace ui
