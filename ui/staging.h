// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The one way into the queue: whatever is dropped, pasted, chosen or handed over meets in one "Upload N items" dialog.

#include "ui/adoptdialog.h"
#include "ui/newuploaddialog.h"

#include <QPointer>

namespace ui {

class Staging : public QObject {
    Q_OBJECT
public:
    Staging(upload::AccountBrowser &browser, QWidget *window);

    void setConnections(const QList<upload::Connection> &connections); // also those of the open dialog
    void setPresetBook(upload::PresetBook &book) { m_presets = &book; }
    void setKeyBook(upload::CustomerKeyBook &book) { m_keys = &book; }
    void setOwnUnfinished(const OwnUnfinished &unfinished) { m_own = unfinished; }
    void setUsualTarget(const NewUploadDialog::UsualTarget &target) { m_usualTarget = target; }
    void setDefaults(const UploadDefaults &defaults) { m_defaults = defaults; }
    void setConnection(const QString &connectionId); // another connection has other buckets
    UploadDefaults defaults() const { return m_defaults; }

    void stage(const QStringList &paths); // adds to the dialog while it is open
    void chooseFiles();
    void chooseFolder();

Q_SIGNALS:
    void uploadWished(const QList<upload::UploadSpec> &specs);
    // What was decided about unfinished uploads of the same keys.
    void resumeWished(const QList<upload::UploadId> &ids);
    void adoptionWished(const ui::AdoptBeginning &beginning);
    void cancelWished(const QList<upload::UploadId> &ids);
    void abortWished(const QString &connectionId, const QList<s3::UploadAddress> &uploads);
    void remarked(const QString &sentence); // what somebody should know, although nothing has to be done
    void defaultsChanged(const ui::UploadDefaults &defaults);

private:
    void choose(bool folder);
    void carryOut(const QList<Decision> &decisions);

    upload::AccountBrowser &m_browser;
    QWidget *m_window;
    QList<upload::Connection> m_connections;
    UploadDefaults m_defaults;
    OwnUnfinished m_own = [] { return QList<Unfinished>(); };
    NewUploadDialog::UsualTarget m_usualTarget = [](const QString &) { return s3::ObjectAddress(); };
    upload::PresetBook *m_presets = nullptr;
    upload::CustomerKeyBook *m_keys = nullptr;
    QString m_folder; // where the last choice was made
    QPointer<NewUploadDialog> m_dialog;
};

} // namespace ui
