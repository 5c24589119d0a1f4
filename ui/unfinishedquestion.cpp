// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedquestion.h"

#include "ui/counted.h"
#include "ui/elidedlabel.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

using U = upload::UploadState;

bool canBeTouched(const Unfinished &upload)
{
    return !upload.isOwn() || upload.state != U::RunningElsewhere;
}

// Another file can only go on with what the server already holds.
bool canBeResumed(const Unfinished &upload, const QString &sourcePath)
{
    return canBeTouched(upload) && (upload.sourcePath == sourcePath || !upload.address.uploadId.isEmpty());
}

QString facts(const Unfinished &upload, const QString &sourcePath, const QDateTime &now)
{
    QStringList words = {holdsText(upload), UnfinishedQuestion::tr("begun %1").arg(ageText(upload.begun, now))};
    if (upload.lastPart.isValid())
        words.append(UnfinishedQuestion::tr("last part %1").arg(ageText(upload.lastPart, now)));
    if (upload.isOwn()) {
        words.append(UnfinishedQuestion::tr("this window, %1").arg(stateName(upload.state).toLower()));
        if (upload.sourcePath != sourcePath)
            words.append(UnfinishedQuestion::tr("from %1").arg(shortened(upload.sourcePath, 40)));
    } else {
        words.append(
            upload.initiator.isEmpty()
                ? UnfinishedQuestion::tr("upload %1").arg(shortUploadId(upload.address.uploadId))
                : UnfinishedQuestion::tr("upload %1 by %2").arg(shortUploadId(upload.address.uploadId), shortened(upload.initiator, 24)));
    }
    return words.join(QStringLiteral(" · "));
}

} // namespace

UnfinishedQuestion::UnfinishedQuestion(const QList<Meeting> &meetings, const QDateTime &now, QWidget *parent)
    : QDialog(parent)
    , m_open(new QLabel(this))
    , m_continue(new QPushButton(this))
{
    setObjectName(QStringLiteral("unfinishedQuestion"));
    setWindowTitle(tr("Unfinished uploads"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    auto *heading =
        new QLabel(counted(static_cast<qint64>(meetings.size()), tr("1 of these keys has an unfinished upload. What shall become of it?"),
                       tr("%1 of these keys have unfinished uploads. What shall become of them?")),
            this);
    heading->setObjectName(QStringLiteral("unfinishedHeading"));
    heading->setFont(headingFont(font()));
    heading->setWordWrap(true);
    column->addWidget(heading);

    const auto button = [this](const QString &text, const char *name, const char *look) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(QLatin1String(name));
        made->setAccessibleName(text);
        made->setAutoDefault(false);
        if (look)
            made->setProperty(look, true);
        return made;
    };
    if (meetings.size() > 1) {
        auto *row = new QHBoxLayout;
        row->setSpacing(4);
        auto *label = new QLabel(tr("For all:"), this);
        label->setProperty("muted", true);
        row->addWidget(label);
        const QList<std::tuple<QString, const char *, Decision::What>> all = {{tr("Resume all"), "resumeEach", Decision::Resume},
            {tr("Start new ones"), "startEach", Decision::StartNew}, {tr("Replace all"), "replaceEach", Decision::Replace}};
        for (const auto &[text, name, what] : all) {
            QPushButton *link = button(text, name, "link");
            connect(link, &QPushButton::clicked, this, [this, wished = what] { chooseForAll(wished); });
            row->addWidget(link);
        }
        row->addStretch();
        column->addLayout(row);
    }

    auto *area = new QScrollArea(this);
    area->setObjectName(QStringLiteral("unfinishedArea"));
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    auto *cards = new QVBoxLayout(content);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(8);
    for (const Meeting &meeting : meetings)
        cards->addWidget(card(meeting, now));
    cards->addStretch();
    area->setWidget(content);
    column->addWidget(area, 1);

    auto *footer = new QHBoxLayout;
    footer->setSpacing(8);
    m_open->setObjectName(QStringLiteral("undecided"));
    m_open->setTextFormat(Qt::PlainText);
    m_open->setProperty("muted", true);
    footer->addWidget(m_open, 1);
    QPushButton *back = button(tr("Back"), "unfinishedBack", nullptr);
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    m_continue->setObjectName(QStringLiteral("unfinishedContinue"));
    m_continue->setAutoDefault(false);
    connect(m_continue, &QPushButton::clicked, this, &QDialog::accept);
    footer->addWidget(back);
    footer->addWidget(m_continue);
    column->addLayout(footer);
    refresh();
    resize(760, std::min(620, content->sizeHint().height() + 170));
}

QWidget *UnfinishedQuestion::card(const Meeting &meeting, const QDateTime &now)
{
    auto *frame = new QFrame;
    frame->setProperty("card", true);
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    auto *name = new ElidedLabel;
    name->setWhole(printable(meeting.key));
    QFont bold = name->font();
    bold.setWeight(QFont::DemiBold);
    name->setFont(bold);
    column->addWidget(name);

    auto *group = new QButtonGroup(frame);
    connect(group, &QButtonGroup::idToggled, this, &UnfinishedQuestion::refresh);
    Card card{meeting, group, {}};
    const auto radio = [&](QHBoxLayout *row, const QString &text, const Choice &choice, bool enabled, const QString &about) {
        auto *made = new QRadioButton(text, frame);
        made->setObjectName(QStringLiteral("decide-%1-%2").arg(m_cards.size()).arg(card.choices.size()));
        made->setAccessibleName(text);
        made->setAccessibleDescription(QStringLiteral("%1, %2").arg(printable(meeting.key), about));
        made->setEnabled(enabled);
        group->addButton(made, static_cast<int>(card.choices.size()));
        card.choices.append(choice);
        row->addWidget(made);
    };
    const auto newRow = [column] {
        auto *row = new QHBoxLayout;
        row->setSpacing(20);
        column->addLayout(row);
        return row;
    };
    for (qsizetype i = 0; i < meeting.uploads.size(); ++i) {
        const Unfinished &upload = meeting.uploads.at(i);
        auto *about = new QLabel(facts(upload, meeting.sourcePath, now), frame);
        about->setProperty("muted", true);
        about->setTextFormat(Qt::PlainText);
        about->setWordWrap(true);
        column->addWidget(about);
        QHBoxLayout *row = newRow();
        radio(row, tr("Resume it"), {Decision::Resume, i}, canBeResumed(upload, meeting.sourcePath), about->text());
        if (meeting.uploads.size() == 1)
            radio(row, tr("Start a new one"), {Decision::StartNew, -1}, true, about->text());
        const QString replace = upload.bytes > 0   ? tr("Replace it and delete its %1").arg(formattedBytes(upload.bytes))
                                : upload.bytes < 0 ? tr("Replace it and delete its parts")
                                                   : tr("Replace it");
        radio(row, replace, {Decision::Replace, i}, canBeTouched(upload), about->text());
        row->addStretch();
    }
    if (meeting.uploads.size() > 1) {
        QHBoxLayout *row = newRow();
        radio(row, tr("Start a new one and leave all of these"), {Decision::StartNew, -1}, true, printable(meeting.key));
        row->addStretch();
    }
    m_cards.append(card);
    return frame;
}

// Where several are unfinished nobody but the person can say which is meant.
void UnfinishedQuestion::chooseForAll(Decision::What what)
{
    for (const Card &card : std::as_const(m_cards)) {
        if (what != Decision::StartNew && card.meeting.uploads.size() > 1)
            continue;
        for (qsizetype id = 0; id < card.choices.size(); ++id) {
            QAbstractButton *button = card.group->button(static_cast<int>(id));
            if (card.choices.at(id).what == what && button->isEnabled())
                button->setChecked(true);
        }
    }
}

void UnfinishedQuestion::refresh()
{
    int open = 0;
    qint64 deleted = 0;
    bool replaces = false;
    bool known = true;
    for (const Card &card : std::as_const(m_cards)) {
        const int id = card.group->checkedId();
        open += id < 0 ? 1 : 0;
        if (id < 0 || card.choices.at(id).what != Decision::Replace)
            continue;
        replaces = true;
        const qint64 bytes = card.meeting.uploads.at(card.choices.at(id).upload).bytes;
        known &= bytes >= 0;
        deleted += std::max<qint64>(0, bytes);
    }
    m_open->setText(open == 0 ? QString() : counted(open, tr("1 key is not decided yet"), tr("%1 keys are not decided yet")));
    const QString words = !replaces     ? tr("Continue")
                          : !known      ? tr("Delete the parts and continue")
                          : deleted > 0 ? tr("Delete %1 and continue").arg(formattedBytes(deleted))
                                        : tr("Replace and continue");
    m_continue->setText(words);
    m_continue->setAccessibleName(words);
    m_continue->setEnabled(open == 0);
    m_continue->setProperty("accent", !replaces);
    m_continue->setProperty("destructive", replaces && open == 0);
    m_continue->style()->unpolish(m_continue);
    m_continue->style()->polish(m_continue);
}

QList<Decision> UnfinishedQuestion::decisions() const
{
    QList<Decision> all;
    for (const Card &card : m_cards) {
        const int id = card.group->checkedId();
        if (id < 0)
            continue;
        const Choice &choice = card.choices.at(id);
        all.append({choice.what, card.meeting, choice.upload < 0 ? Unfinished() : card.meeting.uploads.at(choice.upload)});
    }
    return all;
}

} // namespace ui
