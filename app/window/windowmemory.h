// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Keeps the settings file in step with the window: what it chooses is written a moment later, off the GUI thread.

#include "store/settings.h"
#include "ui/mainwindow.h"

#include <QThreadPool>
#include <QTimer>

namespace app {

class WindowMemory : public QObject {
    Q_OBJECT
public:
    explicit WindowMemory(const QString &path, QObject *parent = nullptr); // reads the file
    ~WindowMemory() override;                                              // writes what is pending

    const store::Settings &settings() const { return m_settings; }
    ui::WindowState windowState() const;
    ui::Appearance appearance() const;
    ui::AtStart atStart() const;

    void setWindowState(const ui::WindowState &state);
    void setAppearance(ui::Appearance appearance);
    void setAtStart(ui::AtStart atStart);
    void setBandwidthLimit(qint64 bytesPerSecond);

Q_SIGNALS:
    void troubled(const s3::Error &error); // could not be written; once

private:
    void change(const store::Settings &settings);
    void write();

    const QString m_path;
    store::Settings m_settings;
    QThreadPool m_writer; // one thread: the last choice is written last
    QTimer m_rest;        // dragging a splitter is one change, not a hundred
    bool m_troubled = false;
};

} // namespace app
