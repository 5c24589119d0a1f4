// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The header of the list of unfinished uploads, with a box above the boxes: all that are shown.

#include "ui/models/unfinishedmodel.h"

#include <QHeaderView>

namespace ui {

class CheckHeader : public QHeaderView {
    Q_OBJECT
public:
    CheckHeader(UnfinishedModel &uploads, QWidget *parent);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    UnfinishedModel &m_uploads;
};

} // namespace ui
