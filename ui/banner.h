// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One sentence above the lists: a trouble of the engine itself, or a question about all of it; stays until it is dismissed or answered.

#include "ui/attentionframe.h"

#include <QList>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace ui {

// What a banner offers beside its sentence; choosing it also takes the sentence away.
struct BannerAction {
    QString name; // the button's objectName
    QString text;
    std::function<void()> chosen;
};

class Banner : public AttentionFrame {
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);

    // The same sentence twice is shown once. With actions it is answered by one of them, not dismissed.
    void showSentence(const QString &sentence, const QList<BannerAction> &actions = {});
    QString sentence() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Notice {
        QString sentence;
        QList<BannerAction> actions;
    };

    void dismiss();
    void choose(const BannerAction &action);
    void refresh();
    void showButtons(const QList<BannerAction> &actions);

    QList<Notice> m_notices; // the newest is shown
    QHBoxLayout *m_row;
    QList<QPushButton *> m_buttons; // of the shown notice
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_dismiss;
};

} // namespace ui
