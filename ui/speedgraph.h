// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A line of speeds over the last five minutes, with axes that can be read.

#include <QList>
#include <QWidget>

namespace ui {

class SpeedGraph : public QWidget {
    Q_OBJECT
public:
    explicit SpeedGraph(QWidget *parent = nullptr);

    void setFigures(const QList<double> &bytesPerSecond); // a second each, oldest first, the last one is now
    QString summary() const;                              // "Now 112 MiB/s, on average 98.4 MiB/s, at most 130 MiB/s in the last 3 min"

    double current() const;
    double average() const;
    double peak() const;

    QSize sizeHint() const override { return {640, 180}; }
    QSize minimumSizeHint() const override { return {200, 70}; }

    // The top of the axis: a round number of a binary unit that is not below the peak, and whose quarters are short to write.
    static double niceCeiling(double bytesPerSecond);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<double> m_figures;
};

} // namespace ui
