// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Where the cells of a part map lie: as large as they fit, and several parts a cell when they do not.

#include <QRect>

namespace ui {

struct PartMapLayout {
    int parts = 0;
    int cell = 13; // pixels, both ways
    int gap = 3;
    int columns = 1;
    int partsPerCell = 1;

    static PartMapLayout fitting(int parts, const QSize &area);

    int cells() const { return (parts + partsPerCell - 1) / partsPerCell; }
    int rows() const { return (cells() + columns - 1) / columns; }
    int height() const { return rows() * (cell + gap) - gap; }
    int cellOf(int part) const { return (part - 1) / partsPerCell; } // parts count from 1, cells from 0
    int firstPart(int cellIndex) const { return cellIndex * partsPerCell + 1; }
    int lastPart(int cellIndex) const { return qMin(parts, (cellIndex + 1) * partsPerCell); }
    QRect rect(int cellIndex) const;       // from the top left of the area, left to right
    int cellAt(const QPoint &point) const; // gaps belong to the cell before them; -1 outside

    bool operator==(const PartMapLayout &) const = default;
};

} // namespace ui
