// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Copies what points to an uploaded object: its s3:// URI, its URL, a link that is signed.

#include "ui/linkdialog.h"

#include <QPointer>

namespace ui {

class Linking : public QObject {
    Q_OBJECT
public:
    explicit Linking(QWidget *window);

    void setConnections(const QList<upload::Connection> &connections) { m_connections = connections; }
    void setSigning(upload::LinkSigning &signing) { m_signing = &signing; }

    void copyUrls(const QList<LinkedObject> &objects); // a line each
    void openLinkDialog(const LinkedObject &object);

Q_SIGNALS:
    void said(const QString &sentence);

private:
    s3::Result<QByteArray> urlOf(const LinkedObject &object) const;

    QWidget *m_window;
    QList<upload::Connection> m_connections;
    upload::LinkSigning *m_signing = nullptr;
    QPointer<LinkDialog> m_dialog;
};

} // namespace ui
