// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/presetbar.h"

#include "ui/dialogpieces.h"
#include "ui/formatting.h"
#include "ui/formfields.h"
#include "ui/presetdialogs.h"
#include "ui/queued.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

#include <algorithm>

namespace ui {

using upload::PresetBook;
using upload::UploadPreset;

namespace {

bool saysTheSame(UploadPreset a, const UploadPreset &b)
{
    a.id = b.id;
    a.name = b.name;
    return a == b;
}

} // namespace

PresetBar::PresetBar(QWidget *parent)
    : QWidget(parent)
    , m_choice(new QComboBox(this))
    , m_hint(hintLabel("presetHint", this))
    , m_save(dialogButton(tr("Save as preset…"), "savePreset", "link", this))
    , m_manage(dialogButton(tr("Manage presets…"), "managePresets", "link", this))
{
    setObjectName(QStringLiteral("presetBar"));
    m_choice->setObjectName(QStringLiteral("preset"));
    m_choice->addItem(tr("None"), QString());
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(FormSpacing);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(4);
    addField(form, tr("Preset"), m_choice, m_hint);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_save);
    row->addWidget(m_manage);
    row->addStretch();
    form->addRow(QString(), row);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &PresetBar::choose);
    connect(m_save, &QPushButton::clicked, this, &PresetBar::save);
    connect(m_manage, &QPushButton::clicked, this, &PresetBar::manage);
    refresh();
}

void PresetBar::setBook(PresetBook &book, const QString &wantedId)
{
    m_book = &book;
    m_wanted = wantedId;
    // Queued even within one thread, as the signals of another would be.
    connect(&book, &PresetBook::listed, this, &PresetBar::list, Qt::QueuedConnection);
    connect(
        &book, &PresetBook::troubled, this, [this](const s3::Error &error) { Q_EMIT troubled(printable(error.message)); },
        Qt::QueuedConnection);
    queued(book, [](PresetBook &it) { it.list(); });
}

void PresetBar::list(const QList<UploadPreset> &presets)
{
    const QString before = chosenId();
    m_presets = presets;
    {
        const QSignalBlocker quiet(m_choice);
        m_choice->clear();
        m_choice->addItem(tr("None"), QString());
        for (const UploadPreset &one : presets)
            m_choice->addItem(printable(one.name), one.id);
        m_choice->setCurrentIndex(qMax(0, m_choice->findData(before)));
    }
    if (const int wanted = m_wanted.isEmpty() ? -1 : m_choice->findData(m_wanted); wanted > 0) {
        m_wanted.clear();
        m_choice->setCurrentIndex(wanted);
    }
    refresh();
}

const UploadPreset *PresetBar::preset(const QString &id) const
{
    const auto found = std::find_if(m_presets.begin(), m_presets.end(), [&id](const UploadPreset &one) { return one.id == id; });
    return found == m_presets.end() ? nullptr : &*found;
}

QString PresetBar::chosenId() const
{
    return m_choice->currentData().toString();
}

QString PresetBar::chosenName() const
{
    const UploadPreset *one = preset(chosenId());
    return one ? one->name : QString();
}

void PresetBar::choose()
{
    m_wanted.clear();
    const UploadPreset *one = preset(chosenId());
    Q_EMIT chosen(one ? *one : UploadPreset());
    refresh();
}

void PresetBar::setState(const UploadPreset &state)
{
    if (m_state == state)
        return;
    m_state = state;
    refresh();
}

void PresetBar::setSavable(bool savable)
{
    m_save->setEnabled(savable);
    m_save->setToolTip(savable ? QString() : tr("Something is wrong among the options."));
}

void PresetBar::refresh()
{
    const UploadPreset *one = preset(chosenId());
    const bool differs = one && !saysTheSame(m_state, *one);
    const bool was = m_hint->isVisibleTo(this);
    showHint(m_hint, m_choice, differs ? tr("Changed since it was chosen; the preset itself is as it was.") : QString(), false);
    m_manage->setEnabled(!m_presets.isEmpty());
    if (was != differs)
        Q_EMIT arranged();
}

void PresetBar::save()
{
    auto *dialog = new SavePresetDialog(*m_book, m_presets, m_state, chosenName(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SavePresetDialog::kept, this, [this](const UploadPreset &kept) {
        const QSignalBlocker quiet(m_choice); // the fields say it already
        m_choice->setCurrentIndex(qMax(0, m_choice->findData(kept.id)));
        refresh();
    });
    dialog->open();
}

void PresetBar::manage()
{
    auto *dialog = new ManagePresetsDialog(*m_book, m_presets, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace ui
