// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A group of options that most uploads leave alone: one line that says what is chosen, and its fields below when it is opened.

#include <QWidget>

class QFormLayout;
class QLabel;
class QToolButton;

namespace ui {

class ElidedLabel;

class OptionSection : public QWidget {
    Q_OBJECT
public:
    OptionSection(const char *name, const QString &title, QWidget *parent = nullptr);

    bool isOpen() const;
    void setOpen(bool open);
    virtual bool isValid() const { return true; }
    virtual QString summary() const = 0; // of what differs from the defaults, in a few words; empty when nothing does

Q_SIGNALS:
    void changed();
    void toggled(bool open);

protected:
    QFormLayout *form() const { return m_form; }
    void told(); // a field changed: the summary follows, and whoever listens
    void refreshHeader();
    void changeEvent(QEvent *event) override;

private:
    QToolButton *m_header;
    ElidedLabel *m_summary;
    QWidget *m_body;
    QFormLayout *m_form;
};

} // namespace ui
