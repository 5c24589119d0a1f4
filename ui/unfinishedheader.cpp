// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedheader.h"

#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/menubutton.h"
#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/unfinishedheadline.h"
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

// In whole days where it is more than one.
QString olderText(std::chrono::seconds age)
{
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(age).count();
    return hours < 24 ? counted(hours, UnfinishedHeader::tr("Older than 1 hour"), UnfinishedHeader::tr("Older than %1 hours"))
                      : counted(hours / 24, UnfinishedHeader::tr("Older than 1 day"), UnfinishedHeader::tr("Older than %1 days"));
}

} // namespace

UnfinishedHeader::UnfinishedHeader(QWidget *parent)
    : QWidget(parent)
    , m_headline(new QLabel(this))
    , m_note(new QLabel(this))
    , m_bucket(makeMenu("unfinishedBucket"))
    , m_age(makeMenu("unfinishedAge"))
    , m_state(makeMenu("unfinishedState"))
    , m_size(makeMenu("unfinishedSize"))
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

    auto *words = new QVBoxLayout;
    words->setSpacing(3);
    words->addWidget(m_headline);
    words->addWidget(m_note);
    auto *controls = new QHBoxLayout;
    controls->setSpacing(6);
    for (const Menu *menu : menus())
        controls->addWidget(menu->button);
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
    m_bucket.button->setMaximumWidth(220);
    offerBuckets();
    offerAges();
    offerStates();
    offerSizes();
    showChosen();
    drawIcons();
}

UnfinishedHeader::Menu UnfinishedHeader::makeMenu(const char *name)
{
    auto *button = new MenuButton(QString(), true, this);
    button->setObjectName(QLatin1String(name));
    button->setMenu(new QMenu(button));
    button->menu()->setObjectName(QLatin1String(name) + QStringLiteral("Menu"));
    return {button, new QActionGroup(button), {}};
}

void UnfinishedHeader::show(const UnfinishedListing &listing, const UnfinishedModel &uploads)
{
    const QString headline = headlineOf(listing, uploads);
    m_headline->setText(headline);
    m_headline->setAccessibleName(headline);

    const UnfinishedRemarks remarks = remarksOf(listing, uploads);
    QStringList notes = {remarks.note, remarks.about};
    notes.removeAll(QString());
    const QString words = notes.join(QStringLiteral(" · "));
    m_note->setText(remarks.denied.isEmpty()
                        ? words.toHtmlEscaped()
                        : QStringLiteral("%1: <a href='permission' style='color: %2'>%3</a>")
                              .arg(words.toHtmlEscaped(), tokensFor(palette()).accent.name(), remarks.denied.toHtmlEscaped()));
    m_note->setVisible(!words.isEmpty());
    m_note->setAccessibleName(remarks.denied.isEmpty() ? words : QStringLiteral("%1: %2").arg(words, remarks.denied));
    m_note->setToolTip(remarks.isEstimate ? estimateExplained(uploads.pricesAsOf()) : QString());

    showRefresh(listing);
    if (m_scope != listing.scope() || m_buckets != listing.buckets()) {
        const bool other = m_scope != listing.scope();
        m_scope = listing.scope();
        m_buckets = listing.buckets();
        offerBuckets();
        UnfinishedFilter filter = m_filter;
        if (other)
            filter.bucket.clear();
        setFilter(filter);
    }
    for (const Menu *menu : menus())
        menu->button->setEnabled(!m_scope.connectionId.isEmpty());
    fit();
}

void UnfinishedHeader::showRefresh(const UnfinishedListing &listing)
{
    m_listing = listing.isListing();
    m_refresh->setEnabled(!listing.scope().connectionId.isEmpty());
    const QString words = m_listing ? tr("Stop") : tr("Refresh");
    if (m_words == words)
        return;
    m_words = words;
    labelRefresh();
    m_refresh->setAccessibleName(words);
    m_refresh->setToolTip(m_listing ? tr("Stop listing; what was found stays") : tr("List again (F5)"));
    drawIcons();
}

void UnfinishedHeader::setFilter(const UnfinishedFilter &filter)
{
    const bool other = m_filter != filter;
    m_filter = filter;
    showChosen();
    if (other)
        Q_EMIT filterChanged();
}

void UnfinishedHeader::offer(Menu &menu, const QString &text, const QString &shown, const Change &change)
{
    QAction *action = menu.button->menu()->addAction(buttonText(text));
    action->setCheckable(true);
    menu.group->addAction(action);
    menu.choices.append({action, shown, change});
    connect(action, &QAction::triggered, this, [this, change] {
        UnfinishedFilter filter = m_filter;
        change(filter);
        setFilter(filter);
    });
}

// Chosen is what would change nothing.
void UnfinishedHeader::showChosen()
{
    for (const Menu *menu : menus()) {
        const auto chosen = std::find_if(menu->choices.begin(), menu->choices.end(), [this](const Choice &choice) {
            UnfinishedFilter filter = m_filter;
            choice.change(filter);
            return filter == m_filter;
        });
        if (chosen != menu->choices.end()) {
            chosen->action->setChecked(true);
            menu->button->setWords(chosen->shown);
        } else if (menu == &m_age) {
            m_otherAge->setChecked(true);
            menu->button->setWords(olderText(m_filter.olderThan.value_or(0s)));
        }
    }
}

void UnfinishedHeader::offerBuckets()
{
    QMenu *menu = m_bucket.button->menu();
    menu->clear();
    m_bucket.choices.clear();
    const bool scoped = !m_scope.bucket.isEmpty();
    const auto noBucket = [](UnfinishedFilter &filter) { filter.bucket.clear(); };
    if (scoped) {
        connect(menu->addAction(tr("All buckets")), &QAction::triggered, this, &UnfinishedHeader::allBucketsWished);
        menu->addSeparator();
        const QString scope =
            m_scope.prefix.isEmpty() ? printable(m_scope.bucket) : printable(QStringLiteral("%1/%2").arg(m_scope.bucket, m_scope.prefix));
        offer(m_bucket, scope, tr("Bucket: %1").arg(scope), noBucket);
    } else {
        offer(m_bucket, tr("All buckets"), tr("Bucket: all"), noBucket);
        menu->addSeparator();
        for (const QString &name : std::as_const(m_buckets))
            offer(m_bucket, printable(name), tr("Bucket: %1").arg(printable(name)),
                [name](UnfinishedFilter &filter) { filter.bucket = name; });
    }
    menu->addSeparator();
    QAction *other = menu->addAction(tr("Other…"));
    other->setObjectName(QStringLiteral("otherBucket"));
    connect(other, &QAction::triggered, this, &UnfinishedHeader::otherBucketWished);
}

void UnfinishedHeader::offerAges()
{
    offer(m_age, tr("Any age"), tr("Any age"), [](UnfinishedFilter &filter) { filter.olderThan.reset(); });
    for (const std::chrono::seconds age :
        {std::chrono::seconds(1h), std::chrono::seconds(24h), std::chrono::seconds(7 * 24h), std::chrono::seconds(30 * 24h)})
        offer(m_age, olderText(age), olderText(age), [age](UnfinishedFilter &filter) { filter.olderThan = age; });
    m_age.button->menu()->addSeparator();
    m_otherAge = m_age.button->menu()->addAction(tr("Older than…"));
    m_otherAge->setObjectName(QStringLiteral("otherAge"));
    m_otherAge->setCheckable(true);
    m_age.group->addAction(m_otherAge);
    connect(m_otherAge, &QAction::triggered, this, &UnfinishedHeader::askForDays);
}

void UnfinishedHeader::offerStates()
{
    using Is = upload::UnfinishedState;
    const std::pair<State, QString> states[] = {{State::Any, tr("Any state")}, {State::RunningHere, stateText(Is::RunningHere)},
        {State::PausedHere, stateText(Is::PausedHere)}, {State::RunningElsewhere, stateText(Is::RunningElsewhere)},
        {State::Abandoned, stateText(Is::Abandoned)}, {State::Resumable, tr("Can be resumed with the file")},
        {State::Expires, tr("Expires by itself")}};
    for (const auto &[state, text] : states)
        offer(m_state, text, text, [wished = state](UnfinishedFilter &filter) { filter.state = wished; });
}

void UnfinishedHeader::offerSizes()
{
    offer(m_size, tr("Any size"), tr("Any size"), [](UnfinishedFilter &filter) { filter.atLeast.reset(); });
    for (const qint64 size : {qint64(0), 100 * MiB, GiB, 10 * GiB, 100 * GiB}) {
        const QString text = size == 0 ? tr("Holds nothing") : tr("≥ %1", "at least so many bytes").arg(formattedPartSize(size));
        offer(m_size, text, text, [size](UnfinishedFilter &filter) { filter.atLeast = size; });
    }
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
    connect(dialog, &QDialog::finished, this, &UnfinishedHeader::showChosen); // the mark went to "Older than…"
    dialog->open();
}

// The sentences beside the controls while there is room for both, above them otherwise.
void UnfinishedHeader::fit()
{
    int controls = fontMetrics().horizontalAdvance(m_words) + 52 + 4 * 6 + 28;
    for (const Menu *menu : menus())
        controls += std::min(menu->button->sizeHint().width(), menu->button->maximumWidth());
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
