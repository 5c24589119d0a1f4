// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "Copy presigned link…": for how long, and what that means. The link goes to the clipboard and nowhere else.

#include "upload/linksigning.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace ui {

// An object that was uploaded, as links are made of it.
struct LinkedObject {
    QString connectionId;
    s3::ObjectAddress object;
    QByteArray versionId; // empty: the latest, or the bucket keeps no versions
    QString region;       // of the bucket; empty: not known
};

class LinkDialog : public QDialog {
    Q_OBJECT
public:
    // `signing` may live in another thread; it must outlive the dialog.
    LinkDialog(upload::LinkSigning &signing, const LinkedObject &object, QWidget *parent = nullptr);

Q_SIGNALS:
    void copied(const QString &sentence); // what was copied, without the link

private:
    void build();
    void refresh();
    void sign();
    void take(const s3::PresignedLink &link);
    void refuse(const s3::Error &error);
    std::chrono::seconds validity() const;

    upload::LinkSigning &m_signing;
    const LinkedObject m_object;
    QUuid m_wish; // null: nothing is awaited
    QComboBox *m_choice = nullptr;
    QWidget *m_own = nullptr;
    QSpinBox *m_number = nullptr;
    QComboBox *m_unit = nullptr;
    QLabel *m_hint = nullptr;
    QLabel *m_outcome = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_close = nullptr;
};

} // namespace ui
