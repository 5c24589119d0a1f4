// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which bucket, and below which prefix: asked where the buckets cannot be listed, or where one is meant that the list does not name.

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class BucketQuestion : public QWidget {
    Q_OBJECT
public:
    explicit BucketQuestion(const QString &namePrefix, QWidget *parent = nullptr); // of the objectNames

    void explain(const QString &sentence, bool permission); // above the fields; `permission`: can be shown
    void setAnswer(const QString &bucket, const QString &prefix);

Q_SIGNALS:
    void answered(const QString &bucket, const QString &prefix);
    void permissionWished();

private:
    QLabel *m_sentence;
    QLineEdit *m_bucket, *m_prefix;
    QPushButton *m_list;
    QPushButton *m_permission;
};

} // namespace ui
