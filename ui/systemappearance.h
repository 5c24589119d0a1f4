// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Whether the desktop is light or dark: what its palette says, overruled by the settings portal where there is one.

#include <QDBusVariant>
#include <QObject>

namespace ui {

// Asks org.freedesktop.portal.Settings without waiting for it; Qt 6.4 has no colour scheme of its own yet.
class SystemAppearance : public QObject {
    Q_OBJECT
public:
    SystemAppearance(bool paletteIsDark, bool hasOwnStyle, QObject *parent);

    bool isDark() const { return m_dark; }
    bool hasOwnStyle() const { return m_hasOwnStyle; } // the platform brought a style (Breeze, Windows, macOS)
    bool isFollowed() const { return m_followed; }
    void setFollowed(bool followed) { m_followed = followed; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void schemeRead(uint scheme);

    bool m_dark;
    bool m_hasOwnStyle;
    bool m_followed = true;
};

} // namespace ui
