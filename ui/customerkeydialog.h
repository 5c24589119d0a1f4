// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A key of one's own for SSE-C: made at random, or made elsewhere and entered. Kept in the keychain under a name; a copy goes to the clipboard when
// somebody asks for it, since whoever loses the key has lost every object that was encrypted with it.

#include "upload/customerkeybook.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class CustomerKeyDialog : public QDialog {
    Q_OBJECT
public:
    enum class Kind { New, Enter };
    // The book may live in another thread; it must outlive the dialog.
    CustomerKeyDialog(upload::CustomerKeyBook &book, Kind kind, const QStringList &known, QWidget *parent = nullptr);

Q_SIGNALS:
    void kept(const QString &name);

private:
    void build();
    void refresh();
    void keep();
    void keptNow();
    QString name() const;

    upload::CustomerKeyBook &m_book;
    const Kind m_kind;
    const QStringList m_known;
    QString m_asked; // the name that the book was asked to keep and has not answered yet
    QString m_refusal;
    bool m_done = false;
    QLabel *m_words = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_nameHint = nullptr;
    QLineEdit *m_key = nullptr; // null where it is made at random
    QLabel *m_keyHint = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_keep = nullptr;
};

} // namespace ui
