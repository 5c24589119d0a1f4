// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The totals at the foot of the window: speed, connections, the limit and its menu; what is left at the other end.

#include "upload/snapshot.h"

#include <QStatusBar>

class QLabel;

namespace ui {

class MenuButton;
class Sparkline;

class StatusBar : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusBar(QWidget *parent = nullptr);

    void setTotals(const upload::Totals &totals);
    void setLimit(qint64 bytesPerSecond); // 0 = none; also from the settings: tells nobody
    qint64 limit() const { return m_limit; }
    void say(const QString &sentence); // for eight seconds

Q_SIGNALS:
    void limitWished(qint64 bytesPerSecond);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void wish(qint64 bytesPerSecond);
    void askForLimit();
    void fillMenu();

    QLabel *m_speed;
    Sparkline *m_sparkline;
    QLabel *m_connections;
    MenuButton *m_limitButton;
    QLabel *m_left;
    qint64 m_limit = 0;
};

} // namespace ui
