// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The progress bar of a row: the part map in one dimension, as a painting without a widget.

#include "ui/theme.h"
#include "upload/snapshot.h"

class QPainter;
class QRectF;

namespace ui {

// Stored green, in the air blue, sent again amber, waiting grey; at rest grey, and amber or red when somebody has to act.
// `bytesRetrying` is for a folder, which has no strip of its own.
void drawStrip(QPainter &painter, const QRectF &rect, const upload::UploadSnapshot &upload, qint64 bytesRetrying, const Tokens &tokens);

} // namespace ui
