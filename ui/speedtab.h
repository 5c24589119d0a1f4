// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The speed graph with its figures above.

#include <QList>
#include <QWidget>

class QLabel;

namespace ui {

class SpeedGraph;

class SpeedTab : public QWidget {
    Q_OBJECT
public:
    explicit SpeedTab(QWidget *parent = nullptr);
    void setFigures(const QList<double> &bytesPerSecond);

private:
    SpeedGraph *m_graph;
    QLabel *m_figures;
};

} // namespace ui
