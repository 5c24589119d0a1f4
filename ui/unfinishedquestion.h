// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Asked once before an upload whose keys have unfinished uploads: resume which, start anew, or replace. Nothing is chosen beforehand, since
// the youngest is not always the right one and a wrong one destroys.

#include "ui/unfinished.h"

#include <QDialog>

class QButtonGroup;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace ui {

// A file that would arrive where uploads are unfinished.
struct Meeting {
    QString key;
    QString sourcePath;
    qint64 size = 0;
    QList<Unfinished> uploads;
};

struct Decision {
    enum What { Resume, StartNew, Replace };
    What what = StartNew;
    Meeting meeting;
    Unfinished upload; // which one is resumed or replaced
};

class UnfinishedQuestion : public QDialog {
    Q_OBJECT
public:
    UnfinishedQuestion(const QList<Meeting> &meetings, const QDateTime &now, QWidget *parent = nullptr);
    QList<Decision> decisions() const; // one a key, once the dialog was accepted

private:
    struct Choice {
        Decision::What what;
        qsizetype upload; // index among the meeting's; -1: none
    };
    struct Card {
        Meeting meeting;
        QButtonGroup *group;
        QList<Choice> choices; // by the group's ids
    };
    QWidget *card(const Meeting &meeting, const QDateTime &now);
    void chooseForAll(Decision::What what);
    void refresh();

    QList<Card> m_cards;
    QLabel *m_open;
    QPushButton *m_continue;
};

} // namespace ui
