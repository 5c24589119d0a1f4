// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedheader.h"
#include "s3/permissions.h"

#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/menubutton.h"
#include "ui/theme.h"
#include "ui/unfinishedwords.h"

#include <QAction>
#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

#include <algorithm>

namespace ui {

namespace {

using State = UnfinishedFilter::State;
using namespace std::chrono_literals;

constexpr qint64 MiB = 1024 * 1024, GiB = 1024 * MiB;
constexpr std::array sizes = {qint64(0), 100 * MiB, GiB, 10 * GiB, 100 * GiB};

} // namespace

UnfinishedHeader::UnfinishedHeader(QWidget *parent)
    : QWidget(parent)
    , m_headline(new QLabel(this))
    , m_note(new QLabel(this))
    , m_bucket(new MenuButton(QString(), true, this))
    , m_age(new MenuButton(QString(), true, this))
    , m_state(new MenuButton(QString(), true, this))
    , m_size(new MenuButton(QString(), true, this))
    , m_refresh(new QPushButton(this))
    , m_sides(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    setObjectName(QStringLiteral("unfinishedHeader"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_headline->setObjectName(QStringLiteral("unfinishedHeadline"));
    QFont heading = headingFont(font());
    heading.setWeight(QFont::DemiBold);
    m_headline->setFont(heading);
    m_headline->setTextFormat(Qt::PlainText);
    m_note->setObjectName(QStringLiteral("unfinishedNote"));
    m_note->setProperty("muted", true);
    m_note->setTextFormat(Qt::RichText);
    m_note->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    for (QLabel *label : {m_headline, m_note}) {
        label->setWordWrap(true);
        label->setMinimumWidth(160);
    }
    connect(m_note, &QLabel::linkActivated, this, &UnfinishedHeader::permissionWished);

    const std::pair<MenuButton *, const char *> choices[] = {
        {m_bucket, "unfinishedBucket"}, {m_age, "unfinishedAge"}, {m_state, "unfinishedState"}, {m_size, "unfinishedSize"}};
    auto *words = new QVBoxLayout;
    words->setSpacing(3);
    words->addWidget(m_headline);
    words->addWidget(m_note);
    auto *controls = new QHBoxLayout;
    controls->setSpacing(6);
    for (const auto &[button, name] : choices) {
        button->setObjectName(QLatin1String(name));
        button->setMenu(new QMenu(button));
        button->menu()->setObjectName(QLatin1String(name) + QStringLiteral("Menu"));
        controls->addWidget(button);
    }
    m_refresh->setObjectName(QStringLiteral("unfinishedRefresh"));
    controls->addWidget(m_refresh);
    controls->addStretch();
    m_sides->setContentsMargins(16, 10, 12, 10);
    m_sides->setSpacing(10);
    m_sides->addLayout(words, 1);
    m_sides->addLayout(controls);
    connect(m_refresh, &QPushButton::clicked, this, [this] {
        if (m_listing)
            Q_EMIT stopWished();
        else
            Q_EMIT refreshWished();
    });
    fillBuckets();
    fillAges();
    fillStates();
    fillSizes();
    drawIcons();
}

void UnfinishedHeader::show(const UnfinishedListing &listing, const UnfinishedModel &uploads)
{
    const UnfinishedSums all = uploads.all();
    const bool narrowed = !uploads.filter().isAny();
    const UnfinishedSums sums = narrowed ? uploads.shown() : all;
    const QString atLeast = sums.unknown > 0 ? tr("at least %1").arg(formattedBytes(sums.bytes)) : formattedBytes(sums.bytes);
    QString headline;
    if (listing.isListing()) {
        const QString found = counted(uploads.toldAgain(), tr("1 upload found"), tr("%1 uploads found"));
        headline = listing.buckets().isEmpty() ? tr("Listing…")
                                               : tr("Listing… %1, %2")
                                                     .arg(counted(listing.buckets().size(), tr("%2 of 1 bucket"), tr("%2 of %1 buckets"))
                                                              .arg(formattedCount(listing.bucketsDone())),
                                                         found);
    } else if (listing.scope().connectionId.isEmpty()) {
        headline = tr("Unfinished uploads");
    } else if (listing.bucketsError() && all.uploads == 0) {
        headline = tr("The buckets could not be listed");
    } else if (narrowed && all.uploads > 0) {
        headline = counted(all.uploads, tr("%2 of 1 unfinished upload, holding %3"), tr("%2 of %1 unfinished uploads, holding %3"))
                       .arg(formattedCount(sums.uploads), atLeast);
    } else if (all.uploads == 0) {
        headline = tr("No unfinished uploads");
    } else {
        headline = counted(all.uploads, tr("1 unfinished upload holds %2"), tr("%1 unfinished uploads hold %2")).arg(atLeast);
    }
    m_headline->setText(headline);
    m_headline->setAccessibleName(headline);

    QStringList notes;
    const QString money = sums.aMonth && sums.uploads > 0 ? sums.unknown > 0
                                                                ? tr("at least %1 a month (estimate)").arg(upload::moneyText(*sums.aMonth))
                                                                : tr("about %1 a month (estimate)").arg(upload::moneyText(*sums.aMonth))
                                                          : QString();
    const QString where =
        all.uploads == 0 ? QString()
        : listing.scope().bucket.isEmpty()
            ? counted(listing.buckets().size(), tr("in %2 of 1 bucket"), tr("in %2 of %1 buckets")).arg(formattedCount(sums.buckets))
            : tr("in %1").arg(printable(listing.scope().bucket));
    const QString first = QStringList({money, where}).join(QLatin1Char(' ')).trimmed();
    if (!first.isEmpty())
        notes.append(first.toHtmlEscaped());
    if (listing.wasStopped() && !listing.isListing())
        notes.append(tr("stopped before all were listed"));
    const auto refused = static_cast<int>(listing.notices().size());
    QString spoken = first;
    if (refused > 0) {
        const auto denied = std::count_if(listing.notices().begin(), listing.notices().end(),
            [](const UnfinishedNotice &each) { return s3::lacksPermission(each.error); });
        const QString what = counted(refused, tr("1 bucket could not be listed"), tr("%1 buckets could not be listed"));
        notes.append(denied > 0
                         ? QStringLiteral("%1: <a href='permission' style='color: %2'>%3</a>")
                               .arg(what.toHtmlEscaped(), tokensFor(palette()).accent.name(), tr("permission missing").toHtmlEscaped())
                         : what.toHtmlEscaped());
        spoken += QStringLiteral(", ") + what;
    }
    m_note->setText(notes.join(QStringLiteral(" · ")));
    m_note->setVisible(!notes.isEmpty());
    m_note->setAccessibleName(spoken);
    m_note->setToolTip(money.isEmpty() ? QString() : tr("Money is an estimate by Davit's table of prices."));

    m_listing = listing.isListing();
    m_refresh->setEnabled(!listing.scope().connectionId.isEmpty());
    const QString words = m_listing ? tr("Stop") : tr("Refresh");
    if (m_words != words) {
        m_words = words;
        labelRefresh();
        m_refresh->setAccessibleName(words);
        m_refresh->setToolTip(m_listing ? tr("Stop listing; what was found stays") : tr("List again (F5)"));
        drawIcons();
    }
    if (m_scope != listing.scope() || m_buckets != listing.buckets()) {
        const bool other = m_scope != listing.scope();
        m_scope = listing.scope();
        m_buckets = listing.buckets();
        if (other && !m_filter.bucket.isEmpty()) {
            UnfinishedFilter without = m_filter;
            without.bucket.clear();
            setFilter(without);
        }
        fillBuckets();
    }
    for (MenuButton *button : {m_bucket, m_age, m_state, m_size})
        button->setEnabled(!m_scope.connectionId.isEmpty());
    fit();
}

void UnfinishedHeader::setFilter(const UnfinishedFilter &filter)
{
    if (m_filter == filter)
        return;
    m_filter = filter;
    fillBuckets();
    fillAges();
    fillStates();
    fillSizes();
    Q_EMIT filterChanged();
}

void UnfinishedHeader::showEverything()
{
    setFilter({});
}

namespace {

QAction *addChoice(QMenu *menu, const QString &text, bool chosen)
{
    QAction *action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(chosen);
    return action;
}

} // namespace

void UnfinishedHeader::fillBuckets()
{
    QMenu *menu = m_bucket->menu();
    menu->clear();
    const bool scoped = !m_scope.bucket.isEmpty();
    const QString scope =
        m_scope.prefix.isEmpty() ? printable(m_scope.bucket) : printable(QStringLiteral("%1/%2").arg(m_scope.bucket, m_scope.prefix));
    m_bucket->setWords(scoped                      ? tr("Bucket: %1").arg(scope)
                       : m_filter.bucket.isEmpty() ? tr("Bucket: all")
                                                   : tr("Bucket: %1").arg(printable(m_filter.bucket)));
    m_bucket->setMaximumWidth(220);
    connect(addChoice(menu, tr("All buckets"), !scoped && m_filter.bucket.isEmpty()), &QAction::triggered, this, [this, scoped] {
        UnfinishedFilter filter = m_filter;
        filter.bucket.clear();
        setFilter(filter);
        fillBuckets();
        if (scoped)
            Q_EMIT allBucketsWished();
    });
    menu->addSeparator();
    if (scoped)
        addChoice(menu, scope, true);
    for (const QString &name : scoped ? QStringList() : m_buckets) {
        connect(addChoice(menu, printable(name), m_filter.bucket == name), &QAction::triggered, this, [this, name] {
            UnfinishedFilter filter = m_filter;
            filter.bucket = name;
            setFilter(filter);
            fillBuckets();
        });
    }
    menu->addSeparator();
    QAction *other = menu->addAction(tr("Other…"));
    other->setObjectName(QStringLiteral("otherBucket"));
    connect(other, &QAction::triggered, this, &UnfinishedHeader::otherBucketWished);
}

void UnfinishedHeader::fillAges()
{
    const auto textOf = [](std::optional<std::chrono::seconds> age) {
        if (!age)
            return tr("Any age");
        const auto hours = std::chrono::duration_cast<std::chrono::hours>(*age).count();
        return hours < 24 ? counted(hours, tr("Older than 1 hour"), tr("Older than %1 hours"))
                          : counted(hours / 24, tr("Older than 1 day"), tr("Older than %1 days"));
    };
    QMenu *menu = m_age->menu();
    menu->clear();
    m_age->setWords(textOf(m_filter.olderThan));
    bool listed = false;
    for (const std::optional<std::chrono::seconds> &age :
        {std::optional<std::chrono::seconds>(), std::optional<std::chrono::seconds>(1h), std::optional<std::chrono::seconds>(24h),
            std::optional<std::chrono::seconds>(7 * 24h), std::optional<std::chrono::seconds>(30 * 24h)}) {
        listed = listed || m_filter.olderThan == age;
        connect(addChoice(menu, textOf(age), m_filter.olderThan == age), &QAction::triggered, this, [this, age] {
            UnfinishedFilter filter = m_filter;
            filter.olderThan = age;
            setFilter(filter);
            fillAges();
        });
    }
    menu->addSeparator();
    QAction *custom = addChoice(menu, tr("Older than…"), !listed);
    custom->setObjectName(QStringLiteral("otherAge"));
    connect(custom, &QAction::triggered, this, &UnfinishedHeader::askForDays);
}

void UnfinishedHeader::askForDays()
{
    auto *dialog = new QInputDialog(window());
    dialog->setObjectName(QStringLiteral("daysDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Age"));
    dialog->setLabelText(tr("Begun more than so many days ago:"));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(1, 3650);
    dialog->setIntValue(m_filter.olderThan ? std::max(1, static_cast<int>(m_filter.olderThan->count() / 86400)) : 14);
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int days) {
        UnfinishedFilter filter = m_filter;
        filter.olderThan = std::chrono::hours(24 * days);
        setFilter(filter);
    });
    connect(dialog, &QDialog::finished, this, [this] { fillAges(); });
    dialog->open();
}

void UnfinishedHeader::fillStates()
{
    const std::pair<State, QString> states[] = {{State::Any, tr("Any state")},
        {State::RunningHere, stateText(upload::UnfinishedState::RunningHere)},
        {State::PausedHere, stateText(upload::UnfinishedState::PausedHere)},
        {State::RunningElsewhere, stateText(upload::UnfinishedState::RunningElsewhere)},
        {State::Abandoned, stateText(upload::UnfinishedState::Abandoned)}, {State::Resumable, tr("Can be resumed with the file")},
        {State::Expires, tr("Expires by itself")}};
    QMenu *menu = m_state->menu();
    menu->clear();
    for (const auto &[state, text] : states) {
        if (m_filter.state == state)
            m_state->setWords(text);
        connect(addChoice(menu, text, m_filter.state == state), &QAction::triggered, this, [this, wished = state] {
            UnfinishedFilter filter = m_filter;
            filter.state = wished;
            setFilter(filter);
            fillStates();
        });
    }
}

void UnfinishedHeader::fillSizes()
{
    const auto textOf = [](std::optional<qint64> size) {
        return !size        ? tr("Any size")
               : *size == 0 ? tr("Holds nothing")
                            : tr("≥ %1", "at least so many bytes").arg(formattedPartSize(*size));
    };
    QMenu *menu = m_size->menu();
    menu->clear();
    m_size->setWords(textOf(m_filter.atLeast));
    QList<std::optional<qint64>> offered = {std::nullopt};
    offered.append(QList<std::optional<qint64>>(sizes.begin(), sizes.end()));
    for (const std::optional<qint64> &size : offered) {
        connect(addChoice(menu, textOf(size), m_filter.atLeast == size), &QAction::triggered, this, [this, size] {
            UnfinishedFilter filter = m_filter;
            filter.atLeast = size;
            setFilter(filter);
            fillSizes();
        });
    }
}

// The sentences beside the controls while there is room for both, above them otherwise.
void UnfinishedHeader::fit()
{
    int controls = fontMetrics().horizontalAdvance(m_words) + 52 + 4 * 6 + 28;
    for (const MenuButton *button : {m_bucket, m_age, m_state, m_size})
        controls += std::min(button->sizeHint().width(), button->maximumWidth());
    const bool below = width() - controls < 360;
    m_sides->setDirection(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    const bool compact = width() < controls;
    if (m_compact != compact) {
        m_compact = compact;
        labelRefresh();
    }
}

void UnfinishedHeader::labelRefresh()
{
    m_refresh->setText(m_compact ? QString() : m_words);
    m_refresh->setIconSize(m_compact ? QSize(16, 16) : QSize(20, 16)); // what is wider than the icon keeps the words away from it
}

void UnfinishedHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void UnfinishedHeader::drawIcons()
{
    m_refresh->setIcon(icon(m_listing ? QStringLiteral("square") : QStringLiteral("rotate-cw"), palette()));
}

void UnfinishedHeader::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcons();
}

} // namespace ui
