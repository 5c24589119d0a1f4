// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/connectiondialog.h"

#include "ui/certificatewords.h"
#include "ui/connectionwords.h"
#include "ui/dialogpieces.h"
#include "ui/fieldaccessible.h"
#include "ui/filereading.h"
#include "ui/formatting.h"
#include "ui/formfields.h"
#include "ui/learnedwords.h"
#include "ui/messages.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace ui {

using upload::KeySource;
using upload::ProxyOptions;
using upload::SavedField;

namespace {

const QString AccountField = QStringLiteral("account"); // of a preset's address
constexpr qint64 LargestCertificates = 1 << 20;         // bytes

constexpr std::array FieldOrder = {SavedField::Name, SavedField::Endpoint, SavedField::Region, SavedField::AccessKeyId,
    SavedField::SecretAccessKey, SavedField::Profile, SavedField::Target, SavedField::Style, SavedField::AwsHosts, SavedField::Certificates,
    SavedField::Proxy};

template <typename Value>
Value chosen(const QComboBox *box)
{
    return static_cast<Value>(box->currentData().toInt());
}

template <typename Value>
void choose(QComboBox *box, Value value)
{
    box->setCurrentIndex(qMax(0, box->findData(static_cast<int>(value))));
}

} // namespace

ConnectionDialog::ConnectionDialog(
    const upload::SavedConnection &kept, const QStringList &taken, const QStringList &profiles, QWidget *parent)
    : QDialog(parent)
    , m_kept(kept)
    , m_taken(taken)
    , m_reading(new FileReading(this))
{
    nameFieldsByTheirLabels();
    setObjectName(QStringLiteral("connectionDialog"));
    setWindowTitle(kept.id.isEmpty() ? tr("Add connection") : tr("Edit connection"));
    build(profiles);
    show(kept);
    connectFields();
    keysChanged();
    proxyChanged();
    providerChanged();
    refresh();
    resize(640, 620);
    m_name->setFocus();
}

// A field that loses the focus says so, and must not say it to what is half gone.
ConnectionDialog::~ConnectionDialog()
{
    hide();
}

void ConnectionDialog::show(const upload::SavedConnection &connection)
{
    m_name->setText(connection.name);
    for (const s3::ProviderPreset &one : s3::presets())
        m_provider->addItem(one.name, one.id);
    m_provider->setCurrentIndex(
        qMax(0, m_provider->findData(connection.provider.isEmpty() ? QStringLiteral("custom") : connection.provider)));
    m_endpoint->setText(connection.endpoint);
    m_region->setEditText(connection.region);
    choose(m_keys, connection.keys);
    m_accessKeyId->setText(connection.accessKeyId);
    m_profile->setEditText(connection.profile);
    m_bucket->setText(connection.bucket);
    m_prefix->setText(connection.prefix);
    choose(m_style, connection.style);
    m_dualStack->setChecked(connection.dualStack);
    m_fips->setChecked(connection.fips);
    m_accelerate->setChecked(connection.accelerate);
    m_certificates->setPlainText(QString::fromLatin1(connection.extraCaPem));
    choose(m_proxy, connection.proxy.kind);
    m_proxyHost->setText(connection.proxy.host);
    m_proxyPort->setValue(connection.proxy.port);
    m_proxyUser->setText(connection.proxy.user);
    showLearned();
    const bool isUsual = connection.style == s3::AddressingStyle::Auto && !connection.dualStack && !connection.fips &&
                         !connection.accelerate && connection.extraCaPem.isEmpty() && connection.proxy == ProxyOptions();
    m_moreButton->setChecked(!isUsual);
}

upload::SavedConnection ConnectionDialog::connection() const
{
    upload::SavedConnection made = m_kept;
    made.name = m_name->text();
    made.provider = m_provider->currentData().toString();
    made.endpoint = m_endpoint->text();
    made.region = m_region->currentText();
    made.style = chosen<s3::AddressingStyle>(m_style);
    made.dualStack = m_dualStack->isChecked();
    made.fips = m_fips->isChecked();
    made.accelerate = m_accelerate->isChecked();
    made.keys = keySource();
    made.accessKeyId = m_accessKeyId->text();
    made.profile = m_profile->currentText();
    made.extraCaPem = m_certificates->toPlainText().toLatin1();
    made.proxy.kind = chosen<ProxyOptions::Kind>(m_proxy);
    made.proxy.host = m_proxyHost->text();
    made.proxy.port = static_cast<quint16>(m_proxyPort->value());
    made.proxy.user = m_proxyUser->text();
    made.bucket = m_bucket->text();
    made.prefix = m_prefix->text();
    return upload::tidied(made);
}

upload::NewSecrets ConnectionDialog::secrets() const
{
    upload::NewSecrets typed;
    if (!m_secret->text().isEmpty() || !m_token->text().isEmpty())
        typed.keys = upload::NewSecrets::Keys{m_secret->text().trimmed().toUtf8(), m_token->text().trimmed().toUtf8()};
    if (m_proxyPassword->isModified())
        typed.proxyPassword = m_proxyPassword->text().toUtf8();
    return typed;
}

KeySource ConnectionDialog::keySource() const
{
    return chosen<KeySource>(m_keys);
}

void ConnectionDialog::connectFields()
{
    for (auto *edit : findChildren<QLineEdit *>()) {
        connect(edit, &QLineEdit::textChanged, this, &ConnectionDialog::refresh);
        connect(edit, &QLineEdit::editingFinished, this, [this, edit] {
            if (edit->isModified() && !m_touched.contains(edit))
                m_touched.append(edit);
            refresh();
        });
    }
    for (auto *box : findChildren<QCheckBox *>())
        connect(box, &QCheckBox::toggled, this, &ConnectionDialog::refresh);
    connect(m_certificates, &QPlainTextEdit::textChanged, this, [this] {
        readCertificates();
        refresh();
    });
    connect(m_style, &QComboBox::currentIndexChanged, this, &ConnectionDialog::refresh);
    connect(m_provider, &QComboBox::currentIndexChanged, this, &ConnectionDialog::providerChanged);
    connect(m_region, &QComboBox::currentTextChanged, this, &ConnectionDialog::offerEndpoint);
    connect(m_account, &QLineEdit::textChanged, this, &ConnectionDialog::offerEndpoint);
    connect(m_keys, &QComboBox::currentIndexChanged, this, &ConnectionDialog::keysChanged);
    connect(m_proxy, &QComboBox::currentIndexChanged, this, &ConnectionDialog::proxyChanged);
    connect(m_save, &QPushButton::clicked, this, &ConnectionDialog::save);
    connect(m_session, &QPushButton::clicked, this, [this] {
        choose(m_keys, KeySource::Session);
        save();
    });
    connect(m_test, &QPushButton::clicked, this, [this] {
        if (isComplete())
            Q_EMIT testWished(connection(), secrets());
    });
    connect(m_reading, &FileReading::done, this, [this](const QByteArray &content) {
        // What is kept and shown is PEM, whatever the file holds.
        const auto read = m_read ? m_read(content) : s3::Result<QList<upload::CertificateFacts>>(QList<upload::CertificateFacts>());
        QByteArray pem;
        for (const upload::CertificateFacts &one : read.ok() ? *read : QList<upload::CertificateFacts>())
            pem += one.pem;
        m_certificates->setPlainText(QString::fromLatin1(pem.isEmpty() ? content : pem));
    });
    connect(m_reading, &FileReading::failed, this, [this](const QString &sentence) { setWords(m_trouble, sentence); });
}

s3::ProviderPreset ConnectionDialog::preset() const
{
    return s3::presetCalled(m_provider->currentData().toString()).value_or(s3::ProviderPreset());
}

void ConnectionDialog::providerChanged()
{
    const s3::ProviderPreset chosenPreset = preset();
    const QString region = m_region->currentText();
    {
        const QSignalBlocker quiet(m_region);
        m_region->clear();
        m_region->addItems(chosenPreset.regions);
        m_region->setEditText(region);
    }
    m_region->lineEdit()->setPlaceholderText(chosenPreset.regions.value(0, tr("as the server says")));
    setRowVisible(m_account, chosenPreset.fields().contains(AccountField));
    m_endpoint->setPlaceholderText(chosenPreset.isAddressFree ? chosenPreset.example : tr("Amazon's own hosts in that region"));
    if (const auto values = s3::valuesIn(m_endpoint->text(), chosenPreset)) {
        m_account->setText(values->value(AccountField));
        m_offeredEndpoint = m_endpoint->text();
    }
    offerEndpoint();
}

void ConnectionDialog::offerEndpoint()
{
    const s3::ProviderPreset chosenPreset = preset();
    const QString region = m_region->currentText().trimmed();
    const auto address = s3::addressOf(chosenPreset, {{QStringLiteral("region"), region.isEmpty() ? chosenPreset.regions.value(0) : region},
                                                         {AccountField, m_account->text().trimmed()}});
    const QString offered = chosenPreset.isAddressFree || !address ? QString() : *address;
    const bool isOurs = m_endpoint->text().isEmpty() || m_endpoint->text() == m_offeredEndpoint;
    m_offeredEndpoint = offered;
    if (isOurs)
        m_endpoint->setText(offered);
    refresh();
}

void ConnectionDialog::keysChanged()
{
    const KeySource source = keySource();
    const bool typed = source == KeySource::Keychain || source == KeySource::Session;
    for (QLineEdit *edit : {m_accessKeyId, m_secret, m_token})
        setRowVisible(edit, typed);
    setRowVisible(m_profile, source == KeySource::Profile);
    setWords(m_keysNote, keySourceNote(source));
    const bool kept = !m_kept.id.isEmpty() && m_kept.keys == source;
    m_secret->setPlaceholderText(kept && source == KeySource::Keychain ? tr("unchanged, in the keychain") : QString());
    refresh();
}

void ConnectionDialog::proxyChanged()
{
    const auto kind = chosen<ProxyOptions::Kind>(m_proxy);
    const bool own = kind == ProxyOptions::Kind::Http || kind == ProxyOptions::Kind::Socks5;
    for (QWidget *field : {static_cast<QWidget *>(m_proxyHost), static_cast<QWidget *>(m_proxyPort), static_cast<QWidget *>(m_proxyUser),
             static_cast<QWidget *>(m_proxyPassword)})
        setRowVisible(field, own);
    m_proxyPassword->setPlaceholderText(m_kept.proxy.user.isEmpty() ? QString() : tr("unchanged, in the keychain"));
    refresh();
}

void ConnectionDialog::chooseCertificates()
{
    auto *dialog = new QFileDialog(this, tr("Certificates"), {}, tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setObjectName(QStringLiteral("certificatesDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { m_reading->read(path, LargestCertificates); });
    dialog->open();
}

void ConnectionDialog::refresh()
{
    QHash<SavedField, upload::FieldRemark> first;
    bool refused = false;
    const std::optional<upload::SavedConnection> before = m_kept.id.isEmpty() ? std::nullopt : std::optional(m_kept);
    QList<upload::FieldRemark> remarks = upload::remarksOn(connection(), secrets(), before);
    // Nonsense is found by its form alone; what is well-formed is read.
    if (m_certificateRemark &&
        std::none_of(remarks.begin(), remarks.end(), [](const auto &remark) { return remark.field == SavedField::Certificates; }))
        remarks.append(*m_certificateRemark);
    if (m_taken.contains(m_name->text().trimmed(), Qt::CaseInsensitive))
        remarks.prepend({SavedField::Name, tr("Another connection has this name."), true});
    for (const upload::FieldRemark &remark : std::as_const(remarks)) {
        refused = refused || remark.refuses;
        if (!first.contains(remark.field))
            first.insert(remark.field, remark);
    }
    for (auto field = m_fields.constBegin(); field != m_fields.constEnd(); ++field) {
        const auto remark = first.constFind(field.key());
        // What is wrong is said once somebody has been there, what is worth knowing at once.
        const bool shown = remark != first.constEnd() && (m_tried || !remark->refuses || isTouched(field->field));
        showHint(field->hint, field->field, shown ? remark->sentence : QString(), shown && remark->refuses);
    }
    m_mayGo = !refused;
}

void ConnectionDialog::setCertificateReader(const upload::CertificateReader &read)
{
    m_read = read;
    readCertificates();
    refresh();
}

void ConnectionDialog::readCertificates()
{
    m_certificateRemark.reset();
    const QByteArray text = m_certificates->toPlainText().toLatin1();
    if (!m_read || text.trimmed().isEmpty())
        return;
    const auto read = m_read(text);
    if (!read) {
        m_certificateRemark = {SavedField::Certificates, read.error().message, true};
        return;
    }
    const QString trouble = certificatesTrouble(*read, QDateTime::currentDateTimeUtc());
    m_certificateRemark = {SavedField::Certificates,
        trouble.isEmpty() ? certificatesText(*read) : certificatesText(*read) + QLatin1Char(' ') + trouble, false};
}

void ConnectionDialog::addCertificate(const QByteArray &pem)
{
    m_certificates->setPlainText(QString::fromLatin1(upload::withCertificate(m_certificates->toPlainText().toLatin1(), pem)));
    m_moreButton->setChecked(true);
    m_certificates->setFocus();
    // Not before what was just opened has its place.
    QMetaObject::invokeMethod(
        this, [this] { m_area->ensureWidgetVisible(m_certificates, 50, 90); }, Qt::QueuedConnection);
}

void ConnectionDialog::noteFindings(const upload::SavedConnection &saved)
{
    if (saved.id != m_kept.id)
        return;
    m_kept.findings = saved.findings;
    showLearned();
}

void ConnectionDialog::showLearned()
{
    const QString text = learnedText(m_kept, QDate::currentDate());
    setWords(m_learnedText, text);
    m_learned->setVisible(!text.isEmpty());
}

bool ConnectionDialog::isTouched(QWidget *field) const
{
    return std::any_of(m_touched.begin(), m_touched.end(), [field](QWidget *one) { return one == field || field->isAncestorOf(one); });
}

// From the first try on everything that is missing is said, and the first of it has the focus.
bool ConnectionDialog::isComplete()
{
    m_tried = true;
    refresh();
    for (SavedField field : FieldOrder) {
        const Field place = m_fields.value(field);
        if (!place.field || !place.hint->property("failure").toBool())
            continue;
        if (m_more->isAncestorOf(place.field))
            m_moreButton->setChecked(true);
        place.field->setFocus();
        return false;
    }
    return m_mayGo;
}

void ConnectionDialog::save()
{
    if (!isComplete())
        return;
    setWords(m_trouble, {});
    m_session->hide();
    m_save->setEnabled(false);
    rename(m_save, tr("Saving…"));
    Q_EMIT saveWished(connection(), secrets());
}

void ConnectionDialog::refuse(const s3::Error &error)
{
    rename(m_save, tr("Save"));
    m_save->setEnabled(true);
    setWords(m_trouble, sentence(error));
    m_session->setVisible(keySource() == KeySource::Keychain && error.code.startsWith(QLatin1String("Keychain")));
}

} // namespace ui
