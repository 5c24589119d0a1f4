// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Every part of an upload as a cell: waiting, sending (fills from the bottom), retrying, stored. One widget for 10,000 parts.

#include "ui/partmaplayout.h"
#include "ui/theme.h"
#include "upload/snapshot.h"

#include <QHash>
#include <QList>
#include <QPixmap>
#include <QWidget>

#include <array>

namespace ui {

class PartMap : public QWidget {
    Q_OBJECT
public:
    explicit PartMap(QWidget *parent = nullptr);

    // Takes the number of parts; with another upload, or another number, all cells begin as waiting. An upload without parts is one cell.
    void setUpload(const upload::UploadSnapshot &upload);
    void updateParts(const QList<upload::PartSnapshot> &parts); // repaints only cells that look different
    void clear();
    void setAtRest(bool atRest); // nothing is sent: the legend speaks of what is stored and what is missing

    bool isOneRequest() const { return m_oneRequest; }
    int partCount() const { return static_cast<int>(m_parts.size()); }
    const upload::PartSnapshot *part(int number) const; // null outside 1..partCount()
    int count(upload::PartState state) const { return m_counts[static_cast<size_t>(state)]; }

    int selectedPart() const { return m_selected; } // 0: none
    void selectPart(int number);
    int busiestPart() const; // the first that is retried or sent, 0 when nothing moves: what to show when nothing is selected

    QString summary() const;               // "188 of 309 parts stored, 8 sending, 1 retrying"
    QString description(int number) const; // "Part 192, sending, 71 %"
    PartMapLayout arrangement() const { return m_layout; }
    QRect cellRect(int cellIndex) const; // in the widget, mirrored where the language runs right to left

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void partSelected(int number); // by click or key; 0: none any more
    void partHovered(int number);  // 0: none any more

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    static constexpr int Margin = 4; // room for the focus ring
    static constexpr int LegendHeight = 30;

    // What a cell looks like; equal looks share one pixmap. Heights in device pixels, stacked from the bottom.
    struct Look {
        quint16 stored = 0, comparing = 0, sending = 0, waitingToBeSent = 0;
        bool retrying = false;
        bool operator==(const Look &) const = default;
    };
    Look lookOf(int cellIndex) const;
    const QPixmap &pixmapOf(const Look &look);
    QPixmap painted(const Look &look, int cell, qreal ratio) const;
    void paintLegend(QPainter &painter) const;
    void paintOneRequest(QPainter &painter);
    QRect area() const; // of the cells
    QRect legendRect() const;
    int partAt(const QPoint &point) const;
    void rearrange();
    void repaintCell(int cellIndex);
    void hover(int number);
    void spokenSelectionChanged();

    upload::UploadId m_id;
    bool m_atRest = false;
    bool m_oneRequest = false;
    bool m_oneRequestDone = false;
    qint64 m_oneRequestSize = 0, m_oneRequestInAir = 0;
    QList<upload::PartSnapshot> m_parts;
    QList<Look> m_looks;
    std::array<int, 5> m_counts{};
    PartMapLayout m_layout;
    QHash<quint64, QPixmap> m_pixmaps;
    Tokens m_tokens;
    qreal m_ratio = 1;
    int m_selected = 0;
    int m_hovered = 0;
};

} // namespace ui
