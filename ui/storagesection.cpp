// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/storagesection.h"

#include "s3/customerkey.h"
#include "s3/storageclass.h"
#include "ui/customerkeychoice.h"
#include "ui/dialogpieces.h"
#include "ui/formfields.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

namespace ui {

namespace {

constexpr char CustomerKey[] = "sse-c"; // no value of the header: the key has headers of its own

// Kept apart from its caption: what is chosen is what is sent.
void add(QComboBox *choice, const QString &caption, const char *value)
{
    choice->addItem(caption, QByteArray(value));
}

void choose(QComboBox *choice, const QByteArray &value)
{
    int index = choice->findData(value);
    if (index < 0) { // of a preset that knows more than this list
        choice->addItem(value == CustomerKey ? QStringLiteral("SSE-C") : QString::fromUtf8(value), value);
        index = choice->count() - 1;
    }
    choice->setCurrentIndex(index);
}

bool isKms(const QByteArray &encryption)
{
    return encryption.startsWith("aws:kms");
}

} // namespace

StorageSection::StorageSection(QWidget *parent)
    : OptionSection("storageSection", tr("Storage, encryption, access"), parent)
    , m_class(new QComboBox(this))
    , m_encryption(new QComboBox(this))
    , m_kmsKey(new QLineEdit(this))
    , m_customerKey(new CustomerKeyChoice(this))
    , m_customerKeyHint(hintLabel("customerKeyChoiceHint", this))
    , m_acl(new QComboBox(this))
    , m_aclHint(hintLabel("aclHint", this))
{
    m_class->setObjectName(QStringLiteral("storageClass"));
    m_class->setEditable(true);
    m_class->setInsertPolicy(QComboBox::NoInsert);
    m_class->lineEdit()->setPlaceholderText(tr("the bucket's own"));
    addField(form(), tr("Storage class"), m_class);
    m_class->lineEdit()->setAccessibleName(tr("Storage class"));

    m_encryption->setObjectName(QStringLiteral("encryption"));
    add(m_encryption, tr("The bucket's own"), "");
    add(m_encryption, tr("SSE-S3: with a key of the server's"), "AES256");
    add(m_encryption, tr("SSE-KMS: with a key of the key service"), "aws:kms");
    add(m_encryption, tr("DSSE-KMS: the same in two layers"), "aws:kms:dsse");
    addField(form(), tr("Encryption"), m_encryption);
    m_kmsKey->setObjectName(QStringLiteral("kmsKey"));
    m_kmsKey->setPlaceholderText(tr("the account's own for S3, or an ID, ARN or alias"));
    addField(form(), tr("KMS key"), m_kmsKey);
    addField(form(), tr("Your key"), m_customerKey, m_customerKeyHint);
    m_customerKeyRow = form()->rowCount() - 1;
    m_customerKey->choice()->setAccessibleName(tr("Your key"));
    connect(m_customerKey, &CustomerKeyChoice::changed, this, [this] {
        refreshFields();
        told();
    });

    m_acl->setObjectName(QStringLiteral("acl"));
    add(m_acl, tr("The bucket's own"), "");
    for (const char *name : {"private", "bucket-owner-full-control", "bucket-owner-read", "authenticated-read", "aws-exec-read",
             "public-read", "public-read-write"})
        add(m_acl, QString::fromLatin1(name), name);
    addField(form(), tr("Access (ACL)"), m_acl, m_aclHint);

    connect(m_class, &QComboBox::currentTextChanged, this, &StorageSection::told);
    connect(m_kmsKey, &QLineEdit::textChanged, this, &StorageSection::told);
    for (QComboBox *choice : {m_encryption, m_acl})
        connect(choice, &QComboBox::currentIndexChanged, this, [this] {
            refreshFields();
            told();
        });
    setServer({}, {});
    refreshFields();
    refreshHeader();
}

void StorageSection::setServer(const s3::Endpoint &endpoint, const QString &profileId)
{
    m_endpoint = endpoint;
    const QSignalBlocker quiet(m_class);
    const QString chosen = m_class->currentText();
    m_class->clear();
    m_class->addItem(QString());
    const QByteArrayList classes = s3::storageClassesOf(profileId);
    for (const QByteArray &name : classes)
        m_class->addItem(QString::fromLatin1(name));
    m_class->setEditText(chosen);
    refreshFields();
    refreshHeader();
}

void StorageSection::setKeyBook(upload::CustomerKeyBook &book)
{
    add(m_encryption, tr("SSE-C: with a key of your own"), CustomerKey);
    m_customerKey->setBook(book);
}

QString StorageSection::keyTrouble() const
{
    if (m_encryption->currentData().toByteArray() != CustomerKey)
        return {};
    return s3::mayCarryCustomerKey(m_endpoint) ? m_customerKey->trouble() : tr("Keys of your own are sent over https alone.");
}

bool StorageSection::isValid() const
{
    return keyTrouble().isEmpty();
}

void StorageSection::refreshFields()
{
    const bool kms = isKms(m_encryption->currentData().toByteArray());
    form()->setRowVisible(m_kmsKey, kms);
    const bool own = m_encryption->currentData().toByteArray() == CustomerKey;
    form()->setRowVisible(m_customerKeyRow, own);
    const QString trouble = keyTrouble();
    showHint(m_customerKeyHint, m_customerKey->choice(),
        !own                ? QString()
        : trouble.isEmpty() ? tr("The server keeps no copy of it: without it the object is lost.")
                            : trouble,
        !trouble.isEmpty());
    const QByteArray acl = m_acl->currentData().toByteArray();
    const bool isOpen = acl.startsWith("public-") || acl == "authenticated-read";
    const QString warning = acl == "public-read"          ? tr("Anybody in the world may read the object.")
                            : acl == "public-read-write"  ? tr("Anybody in the world may read and replace the object.")
                            : acl == "authenticated-read" ? tr("Anybody with an account at the provider may read the object.")
                            : acl.isEmpty()               ? QString()
                                                          : tr("Buckets that enforce their owner's rights refuse any ACL.");
    showHint(m_aclHint, m_acl, warning, false);
    setLook(m_aclHint, "attention", isOpen);
}

void StorageSection::fill(s3::ObjectOptions &options) const
{
    options.storageClass = m_class->currentText().trimmed().toUtf8();
    options.serverSideEncryption = m_encryption->currentData().toByteArray();
    if (options.serverSideEncryption == CustomerKey) {
        options.serverSideEncryption.clear();
        options.sseCustomerKey = m_customerKey->chosen();
    }
    options.sseKmsKeyId = isKms(options.serverSideEncryption) ? m_kmsKey->text().trimmed().toUtf8() : QByteArray();
    options.acl = m_acl->currentData().toByteArray();
}

void StorageSection::show(const s3::ObjectOptions &options)
{
    m_class->setEditText(QString::fromUtf8(options.storageClass));
    choose(m_encryption, options.sseCustomerKey.isEmpty() ? options.serverSideEncryption : QByteArray(CustomerKey));
    m_customerKey->show(options.sseCustomerKey);
    m_kmsKey->setText(QString::fromUtf8(options.sseKmsKeyId));
    choose(m_acl, options.acl);
}

QString StorageSection::summary() const
{
    s3::ObjectOptions options;
    fill(options);
    QStringList words;
    if (!options.storageClass.isEmpty())
        words.append(QString::fromUtf8(options.storageClass));
    if (!options.serverSideEncryption.isEmpty() || !options.sseCustomerKey.isEmpty())
        words.append(m_encryption->currentText().section(QLatin1Char(':'), 0, 0));
    if (!options.acl.isEmpty())
        words.append(QString::fromUtf8(options.acl));
    return words.join(QStringLiteral(" · "));
}

} // namespace ui
