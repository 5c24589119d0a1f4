// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/windowactions.h"

#include "ui/icons.h"
#include "ui/messages.h"

#include <QMenu>
#include <QWidget>

namespace ui {

namespace {
const char iconProperty[] = "lucide";
}

WindowActions::WindowActions(QWidget *window)
    : QObject(window)
    , m_window(window)
    , m_appearance(new QActionGroup(this))
    , m_atStart(new QActionGroup(this))
{
    addFiles = make("addFiles", tr("Add files…"), "plus", QKeySequence::Open);
    addFolder = make("addFolder", tr("Add folder…"), "folder-plus", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    paste = make("paste", tr("Paste files"), "clipboard-copy", QKeySequence::Paste);
    adopt = make("adopt", tr("Resume an upload with a file…"), "history", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
    pause = make("pause", tr("Pause"), "pause");
    pauseNow = make("pauseNow", pauseNowText(0));
    resume = make("resume", tr("Resume"), "play");
    togglePause = make("togglePause", tr("Pause or resume"), nullptr, QKeySequence(Qt::Key_Space));
    cancel = make("cancel", tr("Cancel…"), "x", QKeySequence(Qt::SHIFT | Qt::Key_Delete));
    retry = make("retry", tr("Retry"), "rotate-cw", QKeySequence(Qt::CTRL | Qt::Key_R));
    findFile = make("findFile", tr("Find the file…"), "search");
    overwrite = make("overwrite", tr("Overwrite"));
    skip = make("skip", tr("Skip"));
    keepBoth = make("keepBoth", tr("Keep both"));
    pauseAll = make("pauseAll", tr("Pause all"), "circle-pause");
    resumeAll = make("resumeAll", tr("Resume all"), "circle-play");
    remove = make("remove", tr("Remove from list"), "list-x", QKeySequence(Qt::Key_Delete));
    removeCompleted = make("removeCompleted", tr("Remove completed"), "list-checks");
    copyAddress = make("copyAddress", tr("Copy s3:// URI"), "copy", QKeySequence::Copy);
    copyUrl = make("copyUrl", tr("Copy URL"), "external-link", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U));
    copyLink = make("copyLink", tr("Copy presigned link…"), "link", QKeySequence(Qt::CTRL | Qt::Key_L));
    copyUploadId = make("copyUploadId", tr("Copy upload ID"), "hash", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    openFolder = make("openFolder", tr("Open containing folder"), "folder-open");
    showReceipt = make("showReceipt", tr("Show receipt"), "receipt", QKeySequence(Qt::CTRL | Qt::Key_I));
    showReceipt->setEnabled(false);
    selectAll = make("selectAll", tr("Select all"), nullptr, QKeySequence::SelectAll);
    filter = make("filter", tr("Filter"), "search", QKeySequence::Find);
    showDetails = make("showDetails", tr("Show details"), nullptr, QKeySequence(Qt::Key_F9));
    showDetails->setCheckable(true);
    showDetails->setChecked(true);
    followSystem = make("followSystem", tr("Follow system"), "monitor");
    light = make("light", tr("Light"), "sun");
    dark = make("dark", tr("Dark"), "moon");
    shortcuts = make("shortcuts", tr("Keyboard shortcuts"), nullptr, QKeySequence(Qt::CTRL | Qt::Key_Question));
    about = make("about", tr("About Davit"), "info");
    quit = make("quit", tr("Quit"), "log-out", QKeySequence(Qt::CTRL | Qt::Key_Q));
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);

    const std::pair<QAction *, Appearance> looks[] = {
        {followSystem, Appearance::FollowSystem}, {light, Appearance::Light}, {dark, Appearance::Dark}};
    for (const auto &[action, appearance] : looks) {
        action->setCheckable(true);
        m_appearance->addAction(action);
        connect(action, &QAction::triggered, this, [this, wished = appearance] { Q_EMIT appearanceWished(wished); });
    }
    followSystem->setChecked(true);
    goOnAtStart = make("goOnAtStart", tr("Go on with unfinished uploads"));
    askAtStart = make("askAtStart", tr("Ask"));
    pausedAtStart = make("pausedAtStart", tr("Leave them paused"));
    const std::pair<QAction *, AtStart> starts[] = {
        {goOnAtStart, AtStart::Resume}, {askAtStart, AtStart::Ask}, {pausedAtStart, AtStart::LeavePaused}};
    for (const auto &[action, atStart] : starts) {
        action->setCheckable(true);
        m_atStart->addAction(action);
        connect(action, &QAction::triggered, this, [this, wished = atStart] { Q_EMIT atStartWished(wished); });
    }
    goOnAtStart->setChecked(true);
    setAbilities({}, 0, 0, 0);
    drawIcons(window->palette());
}

QAction *WindowActions::make(const char *name, const QString &text, const char *iconName, const QKeySequence &shortcut)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    if (iconName)
        action->setProperty(iconProperty, QString::fromLatin1(iconName));
    action->setShortcut(shortcut);
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(keys.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, keys));
    m_window->addAction(action);
    return action;
}

void WindowActions::setAbilities(Abilities abilities, int selected, int uploads, int completed)
{
    pause->setEnabled(abilities.testFlag(Ability::Pause));
    pauseNow->setEnabled(abilities.testFlag(Ability::Pause) || abilities.testFlag(Ability::Resume));
    resume->setEnabled(abilities.testFlag(Ability::Resume));
    togglePause->setEnabled(pause->isEnabled() || resume->isEnabled());
    cancel->setEnabled(abilities.testFlag(Ability::Cancel));
    retry->setEnabled(abilities.testFlag(Ability::Retry));
    findFile->setEnabled(abilities.testFlag(Ability::Locate) && selected == 1);
    for (QAction *answer : {overwrite, skip, keepBoth})
        answer->setEnabled(abilities.testFlag(Ability::Answer));
    remove->setEnabled(abilities.testFlag(Ability::Remove));
    removeCompleted->setEnabled(completed > 0);
    for (QAction *all : {pauseAll, resumeAll, selectAll})
        all->setEnabled(uploads > 0);
    for (QAction *one : {copyAddress, copyUploadId})
        one->setEnabled(selected > 0);
    openFolder->setEnabled(selected == 1);
    copyUrl->setEnabled(abilities.testFlag(Ability::Link));
    copyLink->setEnabled(abilities.testFlag(Ability::Link) && selected == 1);
}

void WindowActions::setInAir(qint64 bytes)
{
    pauseNow->setText(pauseNowText(bytes));
    pauseNow->setToolTip(pauseNow->text());
}

void WindowActions::setAppearance(Appearance appearance)
{
    (appearance == Appearance::Light ? light : appearance == Appearance::Dark ? dark : followSystem)->setChecked(true);
}

void WindowActions::setAtStart(AtStart atStart)
{
    (atStart == AtStart::Ask ? askAtStart : atStart == AtStart::LeavePaused ? pausedAtStart : goOnAtStart)->setChecked(true);
}

void WindowActions::drawIcons(const QPalette &palette)
{
    for (QAction *action : all()) {
        const QString name = action->property(iconProperty).toString();
        if (name.isEmpty())
            continue;
        action->setIcon(action == addFiles ? icon(name, textOnAccent(tokensFor(palette))) : icon(name, palette));
        // The appearances carry a check mark, the accent's icon would vanish on the menu's ground.
        action->setIconVisibleInMenu(action != addFiles && !action->isCheckable());
    }
}

QList<QAction *> WindowActions::all() const
{
    return findChildren<QAction *>(QString(), Qt::FindDirectChildrenOnly);
}

void WindowActions::fillAnswerMenu(QMenu &menu) const
{
    menu.addActions({overwrite, skip, keepBoth});
}

void WindowActions::fillRowMenu(QMenu &menu) const
{
    menu.addActions({resume, pause, pauseNow, retry});
    if (findFile->isEnabled())
        menu.addAction(findFile);
    if (overwrite->isEnabled()) {
        menu.addSeparator();
        QMenu *answer = menu.addMenu(tr("The key exists"));
        fillAnswerMenu(*answer);
    }
    menu.addSeparator();
    menu.addActions({showReceipt, openFolder});
    menu.addSeparator();
    menu.addActions({copyAddress, copyUrl, copyLink, copyUploadId});
    menu.addSeparator();
    menu.addActions({remove, cancel});
}

void WindowActions::fillMainMenu(QMenu &menu) const
{
    const auto submenu = [&menu](const QString &title, const char *name) {
        QMenu *sub = menu.addMenu(title);
        sub->setObjectName(QLatin1String(name));
        return sub;
    };
    menu.addActions({addFiles, addFolder, paste, adopt});
    menu.addSeparator();
    menu.addActions({pauseAll, resumeAll, removeCompleted});
    menu.addSeparator();
    QMenu *selected = submenu(tr("Selected uploads"), "selectedMenu");
    connect(selected, &QMenu::aboutToShow, this, &WindowActions::selectedMenuOpens);
    selected->addActions({togglePause, resume, pause, pauseNow, retry, findFile});
    selected->addSeparator();
    fillAnswerMenu(*selected);
    selected->addSeparator();
    selected->addActions({showReceipt, openFolder});
    selected->addSeparator();
    selected->addActions({copyAddress, copyUrl, copyLink, copyUploadId});
    selected->addSeparator();
    selected->addActions({remove, cancel});
    menu.addActions({selectAll, filter, showDetails});
    submenu(tr("At start"), "atStartMenu")->addActions({goOnAtStart, askAtStart, pausedAtStart});
    submenu(tr("Appearance"), "appearanceMenu")->addActions({followSystem, light, dark});
    menu.addSeparator();
    menu.addActions({shortcuts, about});
    menu.addSeparator();
    menu.addAction(quit);
}

} // namespace ui
