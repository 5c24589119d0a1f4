// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The last minute of the total speed in one small line.

#include <QElapsedTimer>
#include <QList>
#include <QWidget>

namespace ui {

class Sparkline : public QWidget {
    Q_OBJECT
public:
    explicit Sparkline(QWidget *parent = nullptr);

    void add(double bytesPerSecond); // at any rate; one point a second is kept
    QSize sizeHint() const override { return {120, 18}; }
    QSize minimumSizeHint() const override { return {40, 18}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    static constexpr int points = 60;
    QList<double> m_points;
    double m_sum = 0;
    int m_count = 0;
    QElapsedTimer m_second;
};

} // namespace ui
