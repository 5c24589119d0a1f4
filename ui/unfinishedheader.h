// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Above the list of unfinished uploads: what they hold and cost in two sentences, and what of them is shown.

#include "ui/unfinishedlisting.h"

#include <QWidget>

#include <array>
#include <functional>

class QAction;
class QActionGroup;
class QBoxLayout;
class QLabel;
class QPushButton;

namespace ui {

class MenuButton;

class UnfinishedHeader : public QWidget {
    Q_OBJECT
public:
    explicit UnfinishedHeader(QWidget *parent = nullptr);

    void show(const UnfinishedListing &listing, const UnfinishedModel &uploads);
    void drawIcons();
    UnfinishedFilter filter() const { return m_filter; } // without words

Q_SIGNALS:
    void filterChanged();
    void allBucketsWished(); // to be listed again: the shown scope is one bucket
    void otherBucketWished();
    void refreshWished();
    void stopWished();
    void permissionWished();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    using Change = std::function<void(UnfinishedFilter &)>;
    struct Choice {
        QAction *action;
        QString shown; // on the button, while it is chosen
        Change change;
    };
    struct Menu {
        MenuButton *button;
        QActionGroup *group;
        QList<Choice> choices;
    };
    Menu makeMenu(const char *name);
    std::array<const Menu *, 4> menus() const { return {&m_bucket, &m_age, &m_state, &m_size}; }
    void offer(Menu &menu, const QString &text, const QString &shown, const Change &change);
    void offerBuckets();
    void offerAges();
    void offerStates();
    void offerSizes();
    void setFilter(const UnfinishedFilter &filter);
    void showChosen();
    void showRefresh(const UnfinishedListing &listing);
    void askForDays();
    void fit();
    void labelRefresh();

    QLabel *m_headline;
    QLabel *m_note;
    Menu m_bucket, m_age, m_state, m_size;
    QAction *m_otherAge = nullptr;
    QPushButton *m_refresh; // or stop
    QBoxLayout *m_sides;
    UnfinishedFilter m_filter;
    UnfinishedScope m_scope;
    QStringList m_buckets;
    bool m_listing = false;
    bool m_compact = false; // no room for the word of the button
    QString m_words;        // of the button
};

} // namespace ui
