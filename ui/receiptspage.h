// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The page of receipts: the list or why it is empty, and the opened one below.

#include "ui/models/receiptlistmodel.h"

#include <QWidget>

#include <optional>

class QAction;
class QSplitter;
class QStackedWidget;

namespace ui {

class EmptyState;
class FileWriting;
enum class ReceiptFormat;
class ReceiptListView;
class ReceiptPane;

class ReceiptsPage : public QWidget {
    Q_OBJECT
public:
    explicit ReceiptsPage(QWidget *parent = nullptr);

    void setReceipts(const QList<upload::Receipt> &receipts); // all, without their parts
    void addReceipt(const upload::Receipt &receipt);          // without its parts
    void showReceipt(const upload::Receipt &receipt);         // with them; shown when it is the opened one
    void showUnreadable();                                    // instead of setReceipts: they could not be read
    void open(const upload::UploadId &id);                    // also one that is not in the list yet
    void showWords(const QString &words);
    void drawIcons();

    ReceiptListModel &receipts() { return m_receipts; }
    QSplitter &splitter() { return *m_splitter; }
    QList<QAction *> actions() const { return m_actions; }

Q_SIGNALS:
    void receiptWished(const upload::UploadId &id); // with its parts: answered by showReceipt
    void said(const QString &sentence);             // for a moment
    void troubled(const QString &sentence);         // until it is dismissed
    void urlWished(const upload::Receipt &receipt);
    void linkWished(const upload::Receipt &receipt);

private:
    QAction *make(const char *name, const QString &text, const char *icon, const QKeySequence &shortcut);
    void connectActions();
    void showCurrent();
    void showListOrReason();
    void makeCurrent(const upload::UploadId &id);
    void chooseFile(ReceiptFormat format);

    ReceiptListModel m_receipts;
    ReceiptListView *m_view;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    QSplitter *m_splitter;
    QAction *m_copy, *m_copyAddress, *m_copyUrl, *m_copyLink, *m_exportJson, *m_exportPdf;
    QList<QAction *> m_actions;
    ReceiptPane *m_pane;
    FileWriting *m_writing;
    upload::UploadId m_opened;
    std::optional<upload::Receipt> m_whole; // the opened one, once its parts are there
    QString m_folder;                       // where the last one was exported to
    enum { Reading, Read, Unreadable } m_state = Reading;
};

} // namespace ui
