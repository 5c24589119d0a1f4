// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Above the lists, for each connection that waits for a sign-in: one sentence for all its uploads and what can be done. Comes and goes by
// itself. More than two connections are one notice that opens, so that the lists keep their room.

#include "ui/attentionframe.h"
#include "ui/signins.h"

#include <QHash>
#include <QPointer>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace ui {

// What both kinds of notice look like: an icon, a title, a sentence.
class SignInFrame : public AttentionFrame {
    Q_OBJECT
protected:
    SignInFrame(const char *title, const char *text, QWidget *parent); // names of the labels

    void changeEvent(QEvent *event) override;

    QLabel *m_title, *m_text;
    QHBoxLayout *m_row;   // the icon, the words
    QVBoxLayout *m_words; // title and text

private:
    void drawIcon();

    QLabel *m_icon;
};

// Of one connection.
class SignInNotice : public SignInFrame {
    Q_OBJECT
public:
    explicit SignInNotice(const SignIn &signIn, QWidget *parent = nullptr);

    void tell(const SignIn &signIn);            // the buttons stay where they are: one of them may have the focus
    QWidget *followInTabOrder(QWidget *before); // the last of its own

Q_SIGNALS:
    void tryAgainWished(const QString &connectionId);
    void editWished(const QString &connectionId);
    void certificateWished(const SignIn &signIn); // of whoever gives out the keys: it is not trusted
    void copied(const QString &command);

private:
    SignIn m_signIn;
    QPushButton *m_tryAgain, *m_copy, *m_certificate, *m_edit;
};

// Of all of them.
class SignInSummary : public SignInFrame {
    Q_OBJECT
public:
    explicit SignInSummary(QWidget *parent = nullptr);

    void tell(const QList<SignIn> &wanted);
    bool isOpen() const;
    QWidget *followInTabOrder(QWidget *before); // the last of its own

Q_SIGNALS:
    void tryAllWished();
    void toggled(bool open);

private:
    QPushButton *m_tryAll, *m_each;
};

class SignInNotices : public QWidget {
    Q_OBJECT
public:
    explicit SignInNotices(QWidget *parent = nullptr);

    void update(const QList<upload::UploadSnapshot> &changed);
    void remove(const QList<upload::UploadId> &ids);
    const QList<SignIn> &wanted() const { return m_signIns.wanted(); }
    void followInTabOrder(QWidget *before); // whatever comes
    QList<upload::UploadId> waitingFor(const QString &connectionId) const { return m_signIns.waitingFor(connectionId); }

Q_SIGNALS:
    void tryAgainWished(const QString &connectionId);
    void editWished(const QString &connectionId); // of a saved one
    void certificateWished(const SignIn &signIn);
    void copied(const QString &command);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void tryAll();
    bool isCrowd() const;
    void fit();

    SignIns m_signIns;
    QHash<QString, SignInNotice *> m_notices; // by connection
    QPointer<QWidget> m_before;               // in the order of the tabulator
    SignInSummary *m_summary;
    QScrollArea *m_area; // of the notices, which keep their buttons and the focus when they become many or few
    QVBoxLayout *m_column;
};

} // namespace ui
