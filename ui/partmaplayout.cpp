// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/partmaplayout.h"

#include <array>

namespace ui {

namespace {

struct CellSize {
    int cell, gap;
};
constexpr std::array<CellSize, 6> Sizes = {{{13, 3}, {11, 2}, {9, 2}, {8, 2}, {7, 1}, {5, 1}}};
constexpr CellSize ManyPartsACell = {9, 2}; // large enough that a mixture can be read

int columnsOf(CellSize size, const QSize &area)
{
    return qMax(1, (area.width() + size.gap) / (size.cell + size.gap));
}

int rowsOf(CellSize size, const QSize &area)
{
    return qMax(1, (area.height() + size.gap) / (size.cell + size.gap));
}

} // namespace

PartMapLayout PartMapLayout::fitting(int parts, const QSize &area)
{
    for (const CellSize size : Sizes) {
        const int columns = columnsOf(size, area);
        if (parts <= columns * rowsOf(size, area))
            return {parts, size.cell, size.gap, columns, 1};
    }
    const int columns = columnsOf(ManyPartsACell, area);
    const int capacity = columns * rowsOf(ManyPartsACell, area);
    return {parts, ManyPartsACell.cell, ManyPartsACell.gap, columns, (parts + capacity - 1) / capacity};
}

QRect PartMapLayout::rect(int cellIndex) const
{
    const int pitch = cell + gap;
    return {(cellIndex % columns) * pitch, (cellIndex / columns) * pitch, cell, cell};
}

int PartMapLayout::cellAt(const QPoint &point) const
{
    const int pitch = cell + gap;
    if (point.x() < 0 || point.y() < 0)
        return -1;
    const int column = point.x() / pitch;
    const int row = point.y() / pitch;
    const int index = row * columns + column;
    return column < columns && index < cells() ? index : -1;
}

} // namespace ui
