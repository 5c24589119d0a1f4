// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/customerkeychoice.h"

#include "ui/customerkeydialog.h"
#include "ui/dialogpieces.h"
#include "ui/formatting.h"
#include "ui/queued.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace ui {

using upload::CustomerKeyBook;

CustomerKeyChoice::CustomerKeyChoice(QWidget *parent)
    : QWidget(parent)
    , m_choice(new QComboBox(this))
    , m_new(dialogButton(tr("New key…"), "newCustomerKey", "link", this))
    , m_enter(dialogButton(tr("Enter a key…"), "enterCustomerKey", "link", this))
{
    m_choice->setObjectName(QStringLiteral("customerKey"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_choice);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_new);
    row->addWidget(m_enter);
    row->addStretch();
    column->addLayout(row);
    setFocusProxy(m_choice);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &CustomerKeyChoice::changed);
    connect(m_new, &QPushButton::clicked, this, [this] { openDialog(false); });
    connect(m_enter, &QPushButton::clicked, this, [this] { openDialog(true); });
}

void CustomerKeyChoice::setBook(CustomerKeyBook &book)
{
    m_book = &book;
    connect(&book, &CustomerKeyBook::listed, this, &CustomerKeyChoice::list, Qt::QueuedConnection);
    connect(
        &book, &CustomerKeyBook::refused, this,
        [this](const QString &name, const s3::Error &error) {
            if (!name.isEmpty())
                return; // a dialog's
            m_isAsking = false;
            m_refusal = printable(error.message);
            Q_EMIT changed();
        },
        Qt::QueuedConnection);
    if (isVisible())
        ask();
}

void CustomerKeyChoice::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

// A keychain may ask to be unlocked: it is looked into only for somebody who wants a key, and again after a refusal.
void CustomerKeyChoice::ask()
{
    if (!m_book || m_isAsking || (m_names && m_refusal.isEmpty()))
        return;
    m_isAsking = true;
    queued(*m_book, [](CustomerKeyBook &book) { book.list(); });
}

void CustomerKeyChoice::list(const QStringList &names)
{
    m_isAsking = false;
    m_names = names;
    m_refusal.clear();
    show(chosen());
    Q_EMIT changed();
}

QString CustomerKeyChoice::chosen() const
{
    return m_choice->currentData().toString();
}

void CustomerKeyChoice::show(const QString &name)
{
    {
        const QSignalBlocker quiet(m_choice);
        m_choice->clear();
        m_choice->addItem(tr("Choose a key"), QString());
        QStringList names = m_names.value_or(QStringList());
        if (!name.isEmpty() && !names.contains(name))
            names.append(name);
        for (const QString &one : std::as_const(names))
            m_choice->addItem(printable(one), one);
        m_choice->setCurrentIndex(qMax(0, m_choice->findData(name)));
    }
    Q_EMIT changed();
}

QString CustomerKeyChoice::trouble() const
{
    if (!m_refusal.isEmpty())
        return m_refusal;
    if (chosen().isEmpty())
        return tr("Choose one of your keys, make a new one, or enter one.");
    if (m_names && !m_names->contains(chosen()))
        return tr("The keychain has no key of this name.");
    return {};
}

void CustomerKeyChoice::openDialog(bool enter)
{
    if (!m_book)
        return;
    auto *dialog = new CustomerKeyDialog(
        *m_book, enter ? CustomerKeyDialog::Kind::Enter : CustomerKeyDialog::Kind::New, m_names.value_or(QStringList()), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CustomerKeyDialog::kept, this, [this](const QString &name) {
        if (m_names && !m_names->contains(name))
            m_names->append(name);
        show(name);
    });
    dialog->open();
}

} // namespace ui
