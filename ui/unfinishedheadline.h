// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What unfinished uploads hold and cost in two sentences, how far their listing is, and what of it was refused.

#include "ui/unfinishedlisting.h"

namespace ui {

QString headlineOf(const UnfinishedListing &listing, const UnfinishedModel &uploads); // "14 unfinished uploads hold 215 GiB"

struct UnfinishedRemarks {
    QString note;   // "about $4.94 a month (estimate) in 3 of 5 buckets"; may be empty
    QString denied; // of it: what may be explained, "permission missing"; empty where nothing lacks a permission
    QString about;  // what stands before `denied`: "1 bucket could not be listed"; may be empty
    bool isEstimate = false;
};
UnfinishedRemarks remarksOf(const UnfinishedListing &listing, const UnfinishedModel &uploads);

} // namespace ui
