// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Everything that can be wished for in the window, once: toolbar, menus, shortcuts and screen readers share these actions.

#include "ui/atstart.h"
#include "ui/models/uploadcategory.h"
#include "ui/theme.h"

#include <QAction>
#include <QActionGroup>

class QMenu;
class QWidget;

namespace ui {

class WindowActions : public QObject {
    Q_OBJECT
public:
    explicit WindowActions(QWidget *window);

    // Enabled is what the selection allows; `selected` counts rows, `uploads` all files of the list.
    void setAbilities(Abilities abilities, int selected, int uploads, int completed);
    void setInAir(qint64 bytes); // of the selection: what pausing now would throw away
    void setAppearance(Appearance appearance);
    void setAtStart(AtStart atStart);
    void drawIcons(const QPalette &palette);
    void fillMainMenu(QMenu &menu) const;
    void fillRowMenu(QMenu &menu) const;
    void fillAnswerMenu(QMenu &menu) const;
    QList<QAction *> all() const;

    QAction *addFiles, *addFolder, *paste, *adopt;
    QAction *pause, *pauseNow, *resume, *togglePause, *cancel, *retry, *findFile;
    QAction *overwrite, *skip, *keepBoth; // what to do with an existing key
    QAction *pauseAll, *resumeAll, *remove, *removeCompleted;
    QAction *copyAddress, *copyUrl, *copyLink, *copyUploadId, *openFolder, *selectAll, *filter, *showDetails;
    QAction *followSystem, *light, *dark;
    QAction *showReceipt;
    QAction *goOnAtStart, *askAtStart, *pausedAtStart;
    QAction *shortcuts, *about, *quit;

Q_SIGNALS:
    void appearanceWished(ui::Appearance appearance);
    void atStartWished(ui::AtStart atStart);
    void selectedMenuOpens(); // the moment to say what costs a look through the selection

private:
    QAction *make(const char *name, const QString &text, const char *iconName = nullptr, const QKeySequence &shortcut = {});

    QWidget *m_window;
    QActionGroup *m_appearance;
    QActionGroup *m_atStart;
};

} // namespace ui
