// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Where an upload belongs in the sidebar and what may be wished for it: both follow from its state alone.

#include "upload/snapshot.h"

#include <QFlags>

#include <array>

namespace ui {

enum class Category : quint8 {
    Uploading = 0x01,
    Waiting = 0x02,
    Paused = 0x04,
    NeedsAttention = 0x08,
    Completed = 0x10,
};
Q_DECLARE_FLAGS(Categories, Category)
Q_DECLARE_OPERATORS_FOR_FLAGS(Categories)

inline constexpr std::array allCategories = {
    Category::Uploading, Category::Waiting, Category::Paused, Category::NeedsAttention, Category::Completed};

enum class Ability : quint8 {
    Pause = 0x01,
    Resume = 0x02,
    Retry = 0x04,
    Answer = 0x08, // the key exists: overwrite, skip or keep both
    Cancel = 0x10,
    Remove = 0x20,
    Link = 0x80,   // its object is there: a URL and a link can be made of it
    Locate = 0x40, // its file is not where it was: somebody may say where it is now
};
Q_DECLARE_FLAGS(Abilities, Ability)
Q_DECLARE_OPERATORS_FOR_FLAGS(Abilities)

// Cancelled and skipped uploads are listed under All only: they are neither completed nor does anybody have to act.
Categories categoriesOf(const upload::UploadSnapshot &upload);
Abilities abilitiesOf(const upload::UploadSnapshot &upload);
bool isActive(upload::UploadState state);              // goes on by itself: neither settled nor paused nor in need of somebody
bool isFileLost(const upload::UploadSnapshot &upload); // stopped because the file is not where it was

} // namespace ui
