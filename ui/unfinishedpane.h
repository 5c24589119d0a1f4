// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One unfinished upload, below the list: its stored parts as a map and as a table, and its facts.

#include "ui/models/parttablemodel.h"
#include "ui/unfinishedrow.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace ui {

class FactList;
class PartMap;

class UnfinishedPane : public QWidget {
    Q_OBJECT
public:
    explicit UnfinishedPane(QWidget *parent = nullptr);

    void showNone(const QString &why = {});                          // why there is none to choose
    void show(const UnfinishedRow &row, const QDateTime &serverNow); // of another upload than before: its parts are being listed
    void showParts(const upload::PartsListed &parts);                // of the shown one
    void showRefusal(const s3::Error &error);                        // its parts may not be listed, or it is gone
    const s3::UploadAddress &shown() const { return m_shown; }       // without an upload ID: none

Q_SIGNALS:
    void permissionWished(const QString &bucket, const s3::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    enum Fact { State, Held, PartSizes, Gaps, AMonth, SoFar, Started, LastPart, Expires, By, Owner, Class, Checksum, Key, UploadIdFact };
    enum PartFact { Number, Size, Etag, PartChecksum, Modified };

    QWidget *partsPage();
    QWidget *tablePage();
    QWidget *factsArea();
    void drawMap();
    void showNote(const QString &words, bool permission);
    void showPart();
    void fillFacts(const UnfinishedRow &row, const QDateTime &serverNow);

    PartTableModel m_parts;
    QStackedWidget *m_pages;
    QLabel *m_none;
    QTabWidget *m_tabs;
    QStackedWidget *m_mapOrNote, *m_tableOrNote;
    PartMap *m_map;
    QLabel *m_notes[2];
    QPushButton *m_permission;
    QWidget *m_factsArea = nullptr;
    FactList *m_part;
    QWidget *m_rule;
    FactList *m_facts;
    s3::UploadAddress m_shown;
    QList<s3::StoredPart> m_listed;
    std::optional<s3::Error> m_error;
    int m_hovered = 0;
};

} // namespace ui
