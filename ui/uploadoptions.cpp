// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/uploadoptions.h"

#include "ui/descriptionsection.h"
#include "ui/keysection.h"
#include "ui/locksection.h"
#include "ui/sendingsection.h"
#include "ui/storagesection.h"

#include <QVBoxLayout>

#include <algorithm>

namespace ui {

UploadOptions::UploadOptions(QWidget *parent)
    : QWidget(parent)
    , m_key(new KeySection(this))
    , m_sending(new SendingSection(this))
    , m_storage(new StorageSection(this))
    , m_description(new DescriptionSection(this))
    , m_lock(new LockSection(this))
    , m_sections{m_key, m_sending, m_storage, m_description, m_lock}
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    for (OptionSection *section : std::as_const(m_sections)) {
        column->addWidget(section);
        connect(section, &OptionSection::toggled, this, &UploadOptions::arranged);
        connect(section, &OptionSection::changed, this, [this] {
            if (!m_showing)
                Q_EMIT changed();
        });
    }
}

void UploadOptions::setServer(const s3::Endpoint &endpoint, const s3::ProviderProfile &profile)
{
    m_sending->setLimits(profile.limits);
    m_storage->setServer(endpoint, profile.id);
}

void UploadOptions::setKeyBook(upload::CustomerKeyBook &book)
{
    m_storage->setKeyBook(book);
}

void UploadOptions::setGuessedType(const QString &type)
{
    m_description->setGuessedType(type);
}

void UploadOptions::setSnapshotRefusal(const QString &reason)
{
    m_sending->setSnapshotRefusal(reason);
}

void UploadOptions::setKeyTrouble(const QString &sentence)
{
    m_key->setTrouble(sentence);
}

upload::UploadPreset UploadOptions::chosen() const
{
    upload::UploadPreset preset;
    preset.wishedPartSize = m_sending->wishedPartSize();
    preset.keyRule = m_key->rule();
    preset.options = objectOptions();
    preset.options.objectLockRetainUntil = {};
    preset.retainDays = m_lock->retainDays();
    return preset;
}

void UploadOptions::show(const upload::UploadPreset &preset)
{
    m_showing = true; // one change, not a dozen
    m_sending->show(preset.wishedPartSize);
    m_key->show(preset.keyRule);
    m_storage->show(preset.options);
    m_description->show(preset.options);
    m_lock->show(preset.options, preset.retainDays);
    m_showing = false;
    Q_EMIT changed();
}

qint64 UploadOptions::wishedPartSize() const
{
    return m_sending->wishedPartSize();
}

upload::KeyRule UploadOptions::keyRule() const
{
    return m_key->rule();
}

s3::ObjectOptions UploadOptions::objectOptions() const
{
    s3::ObjectOptions options;
    m_storage->fill(options);
    m_description->fill(options);
    m_lock->fill(options);
    return options;
}

bool UploadOptions::fromSnapshot() const
{
    return m_sending->fromSnapshot();
}

bool UploadOptions::isValid() const
{
    return !troubled();
}

OptionSection *UploadOptions::troubled() const
{
    const auto found = std::find_if(m_sections.begin(), m_sections.end(), [](const OptionSection *section) { return !section->isValid(); });
    return found == m_sections.end() ? nullptr : *found;
}

QString UploadOptions::summary() const
{
    QStringList words;
    // What costs or cannot be undone comes first: there is not room for everything everywhere.
    for (const OptionSection *section : std::initializer_list<const OptionSection *>{m_storage, m_lock, m_description, m_key, m_sending}) {
        if (const QString its = section->summary(); !its.isEmpty())
            words.append(its);
    }
    return words.join(QStringLiteral(" · "));
}

} // namespace ui
