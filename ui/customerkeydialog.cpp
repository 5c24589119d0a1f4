// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/customerkeydialog.h"

#include "s3/customerkey.h"
#include "ui/dialogpieces.h"
#include "ui/formatting.h"
#include "ui/formfields.h"
#include "ui/queued.h"

#include <QApplication>
#include <QClipboard>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using upload::CustomerKeyBook;

namespace {

// Nothing when it is no base64 of a key.
std::optional<QByteArray> keyFrom(const QString &typed)
{
    const auto decoded = QByteArray::fromBase64Encoding(typed.trimmed().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != s3::CustomerKey::Size)
        return {};
    return decoded.decoded;
}

} // namespace

CustomerKeyDialog::CustomerKeyDialog(CustomerKeyBook &book, Kind kind, const QStringList &known, QWidget *parent)
    : QDialog(parent)
    , m_book(book)
    , m_kind(kind)
    , m_known(known)
{
    setObjectName(QStringLiteral("customerKeyDialog"));
    setWindowTitle(kind == Kind::New ? tr("New key") : tr("Enter a key"));
    build();
    // Queued even within one thread, as the signals of another would be.
    connect(
        &book, &CustomerKeyBook::kept, this,
        [this](const QString &name) {
            if (!m_asked.isEmpty() && name == m_asked)
                keptNow();
        },
        Qt::QueuedConnection);
    connect(
        &book, &CustomerKeyBook::refused, this,
        [this](const QString &name, const s3::Error &error) {
            if (name != this->name())
                return;
            m_asked.clear();
            m_refusal = printable(error.message);
            refresh();
        },
        Qt::QueuedConnection);
    connect(
        &book, &CustomerKeyBook::exported, this,
        [this](const QString &name, const QByteArray &key) {
            if (!m_done || name != this->name())
                return;
            QApplication::clipboard()->setText(QString::fromLatin1(key));
            setWords(m_words, tr("The key “%1” was copied. Keep it where it will outlive this computer.").arg(printable(name)));
        },
        Qt::QueuedConnection);
    refresh();
}

void CustomerKeyDialog::build()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    m_words = dialogWords("customerKeyWords", nullptr, this);
    setWords(m_words,
        tr("The server keeps no copy of the key: without it, every object that was encrypted with it is lost. It is kept in the desktop's "
           "keychain under a name."));
    column->addWidget(m_words);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(FormSpacing);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_name = new QLineEdit(this);
    m_name->setObjectName(QStringLiteral("customerKeyName"));
    m_nameHint = hintLabel("customerKeyNameHint", this);
    addField(form, tr("Name"), m_name, m_nameHint);
    if (m_kind == Kind::Enter) {
        m_key = new QLineEdit(this);
        m_key->setObjectName(QStringLiteral("customerKeyText"));
        m_key->setEchoMode(QLineEdit::Password);
        m_key->setPlaceholderText(tr("32 bytes in base64: 44 characters"));
        m_keyHint = hintLabel("customerKeyHint", this);
        addField(form, tr("Key"), m_key, m_keyHint);
        connect(m_key, &QLineEdit::textChanged, this, &CustomerKeyDialog::refresh);
    }
    column->addLayout(form);
    column->addStretch();
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_copy = dialogButton(tr("Copy key"), "customerKeyCopy", nullptr, this);
    m_copy->hide();
    m_cancel = dialogButton(tr("Cancel"), "customerKeyCancel", nullptr, this);
    m_keep = dialogButton(m_kind == Kind::New ? tr("Make key") : tr("Keep key"), "customerKeyKeep", "accent", this);
    m_keep->setDefault(true);
    row->addWidget(m_copy);
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_keep);
    column->addLayout(row);
    resize(480, sizeHint().height());
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_keep, &QPushButton::clicked, this, &CustomerKeyDialog::keep);
    connect(
        m_copy, &QPushButton::clicked, this, [this] { queued(m_book, [name = name()](CustomerKeyBook &book) { book.exportKey(name); }); });
    connect(m_name, &QLineEdit::textChanged, this, [this] {
        m_refusal.clear();
        refresh();
    });
}

QString CustomerKeyDialog::name() const
{
    return m_name->text().trimmed();
}

void CustomerKeyDialog::refresh()
{
    const bool taken = !m_done && m_kind == Kind::New && m_known.contains(name());
    const QString wrong = !m_refusal.isEmpty() ? m_refusal
                          : taken              ? tr("There is a key of this name, and keys are never replaced.")
                                               : QString();
    showHint(m_nameHint, m_name, wrong, !wrong.isEmpty());
    bool good = true;
    if (m_key) {
        good = keyFrom(m_key->text()).has_value();
        const bool isBad = !good && !m_key->text().isEmpty();
        showHint(m_keyHint, m_key, isBad ? tr("This is no base64 of 32 bytes.") : QString(), isBad);
    }
    m_name->setReadOnly(m_done || !m_asked.isEmpty()); // what is answered is about the name that was asked for
    if (m_key)
        m_key->setReadOnly(!m_asked.isEmpty());
    m_keep->setEnabled(m_done || (!name().isEmpty() && wrong.isEmpty() && good && m_asked.isEmpty()));
}

void CustomerKeyDialog::keep()
{
    if (m_done) {
        accept();
        return;
    }
    m_asked = name();
    if (m_kind == Kind::New)
        queued(m_book, [name = m_asked](CustomerKeyBook &book) { book.create(name); });
    else
        queued(
            m_book, [name = m_asked, key = keyFrom(m_key->text()).value_or(QByteArray())](CustomerKeyBook &book) { book.keep(name, key); });
    refresh();
}

// A key that was entered is somewhere else already; one that was made here is nowhere else yet.
void CustomerKeyDialog::keptNow()
{
    m_asked.clear();
    Q_EMIT kept(name());
    if (m_kind == Kind::Enter) {
        accept();
        return;
    }
    m_done = true;
    m_cancel->hide();
    m_copy->show();
    rename(m_keep, tr("Done"));
    setWords(m_words,
        tr("The key “%1” is in the keychain of this computer, and nowhere else: copy it and keep it safe. Without it the objects are lost.")
            .arg(printable(name())));
    setLook(m_words, "attention", true);
    m_copy->setFocus();
    refresh();
}

} // namespace ui
