// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/presetstore.h"

#include "store/presettable.h"

#include <QMetaObject>

namespace store {

using upload::UploadPreset;

PresetStore::PresetStore(const QString &path, QObject *parent)
    : upload::PresetBook(parent)
    , m_door(std::make_unique<QObject>())
{
    m_thread.setObjectName(QStringLiteral("presets"));
    m_thread.start();
    m_door->moveToThread(&m_thread);
    QMetaObject::invokeMethod(
        m_door.get(), [this, path] { m_table = std::make_unique<PresetTable>(path); }, Qt::QueuedConnection);
}

PresetStore::~PresetStore()
{
    // Queued behind everything that was asked before.
    QMetaObject::invokeMethod(
        m_door.get(),
        [this] {
            m_table.reset();
            m_thread.quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

void PresetStore::post(const std::function<void(PresetTable &)> &deed)
{
    QMetaObject::invokeMethod(
        m_door.get(),
        [this, deed] {
            deed(*m_table);
            if (const auto trouble = m_table->takeTrouble())
                Q_EMIT troubled(*trouble);
        },
        Qt::QueuedConnection);
}

void PresetStore::tell(PresetTable &table)
{
    const auto list = table.all();
    if (!list) {
        Q_EMIT troubled(list.error());
        Q_EMIT listed({});
        return;
    }
    if (std::exchange(m_toldRemarks, list->remarks) != list->remarks && !list->remarks.isEmpty())
        Q_EMIT troubled(s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("PresetUnreadable"),
            list->remarks.size() == 1 ? list->remarks.first()
                                      : QStringLiteral("%1 presets cannot be read and are left as they are.").arg(list->remarks.size())));
    Q_EMIT listed(list->presets);
}

void PresetStore::list()
{
    post([this](PresetTable &table) { tell(table); });
}

void PresetStore::save(const UploadPreset &preset)
{
    post([this, preset](PresetTable &table) {
        const auto kept = table.put(preset);
        if (!kept) {
            Q_EMIT refused(preset.id, kept.error());
            return;
        }
        tell(table);
        Q_EMIT saved(*kept);
    });
}

void PresetStore::remove(const QString &id)
{
    post([this, id](PresetTable &table) {
        if (const auto error = table.remove(id)) {
            Q_EMIT refused(id, *error);
            return;
        }
        tell(table);
        Q_EMIT removed(id);
    });
}

} // namespace store
