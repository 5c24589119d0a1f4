// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Above the list of unfinished uploads: what they hold and cost in two sentences, and what of them is shown.

#include "ui/unfinishedlisting.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QMenu;
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
    void showEverything();                               // no filter but the words

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
    void fillBuckets();
    void fillAges();
    void fillStates();
    void fillSizes();
    void setFilter(const UnfinishedFilter &filter);
    void askForDays();
    void fit();
    void labelRefresh();

    QLabel *m_headline;
    QLabel *m_note;
    MenuButton *m_bucket, *m_age, *m_state, *m_size;
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
