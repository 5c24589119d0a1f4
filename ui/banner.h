// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One sentence above the list about a trouble of the engine itself; stays until it is dismissed.

#include <QFrame>
#include <QStringList>

class QLabel;
class QPushButton;

namespace ui {

class Banner : public QFrame {
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);

    void showSentence(const QString &sentence); // the same sentence twice is shown once
    QString sentence() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void dismiss();
    void refresh();

    QStringList m_sentences; // the newest is shown
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_dismiss;
};

} // namespace ui
