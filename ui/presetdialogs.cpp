// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/presetdialogs.h"

#include "ui/confirmations.h"
#include "ui/dialogpieces.h"
#include "ui/formatting.h"
#include "ui/formfields.h"
#include "ui/queued.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

using upload::PresetBook;
using upload::UploadPreset;

namespace {

// As the book compares them.
bool isSameName(const QString &a, const QString &b)
{
    return a.normalized(QString::NormalizationForm_C).toCaseFolded() == b.normalized(QString::NormalizationForm_C).toCaseFolded();
}

QVBoxLayout *columnOf(QDialog *dialog)
{
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    return column;
}

} // namespace

SavePresetDialog::SavePresetDialog(
    PresetBook &book, const QList<UploadPreset> &known, const UploadPreset &state, const QString &suggestedName, QWidget *parent)
    : QDialog(parent)
    , m_book(book)
    , m_known(known)
    , m_state(state)
    , m_name(new QLineEdit(suggestedName, this))
    , m_hint(hintLabel("presetNameHint", this))
    , m_save(dialogButton(tr("Save"), "presetSave", "accent", this))
{
    setObjectName(QStringLiteral("savePresetDialog"));
    setWindowTitle(tr("Save as preset"));
    QVBoxLayout *column = columnOf(this);
    QLabel *words = dialogWords("savePresetWords", "muted", this);
    words->setText(tr("Keeps the options and what to do if the key exists, not the files and not where they go."));
    column->addWidget(words);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(FormSpacing);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_name->setObjectName(QStringLiteral("presetName"));
    m_name->setMaxLength(static_cast<int>(upload::LongestPresetName));
    m_name->selectAll();
    addField(form, tr("Name"), m_name, m_hint);
    column->addLayout(form);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch();
    QPushButton *cancel = dialogButton(tr("Cancel"), "presetCancel", nullptr, this);
    m_save->setDefault(true);
    row->addWidget(cancel);
    row->addWidget(m_save);
    column->addLayout(row);
    resize(440, sizeHint().height());
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &SavePresetDialog::save);
    connect(m_name, &QLineEdit::textChanged, this, [this] {
        m_refusal.clear();
        refresh();
    });
    connect(
        &book, &PresetBook::saved, this,
        [this](const UploadPreset &preset) {
            if (!m_asked || !isSameName(preset.name, name()))
                return;
            Q_EMIT kept(preset);
            accept();
        },
        Qt::QueuedConnection);
    connect(
        &book, &PresetBook::refused, this,
        [this](const QString &, const s3::Error &error) {
            if (!std::exchange(m_asked, false))
                return;
            m_refusal = printable(error.message);
            refresh();
        },
        Qt::QueuedConnection);
    refresh();
}

QString SavePresetDialog::name() const
{
    return m_name->text().simplified();
}

const UploadPreset *SavePresetDialog::namesake() const
{
    const QString wished = name();
    const auto found =
        std::find_if(m_known.begin(), m_known.end(), [&wished](const UploadPreset &one) { return isSameName(one.name, wished); });
    return found == m_known.end() ? nullptr : &*found;
}

void SavePresetDialog::refresh()
{
    const UploadPreset *same = namesake();
    ui::rename(m_save, same ? tr("Replace") : tr("Save"));
    m_save->setEnabled(!name().isEmpty() && !m_asked);
    showHint(m_hint, m_name,
        !m_refusal.isEmpty() ? m_refusal
        : same               ? tr("There is a preset of this name; it will be replaced.")
                             : QString(),
        !m_refusal.isEmpty());
}

void SavePresetDialog::save()
{
    UploadPreset preset = m_state;
    const UploadPreset *same = namesake();
    preset.id = same ? same->id : QString();
    preset.name = name();
    m_asked = true;
    refresh();
    queued(m_book, [preset](PresetBook &book) { book.save(preset); });
}

ManagePresetsDialog::ManagePresetsDialog(PresetBook &book, const QList<UploadPreset> &presets, QWidget *parent)
    : QDialog(parent)
    , m_book(book)
    , m_list(new QListWidget(this))
    , m_hint(hintLabel("managePresetsHint", this))
    , m_rename(dialogButton(tr("Rename"), "renamePreset", nullptr, this))
    , m_remove(dialogButton(tr("Remove…"), "removePreset", nullptr, this))
{
    setObjectName(QStringLiteral("managePresetsDialog"));
    setWindowTitle(tr("Presets"));
    QVBoxLayout *column = columnOf(this);
    m_list->setObjectName(QStringLiteral("presets"));
    m_list->setAccessibleName(tr("Presets"));
    m_list->setProperty("framed", true);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    m_list->setMinimumHeight(140);
    column->addWidget(m_list, 1);
    column->addWidget(m_hint);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_rename);
    row->addWidget(m_remove);
    row->addStretch();
    QPushButton *close = dialogButton(tr("Close"), "presetsClose", "accent", this);
    row->addWidget(close);
    column->addLayout(row);
    resize(400, 300);
    list(presets);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_rename, &QPushButton::clicked, this, [this] { m_list->editItem(m_list->currentItem()); });
    connect(m_remove, &QPushButton::clicked, this, &ManagePresetsDialog::remove);
    connect(m_list, &QListWidget::currentRowChanged, this, &ManagePresetsDialog::refresh);
    connect(m_list, &QListWidget::itemChanged, this, &ManagePresetsDialog::rename);
    connect(&book, &PresetBook::listed, this, &ManagePresetsDialog::list, Qt::QueuedConnection);
    connect(
        &book, &PresetBook::refused, this,
        [this](const QString &, const s3::Error &error) {
            list(m_presets); // the names as they are kept
            showHint(m_hint, m_list, printable(error.message), true);
        },
        Qt::QueuedConnection);
}

void ManagePresetsDialog::list(const QList<UploadPreset> &presets)
{
    const QSignalBlocker quiet(m_list);
    const QString current = m_list->currentItem() ? m_list->currentItem()->data(Qt::UserRole).toString() : QString();
    const int row = m_list->currentRow();
    m_presets = presets;
    m_list->clear();
    for (const UploadPreset &one : presets) {
        auto *item = new QListWidgetItem(one.name, m_list);
        item->setData(Qt::UserRole, one.id);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
        if (one.id == current)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem())
        m_list->setCurrentRow(qBound(0, row, m_list->count() - 1));
    showHint(m_hint, m_list, presets.isEmpty() ? tr("There are no presets.") : QString(), false);
    refresh();
}

void ManagePresetsDialog::refresh()
{
    m_rename->setEnabled(m_list->currentItem());
    m_remove->setEnabled(m_list->currentItem());
}

void ManagePresetsDialog::rename(const QListWidgetItem *item)
{
    const QString id = item->data(Qt::UserRole).toString(), wished = item->text().simplified().left(upload::LongestPresetName);
    for (UploadPreset preset : std::as_const(m_presets)) {
        if (preset.id != id || preset.name == wished)
            continue;
        if (wished.isEmpty())
            return (void)QMetaObject::invokeMethod(
                this, [this] { list(QList<UploadPreset>(m_presets)); }, Qt::QueuedConnection); // not while the item is being edited
        preset.name = wished;
        queued(m_book, [preset](PresetBook &book) { book.save(preset); });
    }
}

void ManagePresetsDialog::remove()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    Question question;
    question.name = QStringLiteral("removePresetQuestion");
    question.title = tr("Remove preset");
    question.text = tr("Remove the preset “%1”?").arg(printable(item->text()));
    question.note = tr("Uploads that were begun with it go on as they are.");
    question.yes = tr("Remove");
    question.no = tr("Keep");
    question.destructive = true;
    ask(this, question, [this, id = item->data(Qt::UserRole).toString()] { queued(m_book, [id](PresetBook &book) { book.remove(id); }); });
}

} // namespace ui
