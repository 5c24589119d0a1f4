// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The opened receipt: its facts beside the table of its parts, and what can be done with it.

#include "ui/models/parttablemodel.h"

#include <QWidget>

class QAction;
class QLabel;
class QStackedWidget;

namespace ui {

class ActionButton;
class ElidedLabel;
class FactList;
class ReceiptPartsView;

class ReceiptPane : public QWidget {
    Q_OBJECT
public:
    explicit ReceiptPane(const QList<QAction *> &actions, QWidget *parent = nullptr);

    // `whole`: with its parts. Without them the facts stand there while the parts are being read.
    void show(const upload::Receipt &receipt, bool whole);
    void showNone();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    PartTableModel m_parts;
    ElidedLabel *m_title;
    QList<ActionButton *> m_buttons;
    FactList *m_facts;
    ReceiptPartsView *m_table;
    QLabel *m_note; // in place of the table
    QStackedWidget *m_beside;
    QLabel *m_none;
    QStackedWidget *m_pages;
};

} // namespace ui
