// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A saved connection in words: where it goes, where its keys come from, where uploads go.

#include "upload/savedconnection.h"

#include <QString>

namespace ui {

QString endpointText(
    const upload::Connection &connection); // "https://s3.example.org", "Amazon S3, eu-central-1"; marks what is not private
QString keysText(const upload::SavedConnection &connection);   // "AKIA… · in the keychain"
QString keySourceText(upload::KeySource source);               // as a choice: "Access key, secret kept in the keychain"
QString keySourceNote(upload::KeySource source);               // what that means; one sentence
QString targetText(const upload::SavedConnection &connection); // "studio/2026/"; empty: none
QString foundText(const upload::Connection &connection);       // of one that nobody saved: where it was found

} // namespace ui
