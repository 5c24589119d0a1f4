// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/linkdialog.h"

#include "ui/dialogpieces.h"
#include "ui/elidedlabel.h"
#include "ui/formatting.h"
#include "ui/formfields.h"
#include "ui/messages.h"
#include "ui/queued.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr qint64 Hour = 3600, DayLong = 86'400; // seconds

} // namespace

LinkDialog::LinkDialog(upload::LinkSigning &signing, const LinkedObject &object, QWidget *parent)
    : QDialog(parent)
    , m_signing(signing)
    , m_object(object)
{
    setObjectName(QStringLiteral("linkDialog"));
    setWindowTitle(tr("Copy presigned link"));
    build();
    // Queued even within one thread, as the signals of another would be.
    connect(
        &signing, &upload::LinkSigning::signedLink, this,
        [this](const QUuid &wish, const s3::PresignedLink &link) {
            if (wish == m_wish)
                take(link);
        },
        Qt::QueuedConnection);
    connect(
        &signing, &upload::LinkSigning::refused, this,
        [this](const QUuid &wish, const s3::Error &error) {
            if (wish == m_wish)
                refuse(error);
        },
        Qt::QueuedConnection);
    refresh();
}

void LinkDialog::build()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    QLabel *words = dialogWords("linkWords", nullptr, this);
    words->setText(tr("Whoever has the link can read the object until the link expires, without any key. It cannot be called back."));
    column->addWidget(words);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(FormSpacing);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    column->addLayout(form);
    auto *object = new ElidedLabel(this);
    object->setObjectName(QStringLiteral("linkObject"));
    object->setWhole(printable(s3::s3Uri(m_object.object)));
    addField(form, tr("Object"), object);
    object->setAccessibleName(object->text());

    m_choice = new QComboBox(this);
    m_choice->setObjectName(QStringLiteral("linkValidity"));
    m_choice->addItem(tr("1 hour"), Hour);
    m_choice->addItem(tr("1 day"), DayLong);
    m_choice->addItem(tr("7 days"), 7 * DayLong);
    m_choice->addItem(tr("Another time"), qint64(0));
    m_choice->setCurrentIndex(1);
    m_hint = hintLabel("linkHint", this);
    addField(form, tr("Good for"), m_choice, m_hint);
    m_own = new QWidget(this);
    auto *own = new QHBoxLayout(m_own);
    own->setContentsMargins(0, 0, 0, 0);
    own->setSpacing(8);
    m_number = new QSpinBox(m_own);
    m_number->setObjectName(QStringLiteral("linkNumber"));
    m_number->setAccessibleName(tr("Number"));
    m_number->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_unit = new QComboBox(m_own);
    m_unit->setObjectName(QStringLiteral("linkUnit"));
    m_unit->setAccessibleName(tr("Unit"));
    m_unit->addItem(tr("minutes"), qint64(60));
    m_unit->addItem(tr("hours"), Hour);
    m_unit->addItem(tr("days"), DayLong);
    m_unit->setCurrentIndex(1);
    m_number->setRange(1, static_cast<int>(s3::LongestPresign.count() / Hour));
    m_number->setValue(8);
    own->addWidget(m_number, 1);
    own->addWidget(m_unit, 1);
    form->addRow(QString(), m_own);

    m_outcome = dialogWords("linkOutcome", nullptr, this);
    m_outcome->hide();
    column->addWidget(m_outcome);
    column->addStretch();
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch();
    m_close = dialogButton(tr("Cancel"), "linkClose", nullptr, this);
    m_copy = dialogButton(tr("Copy link"), "linkCopy", "accent", this);
    m_copy->setDefault(true);
    row->addWidget(m_close);
    row->addWidget(m_copy);
    column->addLayout(row);
    resize(480, sizeHint().height());
    m_choice->setFocus();

    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_copy, &QPushButton::clicked, this, &LinkDialog::sign);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &LinkDialog::refresh);
    connect(m_number, &QSpinBox::valueChanged, this, &LinkDialog::refresh);
    connect(m_unit, &QComboBox::currentIndexChanged, this, [this] {
        m_number->setMaximum(static_cast<int>(s3::LongestPresign.count() / m_unit->currentData().toLongLong()));
        refresh();
    });
}

std::chrono::seconds LinkDialog::validity() const
{
    const qint64 chosen = m_choice->currentData().toLongLong();
    return std::chrono::seconds(chosen > 0 ? chosen : m_number->value() * m_unit->currentData().toLongLong());
}

void LinkDialog::refresh()
{
    const bool own = m_choice->currentData().toLongLong() == 0;
    m_own->setVisible(own);
    showHint(m_hint, m_choice, own ? tr("A week at most.") : QString(), false);
    m_copy->setEnabled(m_wish.isNull());
}

void LinkDialog::sign()
{
    m_wish = QUuid::createUuid();
    setLook(m_outcome, "failure", false);
    setWords(m_outcome, tr("Asking the server…"));
    refresh();
    queued(m_signing, [wish = m_wish, object = m_object, seconds = validity().count()](upload::LinkSigning &signing) {
        signing.sign(wish, object.connectionId, object.object, object.versionId, seconds);
    });
}

void LinkDialog::take(const s3::PresignedLink &link)
{
    m_wish = {};
    QApplication::clipboard()->setText(QString::fromLatin1(link.url));
    const QString until = link.expires.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    // A minute of slack: the server's clock is known to the second only, and asking took its time.
    const bool isShorter = QDateTime::currentDateTimeUtc().secsTo(link.expires) < validity().count() - 300;
    const QString sentence = tr("Copied. Good until %1 UTC by the server's clock.").arg(until);
    setWords(m_outcome, isShorter ? tr("%1 That is sooner than wished: the sign-in behind it ends then.").arg(sentence) : sentence);
    rename(m_close, tr("Close"));
    rename(m_copy, tr("Copy again"));
    refresh();
    Q_EMIT copied(tr("Copied a link to %1, good until %2 UTC").arg(printable(s3::s3Uri(m_object.object)), until));
}

void LinkDialog::refuse(const s3::Error &error)
{
    m_wish = {};
    setLook(m_outcome, "failure", true);
    // Those that are about links are ours, and know more than the words for the same code of an upload.
    const QStringList ofLinks = {QStringLiteral("AccessDenied"), QStringLiteral("NoSuchKey"), QStringLiteral("UnreadableObject")};
    const bool isOurs = error.httpStatus == 0 || ofLinks.contains(error.code);
    setWords(m_outcome, isOurs && !error.message.isEmpty() ? printable(error.message) : sentence(error));
    refresh();
}

} // namespace ui
