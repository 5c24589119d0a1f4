// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which key of one's own encrypts (SSE-C): those of the keychain by name, a new one, or one that is entered.

#include "upload/customerkeybook.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QPushButton;

namespace ui {

class CustomerKeyChoice : public QWidget {
    Q_OBJECT
public:
    explicit CustomerKeyChoice(QWidget *parent = nullptr);

    void setBook(upload::CustomerKeyBook &book); // may live in another thread; must outlive this
    QString chosen() const;                      // a name; empty: none
    void show(const QString &name);              // also one that the keychain does not have (yet)
    QString trouble() const;                     // why the choice cannot be used, as a sentence; empty: it can
    QComboBox *choice() const { return m_choice; }

Q_SIGNALS:
    void changed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void ask();
    void list(const QStringList &names);
    void openDialog(bool enter);

    upload::CustomerKeyBook *m_book = nullptr;
    std::optional<QStringList> m_names; // nothing: not known yet
    QString m_refusal;                  // why they could not be listed
    bool m_isAsking = false;
    QComboBox *m_choice;
    QPushButton *m_new;
    QPushButton *m_enter;
};

} // namespace ui
