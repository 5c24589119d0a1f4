// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/window/windowmemory.h"

namespace app {

WindowMemory::WindowMemory(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_settings(store::loadSettings(path))
{
    m_writer.setMaxThreadCount(1);
    m_rest.setSingleShot(true);
    m_rest.setInterval(500);
    connect(&m_rest, &QTimer::timeout, this, &WindowMemory::write);
}

WindowMemory::~WindowMemory()
{
    if (m_rest.isActive())
        write();
    m_writer.waitForDone();
}

ui::WindowState WindowMemory::windowState() const
{
    return {m_settings.windowGeometry, m_settings.windowColumns, m_settings.windowDetails, m_settings.windowSidebar,
        m_settings.unfinishedColumns, m_settings.unfinishedDetails,
        {m_settings.lastConnectionId, m_settings.lastBucket, m_settings.lastPrefix, m_settings.ifKeyExists, m_settings.lastPreset}};
}

ui::Appearance WindowMemory::appearance() const
{
    switch (m_settings.theme) {
    case store::Theme::Light:
        return ui::Appearance::Light;
    case store::Theme::Dark:
        return ui::Appearance::Dark;
    case store::Theme::Auto:
        break;
    }
    return ui::Appearance::FollowSystem;
}

void WindowMemory::setWindowState(const ui::WindowState &state)
{
    store::Settings settings = m_settings;
    settings.windowGeometry = state.geometry;
    settings.windowColumns = state.columns;
    settings.windowDetails = state.details;
    settings.windowSidebar = state.sidebar;
    settings.unfinishedColumns = state.unfinishedColumns;
    settings.unfinishedDetails = state.unfinishedDetails;
    settings.lastConnectionId = state.defaults.connectionId;
    settings.lastBucket = state.defaults.bucket;
    settings.lastPrefix = state.defaults.prefix;
    settings.ifKeyExists = state.defaults.ifKeyExists;
    settings.lastPreset = state.defaults.presetId;
    change(settings);
}

void WindowMemory::setAppearance(ui::Appearance appearance)
{
    store::Settings settings = m_settings;
    settings.theme = appearance == ui::Appearance::Light  ? store::Theme::Light
                     : appearance == ui::Appearance::Dark ? store::Theme::Dark
                                                          : store::Theme::Auto;
    change(settings);
}

ui::AtStart WindowMemory::atStart() const
{
    switch (m_settings.atStart) {
    case store::AtStart::Ask:
        return ui::AtStart::Ask;
    case store::AtStart::LeavePaused:
        return ui::AtStart::LeavePaused;
    case store::AtStart::Resume:
        break;
    }
    return ui::AtStart::Resume;
}

void WindowMemory::setAtStart(ui::AtStart atStart)
{
    store::Settings settings = m_settings;
    settings.atStart = atStart == ui::AtStart::Ask           ? store::AtStart::Ask
                       : atStart == ui::AtStart::LeavePaused ? store::AtStart::LeavePaused
                                                             : store::AtStart::Resume;
    change(settings);
}

void WindowMemory::setBandwidthLimit(qint64 bytesPerSecond)
{
    store::Settings settings = m_settings;
    settings.bandwidthLimit = bytesPerSecond;
    change(settings);
}

void WindowMemory::change(const store::Settings &settings)
{
    if (settings == m_settings)
        return;
    m_settings = settings;
    m_rest.start();
}

void WindowMemory::write()
{
    m_rest.stop();
    m_writer.start([this, settings = m_settings, path = m_path] {
        const std::optional<s3::Error> error = store::saveSettings(settings, path);
        if (!error)
            return;
        QMetaObject::invokeMethod(this, [this, error] {
            if (!std::exchange(m_troubled, true))
                Q_EMIT troubled(*error);
        });
    });
}

} // namespace app
