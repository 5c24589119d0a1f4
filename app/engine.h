// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Introduces the rooms to one another and owns the engine's thread: what davit and davit-cli have in common.

#include "upload/accountbrowser.h"
#include "upload/adoption.h"
#include "upload/cleanup.h"
#include "upload/connectionbook.h"
#include "upload/customerkeybook.h"
#include "upload/doctor.h"
#include "upload/lifecycleeditor.h"
#include "upload/linksigning.h"
#include "upload/presetbook.h"
#include "upload/uploadbrowser.h"
#include "upload/uploadmanager.h"
#include "upload/verification.h"

#include <QThread>

#include <functional>
#include <memory>

namespace app {

// Asks a person for the code of the device with this serial number or ARN; `give` takes it, or an empty one when there will be none. Called in
// the engine's parent's thread, where `give` is to be called as well.
using GiveMfa = std::function<void(const QString &code)>;
// `refusedCode`: the one that was given last and not taken; empty: this is the first question.
using AskMfa = std::function<void(const QString &connectionId, const QString &serial, const QString &refusedCode, const GiveMfa &give)>;

struct EngineSettings {
    upload::Budget budget;
    qint64 bandwidthLimit = 0; // bytes a second; 0 = none
    AskMfa askMfa;             // empty: roles that need a code are refused
};

class Engine : public QObject {
    Q_OBJECT
public:
    explicit Engine(const EngineSettings &settings = {}, QObject *parent = nullptr);
    // Stops the thread. What the journal still has to write is written; uploads stay resumable.
    ~Engine() override;

    // All live in the engine's thread: to be connected to, and called by post() or queued.
    upload::UploadManager *manager() const;
    upload::ConnectionBook *connectionBook() const;
    upload::CustomerKeyBook *customerKeyBook() const;
    upload::PresetBook *presetBook() const;
    upload::AccountBrowser *browser() const;
    upload::Adoption *adoption() const;
    upload::Verification *verification() const;
    upload::UploadBrowser *uploadBrowser() const;
    upload::CleanUp *cleanUp() const;
    upload::LifecycleEditor *lifecycleEditor() const;
    upload::Doctor *doctor() const;
    upload::LinkSigning *linkSigning() const;

    // Runs in the engine's thread, in the order of the calls.
    void post(const std::function<void(upload::UploadManager &)> &wish);

    void setConnections(const QList<upload::Connection> &connections); // for all of them alike
    void enqueue(QList<upload::UploadSpec> specs);                     // a missing content type is guessed by the file's name
    void loadRecords(); // answered by recordsLoaded: what no living process holds; this process holds it from then on
    void releaseRecords(const QList<upload::UploadId> &ids); // gives some of them back
    void forgetRecords(const QList<upload::UploadId> &ids);  // whatever they say; another record is about to take their place

    void watchOthers(); // from now on the manager shows what other processes hold, and takes up what a dead one held

Q_SIGNALS:
    void receiptStored(const upload::Receipt &receipt); // a new one, without its parts
    void recordsLoaded(const QList<upload::UploadRecord> &records);
    void troubled(const s3::Error &error); // the journal: uploads go on, but would not survive

private:
    struct Rooms; // everything that lives in the thread
    QThread m_thread;
    std::unique_ptr<QObject> m_door; // lives in the thread: what is posted goes through it
    std::unique_ptr<Rooms> m_rooms;  // made and ended in the thread
};

} // namespace app
