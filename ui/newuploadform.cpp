// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// How the dialog for new uploads is arranged; what it does is in newuploaddialog.cpp.
#include "ui/formatting.h"
#include "ui/formfields.h"
#include "ui/icons.h"
#include "ui/newuploaddialog.h"
#include "ui/optionsection.h"
#include "ui/plaintext.h"
#include "ui/presetbar.h"
#include "ui/stageddelegate.h"
#include "ui/stagedmodel.h"
#include "ui/tallscroll.h"
#include "ui/theme.h"
#include "ui/unusablelist.h"
#include "ui/uploadoptions.h"
#include "upload/presetbook.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace ui {

void NewUploadDialog::build(const UploadDefaults &defaults)
{
    m_filled = {defaults.bucket, defaults.prefix};
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    buildList(column);

    m_scroll = new TallScroll(this);
    m_scroll->setObjectName(QStringLiteral("fieldsScroll"));
    auto *fields = new QWidget;
    auto *inner = new QVBoxLayout(fields);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(12);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(FormSpacing);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    inner->addLayout(form);

    m_connection = new QComboBox(this);
    m_connection->setObjectName(QStringLiteral("connection"));
    fillConnections(defaults.connectionId);
    addField(form, tr("Connection"), m_connection);

    m_bucket = new QComboBox(this);
    m_bucket->setObjectName(QStringLiteral("bucket"));
    m_bucket->setEditable(true);
    m_bucket->setInsertPolicy(QComboBox::NoInsert);
    m_bucket->setEditText(defaults.bucket);
    m_bucketHint = hintLabel("bucketHint", this);
    addField(form, tr("Bucket"), m_bucket, m_bucketHint);
    m_bucket->lineEdit()->setAccessibleName(tr("Bucket"));

    m_prefix = new QLineEdit(defaults.prefix, this);
    m_prefix->setObjectName(QStringLiteral("prefix"));
    m_prefix->setPlaceholderText(tr("none: the keys are the files' names"));
    m_prefixHint = hintLabel("prefixHint", this);
    addField(form, tr("Folder (prefix)"), m_prefix, m_prefixHint);

    m_ifKeyExists = new QComboBox(this);
    m_ifKeyExists->setObjectName(QStringLiteral("ifKeyExists"));
    m_ifKeyExists->addItem(tr("Ask"), static_cast<int>(upload::IfKeyExists::Ask));
    m_ifKeyExists->addItem(tr("Skip"), static_cast<int>(upload::IfKeyExists::Skip));
    m_ifKeyExists->addItem(tr("Overwrite"), static_cast<int>(upload::IfKeyExists::Overwrite));
    m_ifKeyExists->addItem(tr("Keep both"), static_cast<int>(upload::IfKeyExists::KeepBoth));
    m_ifKeyExists->setCurrentIndex(qMax(0, m_ifKeyExists->findData(static_cast<int>(defaults.ifKeyExists))));
    addField(form, tr("If the key exists"), m_ifKeyExists);

    buildOptions(inner);
    inner->addStretch();
    m_scroll->setWidget(fields);
    column->addWidget(m_scroll);
    buildFooter(column);
    resize(720, sizeHint().height());
    m_bucket->setFocus();
}

void NewUploadDialog::buildList(QVBoxLayout *column)
{
    m_list = new QTreeView(this);
    m_list->setObjectName(QStringLiteral("stagedItems"));
    m_list->setAccessibleName(tr("Items to upload"));
    m_list->setProperty("framed", true);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new StagedDelegate(m_list));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setMinimumHeight(80);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTabKeyNavigation(false);
    QHeaderView *header = m_list->header();
    header->setSectionsMovable(false);
    header->setStretchLastSection(true);
    header->setHighlightSections(false);
    m_list->setColumnWidth(StagedModel::File, 190);
    m_list->setColumnWidth(StagedModel::Size, 92);
    m_list->setColumnWidth(StagedModel::Parts, 124);
    auto *remove = new QAction(tr("Remove from this list"), m_list);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(remove);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(remove, &QAction::triggered, this, &NewUploadDialog::removeSelectedItems);
    column->addWidget(m_list, 1);

    m_listHint = hintLabel("listHint", this);
    column->addWidget(m_listHint);

    m_scanRow = new QWidget(this);
    auto *row = new QHBoxLayout(m_scanRow);
    row->setContentsMargins(0, 0, 0, 0);
    auto *busy = new QProgressBar(m_scanRow);
    busy->setRange(0, 0);
    busy->setTextVisible(false);
    busy->setFixedWidth(72);
    busy->setAccessibleName(tr("Looking through folders"));
    m_scanText = new QLabel(m_scanRow);
    m_scanText->setTextFormat(Qt::PlainText);
    m_scanText->setProperty("muted", true);
    auto *stop = new QPushButton(tr("Stop looking"), m_scanRow);
    stop->setObjectName(QStringLiteral("stopScan"));
    stop->setProperty("link", true);
    stop->setAutoDefault(false);
    connect(stop, &QPushButton::clicked, this, &NewUploadDialog::stopScan);
    row->addWidget(busy);
    row->addWidget(m_scanText, 1);
    row->addWidget(stop);
    m_scanRow->hide();
    column->addWidget(m_scanRow);

    m_unusable = new UnusableList(this);
    column->addWidget(m_unusable);
}

void NewUploadDialog::buildOptions(QVBoxLayout *column)
{
    m_optionsButton = new QToolButton(this);
    m_optionsButton->setObjectName(QStringLiteral("optionsButton"));
    m_optionsButton->setProperty("link", true);
    m_optionsButton->setCheckable(true);
    m_optionsButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_optionsBody = new QWidget(this);
    auto *body = new QVBoxLayout(m_optionsBody);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(8);
    m_presets = new PresetBar(m_optionsBody);
    m_presets->hide();
    m_options = new UploadOptions(m_optionsBody);
    body->addWidget(m_presets);
    body->addWidget(m_options);
    m_optionsBody->hide();
    auto *indented = new QHBoxLayout;
    indented->setContentsMargins(formLabelWidth() + FormSpacing - 4, 0, 0, 0);
    indented->addWidget(m_optionsButton);
    indented->addStretch();
    column->addLayout(indented);
    column->addWidget(m_optionsBody);
    connect(m_optionsButton, &QToolButton::toggled, this, [this](bool open) {
        if (open && m_options->troubled())
            m_options->troubled()->setOpen(true);
        m_optionsBody->setVisible(open);
        colorIcons();
        refresh();
        fitHeight();
    });
    connect(m_options, &UploadOptions::arranged, this, &NewUploadDialog::fitHeight);
    connect(m_presets, &PresetBar::arranged, this, &NewUploadDialog::fitHeight);
    connect(m_presets, &PresetBar::chosen, this, &NewUploadDialog::showPreset);
    connect(m_presets, &PresetBar::troubled, this, [this](const QString &sentence) {
        m_presetTrouble = sentence;
        validate();
    });
    colorIcons();
}

// The dialog grows by what has opened and takes nothing from the list, as far as the screen allows; beyond that the fields scroll.
void NewUploadDialog::fitHeight()
{
    if (!m_scroll || !isVisible())
        return;
    m_scroll->widget()->layout()->activate();
    m_scroll->updateGeometry();
    const int wanted = height() - m_scroll->height() + m_scroll->sizeHint().height();
    const int room = screen()->availableSize().height() - (frameGeometry().height() - height()) - 16;
    resize(width(), qBound(minimumSizeHint().height(), wanted, qMax(minimumSizeHint().height(), room)));
}

void NewUploadDialog::setPresetBook(upload::PresetBook &book)
{
    m_presets->show();
    m_presets->setBook(book, m_wantedPreset);
}

void NewUploadDialog::setKeyBook(upload::CustomerKeyBook &book)
{
    m_options->setKeyBook(book);
}

void NewUploadDialog::showPreset(const upload::UploadPreset &preset)
{
    // None is about the options; what to do if the key exists is a field of its own then.
    if (!preset.id.isEmpty())
        m_ifKeyExists->setCurrentIndex(qMax(0, m_ifKeyExists->findData(static_cast<int>(preset.ifKeyExists))));
    m_options->show(preset);
}

// What is chosen is seen even while the options are closed: a preset of the last time must not surprise anybody.
void NewUploadDialog::refreshOptions()
{
    upload::UploadPreset state = m_options->chosen();
    state.ifKeyExists = static_cast<upload::IfKeyExists>(m_ifKeyExists->currentData().toInt());
    m_presets->setState(state);
    m_presets->setSavable(m_options->isValid());
    QStringList words;
    if (!m_presets->chosenName().isEmpty())
        words.append(tr("“%1”").arg(shortened(m_presets->chosenName(), 24)));
    if (const QString chosen = printable(m_options->summary()); !chosen.isEmpty()) {
        const int room = words.isEmpty() ? 44 : 28; // characters: the dialog may be narrow
        words.append(chosen.size() > room ? chosen.left(room - 1) + QStringLiteral("…") : chosen);
    }
    const QString text = words.isEmpty() || m_optionsButton->isChecked() ? tr("Options: names, storage, encryption, tags, lock")
                                                                         : tr("Options: %1").arg(words.join(QStringLiteral(" · ")));
    m_optionsButton->setText(buttonText(text));
    m_optionsButton->setAccessibleName(text);
}

void NewUploadDialog::buildFooter(QVBoxLayout *column)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_footer = new QLabel(this);
    m_footer->setObjectName(QStringLiteral("footer"));
    m_footer->setTextFormat(Qt::PlainText);
    m_footer->setProperty("muted", true);
    row->addWidget(m_footer, 1);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("cancelButton"));
    cancel->setAutoDefault(false);
    m_upload = new QPushButton(tr("Upload"), this);
    m_upload->setObjectName(QStringLiteral("uploadButton"));
    m_upload->setProperty("accent", true);
    m_upload->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_upload, &QPushButton::clicked, this, &NewUploadDialog::conclude);
    row->addWidget(cancel);
    row->addWidget(m_upload);
    column->addLayout(row);
}

void NewUploadDialog::colorIcons()
{
    const QString name = m_optionsButton->isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
    m_optionsButton->setIcon(icon(name, tokensFor(palette()).accent));
}

void NewUploadDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_optionsButton)
        colorIcons();
    QDialog::changeEvent(event);
}

} // namespace ui
