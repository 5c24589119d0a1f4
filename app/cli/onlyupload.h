// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The one unfinished upload of a key, for whoever names no upload ID: found, or said why not. Never picks one of several.

#include "app/cli/report.h"
#include "app/engine.h"

namespace cli {

class OnlyUpload : public QObject {
    Q_OBJECT
public:
    OnlyUpload(app::Engine &engine, Report &report, QObject *parent = nullptr);

    void find(const QString &connectionId, const s3::ObjectAddress &object); // once

Q_SIGNALS:
    void found(const upload::OpenUpload &upload);
    void severalFound();                  // said already
    void refused(const s3::Error &error); // also when there is none: NotFound "NoSuchUpload"

private:
    void onFound(const QList<upload::OpenUpload> &uploads, bool isWhole);

    app::Engine &m_engine;
    Report &m_report;
    s3::ObjectAddress m_object;
    bool m_searches = false;
};

} // namespace cli
