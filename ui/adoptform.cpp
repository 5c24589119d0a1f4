// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// How the dialog that resumes an upload with a file is arranged; what it does is in adoptdialog.cpp.
#include "ui/adoptdialog.h"
#include "ui/customerkeychoice.h"
#include "ui/delegates/tabledelegate.h"
#include "ui/elidedlabel.h"
#include "ui/models/adoptedpartsmodel.h"
#include "ui/models/openuploadsmodel.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int LabelWidth = 84;

QLabel *fieldLabel(const QString &text, QWidget *field, int width = LabelWidth)
{
    auto *label = new QLabel(text);
    label->setProperty("muted", true);
    label->setMinimumWidth(width);
    label->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    label->setBuddy(field);
    field->setAccessibleName(text);
    return label;
}

QLabel *words(QWidget *parent, const char *name, const char *look)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    if (look)
        label->setProperty(look, true);
    label->hide();
    return label;
}

QTreeView *table(QAbstractItemModel *model, const char *name, const QString &spoken)
{
    auto *view = new QTreeView;
    view->setObjectName(QLatin1String(name));
    view->setAccessibleName(spoken);
    view->setProperty("framed", true);
    view->setModel(model);
    view->setItemDelegate(new TableDelegate(view));
    view->setRootIsDecorated(false);
    view->setUniformRowHeights(true);
    view->setAllColumnsShowFocus(true);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setTextElideMode(Qt::ElideMiddle);
    view->setTabKeyNavigation(false);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->header()->setSectionsMovable(false);
    view->header()->setHighlightSections(false);
    view->header()->setStretchLastSection(true);
    return view;
}

} // namespace

void AdoptDialog::build(const AdoptBeginning &beginning)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(choosePage(beginning));
    m_pages->addWidget(reportPage());
    column->addWidget(m_pages, 1);
    buildFooter(column);
    setMinimumWidth(560);
    resize(parentWidget() ? qBound(640, parentWidget()->width() - 40, 860) : 860, 600);
}

QWidget *AdoptDialog::choosePage(const AdoptBeginning &beginning)
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);

    m_connection = new QComboBox(page);
    m_connection->setObjectName(QStringLiteral("adoptConnection"));
    fillConnections(beginning.connectionId);
    form->addRow(fieldLabel(tr("Connection"), m_connection), m_connection);

    m_bucket = new QComboBox(page);
    m_bucket->setObjectName(QStringLiteral("adoptBucket"));
    m_bucket->setEditable(true);
    m_bucket->setInsertPolicy(QComboBox::NoInsert);
    m_bucket->setEditText(beginning.upload.object.bucket);
    m_prefix = new QLineEdit(beginning.upload.object.key, page);
    m_prefix->setObjectName(QStringLiteral("adoptPrefix"));
    m_prefix->setPlaceholderText(tr("all keys"));
    auto *place = new QHBoxLayout;
    place->setSpacing(12);
    place->addWidget(m_bucket, 3);
    place->addWidget(fieldLabel(tr("Key begins with"), m_prefix, 0));
    place->addWidget(m_prefix, 4);
    form->addRow(fieldLabel(tr("Bucket"), m_bucket), place);
    m_bucket->lineEdit()->setAccessibleName(tr("Bucket"));
    column->addLayout(form);

    m_list = table(m_uploads, "unfinishedUploads", tr("Unfinished uploads"));
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    const int widths[] = {230, 88, 74, 104, 104, 104, 132};
    for (int i = 0; i < OpenUploadsModel::ColumnCount; ++i)
        m_list->setColumnWidth(i, widths[i]);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(OpenUploadsModel::Key, QHeaderView::Stretch);
    auto *why = new QFrame(page);
    why->setProperty("card", true);
    auto *whyColumn = new QVBoxLayout(why);
    whyColumn->setContentsMargins(24, 24, 24, 24);
    whyColumn->addStretch();
    m_busy = new QProgressBar(why);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedWidth(120);
    m_busy->setAccessibleName(tr("Looking for unfinished uploads"));
    whyColumn->addWidget(m_busy, 0, Qt::AlignHCenter);
    m_reason = words(why, "unfinishedReason", "muted");
    m_reason->setAlignment(Qt::AlignCenter);
    whyColumn->addWidget(m_reason);
    whyColumn->addStretch();
    m_listOrReason = new QStackedWidget(page);
    m_listOrReason->setMinimumHeight(140);
    m_listOrReason->addWidget(why);
    m_listOrReason->addWidget(m_list);
    column->addWidget(m_listOrReason, 1);
    m_listHint = words(page, "unfinishedHint", "muted");
    column->addWidget(m_listHint);

    auto *fileRow = new QHBoxLayout;
    fileRow->setSpacing(14);
    m_file = new QLineEdit(beginning.sourcePath, page);
    m_file->setObjectName(QStringLiteral("adoptFile"));
    m_file->setPlaceholderText(tr("drop the file here, type its path, or choose it"));
    auto *choose = new QPushButton(tr("Choose file…"), page);
    choose->setObjectName(QStringLiteral("chooseFileButton"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &AdoptDialog::chooseFile);
    fileRow->addWidget(fieldLabel(tr("File"), m_file));
    fileRow->addWidget(m_file, 1);
    fileRow->addWidget(choose);
    column->addLayout(fileRow);
    m_trouble = words(page, "adoptTrouble", "failure");
    column->addWidget(m_trouble);
    m_keyRow = new QWidget(page);
    auto *keyRow = new QHBoxLayout(m_keyRow);
    keyRow->setContentsMargins(0, 0, 0, 0);
    keyRow->setSpacing(14);
    m_key = new CustomerKeyChoice(m_keyRow);
    keyRow->addWidget(fieldLabel(tr("Your key"), m_key->choice()), 0, Qt::AlignTop);
    keyRow->addWidget(m_key, 1);
    m_keyRow->hide();
    column->addWidget(m_keyRow);
    return page;
}

QWidget *AdoptDialog::reportPage()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_what = new ElidedLabel(page);
    m_what->setObjectName(QStringLiteral("adoptWhat"));
    m_what->setProperty("muted", true);
    column->addWidget(m_what);
    m_sentence = words(page, "adoptSentence", nullptr);
    m_sentence->setFont(headingFont(m_sentence->font()));
    column->addWidget(m_sentence);

    m_progressRow = new QWidget(page);
    auto *row = new QHBoxLayout(m_progressRow);
    row->setContentsMargins(0, 4, 0, 4);
    row->setSpacing(12);
    m_progress = new QProgressBar(m_progressRow);
    m_progress->setObjectName(QStringLiteral("comparisonProgress"));
    m_progress->setAccessibleName(tr("Comparison"));
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(240);
    m_progressText = new QLabel(m_progressRow);
    m_progressText->setTextFormat(Qt::PlainText);
    m_progressText->setObjectName(QStringLiteral("comparisonText"));
    auto *stop = new QPushButton(tr("Stop comparing"), m_progressRow);
    stop->setObjectName(QStringLiteral("stopComparing"));
    stop->setProperty("link", true);
    stop->setAutoDefault(false);
    connect(stop, &QPushButton::clicked, this, &AdoptDialog::stopComparing);
    row->addWidget(m_progress);
    row->addWidget(m_progressText, 1);
    row->addWidget(stop);
    column->addWidget(m_progressRow);

    m_remarks = words(page, "adoptRemarks", "muted");
    m_remarks->setFont(smallFont(m_remarks->font()));
    column->addWidget(m_remarks);
    m_onlyToBeSent = new QCheckBox(tr("Only what is to be sent"), page);
    m_onlyToBeSent->setObjectName(QStringLiteral("onlyToBeSent"));
    m_onlyToBeSent->setAccessibleName(m_onlyToBeSent->text());
    connect(m_onlyToBeSent, &QCheckBox::toggled, this, &AdoptDialog::refreshReport);
    column->addWidget(m_onlyToBeSent, 0, Qt::AlignLeading);

    m_partList = table(m_parts, "adoptedParts", tr("Parts"));
    m_partList->setSelectionMode(QAbstractItemView::SingleSelection);
    const int widths[] = {58, 184, 84, 216, 112, 120};
    for (int i = 0; i < AdoptedPartsModel::ColumnCount; ++i)
        m_partList->setColumnWidth(i, widths[i]);
    m_partList->setMinimumHeight(120);
    column->addWidget(m_partList, 1);
    buildChoice(column);
    return page;
}

void AdoptDialog::buildChoice(QVBoxLayout *column)
{
    m_choice = new QWidget(this);
    auto *choices = new QVBoxLayout(m_choice);
    choices->setContentsMargins(0, 4, 0, 0);
    choices->setSpacing(4);
    m_choiceText = new QLabel(m_choice);
    m_choiceText->setTextFormat(Qt::PlainText);
    m_choiceText->setObjectName(QStringLiteral("unprovenText"));
    m_choiceText->setWordWrap(true);
    m_sendAgain = new QRadioButton(tr("Send them again (safe)"), m_choice);
    m_sendAgain->setObjectName(QStringLiteral("sendAgain"));
    m_keep = new QRadioButton(tr("Keep them (only their sizes were compared)"), m_choice);
    m_keep->setObjectName(QStringLiteral("keepUnproven"));
    for (QRadioButton *button : {m_sendAgain, m_keep})
        button->setAccessibleName(button->text());
    m_sendAgain->setChecked(true);
    connect(m_sendAgain, &QRadioButton::toggled, this, &AdoptDialog::refreshReport);
    choices->addWidget(m_choiceText);
    choices->addWidget(m_sendAgain);
    choices->addWidget(m_keep);
    m_choice->hide();
    column->addWidget(m_choice);
}

void AdoptDialog::buildFooter(QVBoxLayout *column)
{
    const auto button = [this](const QString &text, const char *name) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(QLatin1String(name));
        made->setAccessibleName(text);
        made->setAutoDefault(false);
        return made;
    };
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_back = button(tr("Back"), "adoptBack");
    auto *cancel = button(tr("Cancel"), "adoptCancel");
    m_compare = button(tr("Compare"), "adoptCompare");
    m_resume = button(tr("Resume upload"), "adoptResume");
    for (QPushButton *main : {m_compare, m_resume})
        main->setProperty("accent", true);
    connect(m_back, &QPushButton::clicked, this, &AdoptDialog::stopComparing);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_compare, &QPushButton::clicked, this, &AdoptDialog::compare);
    connect(m_resume, &QPushButton::clicked, this, [this] {
        Q_EMIT adoptWished(upload::adoptedRecord(m_parts->report(), unproven()));
        accept();
    });
    row->addWidget(m_back);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(m_compare);
    row->addWidget(m_resume);
    column->addLayout(row);
}

} // namespace ui
