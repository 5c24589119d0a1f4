// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What is shown where no row is: an invitation, or why a filter leaves nothing.

#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);

    void invite(const QStringList &connectionNames);                                 // no uploads at all
    void inviteConnection(const QString &sentence);                                  // why there is nothing without one
    void explainCategory(const QString &category);                                   // none of this kind
    void explainWords(const QString &words);                                         // none that match the filter
    void explain(const QString &icon, const QString &sentence, const QString &note); // of another page; nothing is offered

Q_SIGNALS:
    void addFilesWished();
    void addConnectionWished();
    void showAllWished(); // leave the category and the words

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    static QString connectionAdvice();
    void offer(QPushButton *offered); // no other one
    void show(const QString &icon, const QString &sentence, const QString &note);
    void drawIcon();

    QLabel *m_icon;
    QLabel *m_sentence;
    QLabel *m_note;
    QPushButton *m_addFiles;
    QPushButton *m_addConnection;
    QPushButton *m_showAll;
    QString m_iconName;
};

} // namespace ui
