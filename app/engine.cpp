// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/engine.h"

#include "app/connectionbook.h"
#include "credentials/chaincredentialsource.h"
#include "credentials/customerkeybook.h"
#include "credentials/keychain.h"
#include "credentials/keychaincustomerkeys.h"
#include "credentials/keychainwatch.h"
#include "credentials/savedcredentialsource.h"
#include "net/httpfetch.h"
#include "net/lanepool.h"
#include "store/paths.h"
#include "store/presetstore.h"
#include "store/sqlitejournal.h"

#include <QMimeDatabase>

namespace app {

// In the order of what needs what; destroyed the other way round.
struct Engine::Rooms {
    explicit Rooms(const EngineSettings &settings)
        : chain(QProcessEnvironment::systemEnvironment(), httpFetch)
        , credentials(chain, keychain)
        , customerKeys(keysKeychain)
        , customerKeyBook(keyBookKeychain)
        , connections(store::journalPath(QProcessEnvironment::systemEnvironment()))
        , connectionBook(connections, bookKeychain, credentials)
        , presets(store::journalPath(QProcessEnvironment::systemEnvironment()))
        , journal(store::journalPath(QProcessEnvironment::systemEnvironment()))
        , manager(transport, credentials, journal)
        , verification(transport, credentials)
        , inquiries(transport, credentials)
        , browser(inquiries)
        , adoption(transport, inquiries)
        , uploadBrowser(inquiries)
        , cleanUp(inquiries)
        , lifecycleEditor(inquiries)
        , doctor(inquiries)
        , linkSigning(inquiries)
    {
        connect(&credentials, &credentials::SavedCredentialSource::keychainWanted, &keychainWatch, &credentials::KeychainWatch::start);
        connect(&keychainWatch, &credentials::KeychainWatch::came, &credentials, &credentials::SavedCredentialSource::keychainCame);
        connect(&customerKeys, &credentials::KeychainCustomerKeys::keychainWanted, &keychainWatch, &credentials::KeychainWatch::start);
        connect(&keychainWatch, &credentials::KeychainWatch::came, &customerKeys, &credentials::KeychainCustomerKeys::keychainCame);
        connect(&customerKeyBook, &upload::CustomerKeyBook::kept, &customerKeys, &upload::CustomerKeySource::changed);
        connect(&customerKeyBook, &upload::CustomerKeyBook::removed, &customerKeys, &upload::CustomerKeySource::changed);
        manager.setCustomerKeySource(customerKeys);
        verification.setCustomerKeySource(customerKeys);
        adoption.setCustomerKeySource(customerKeys);
        connect(&connectionBook, &ConnectionBook::lendingsChanged, &inquiries, [this] { setInquired(); });
        connect(&manager, &upload::UploadManager::profileLearned, &connectionBook, &ConnectionBook::noteLearned);
        connect(&inquiries, &upload::Inquiries::learned, &manager, &upload::UploadManager::learn);
        connect(&manager, &upload::UploadManager::learned, &inquiries, &upload::Inquiries::learn);
        manager.setBudget(settings.budget);
        manager.setBandwidthLimit(settings.bandwidthLimit);
    }

    void setInquired() { inquiries.setConnections(offered + connectionBook.lent()); }

    net::LanePool transport;
    net::HttpFetch httpFetch;
    credentials::ChainCredentialSource chain;
    // Each answers one room: what one asks is not the other's to hear.
    credentials::Keychain keychain, bookKeychain, keysKeychain, keyBookKeychain;
    credentials::KeychainWatch keychainWatch;
    credentials::SavedCredentialSource credentials;
    credentials::KeychainCustomerKeys customerKeys;
    credentials::CustomerKeyBook customerKeyBook;
    store::ConnectionStore connections;
    ConnectionBook connectionBook;
    QList<upload::Connection> offered; // to everybody
    store::PresetStore presets;
    store::SqliteJournal journal;
    upload::UploadManager manager;
    upload::Verification verification;
    upload::Inquiries inquiries;
    upload::AccountBrowser browser;
    upload::Adoption adoption;
    upload::UploadBrowser uploadBrowser;
    upload::CleanUp cleanUp;
    upload::LifecycleEditor lifecycleEditor;
    upload::Doctor doctor;
    upload::LinkSigning linkSigning;
    QMimeDatabase mimeTypes;
};

Engine::Engine(const EngineSettings &settings, QObject *parent)
    : QObject(parent)
    , m_door(std::make_unique<QObject>())
{
    m_thread.setObjectName(QStringLiteral("engine"));
    m_thread.start();
    m_door->moveToThread(&m_thread);
    QMetaObject::invokeMethod(
        m_door.get(),
        [&] {
            m_rooms = std::make_unique<Rooms>(settings);
            if (settings.askMfa) {
                connect(&m_rooms->chain, &credentials::ChainCredentialSource::mfaWanted, this,
                    [this, ask = settings.askMfa](const QString &id, const QString &serial, const QString &refusedCode) {
                        ask(id, serial, refusedCode, [this, id](const QString &code) {
                            QMetaObject::invokeMethod(m_door.get(), [this, id, code] { m_rooms->chain.giveMfa(id, code); });
                        });
                    });
                m_rooms->chain.setAsksForMfa(true);
            }
            connect(&m_rooms->journal, &upload::UploadJournal::loaded, this, &Engine::recordsLoaded);
            connect(&m_rooms->journal, &upload::UploadJournal::receiptStored, this, &Engine::receiptStored);
            connect(&m_rooms->journal, &upload::UploadJournal::troubled, this, &Engine::troubled);
            connect(&m_rooms->journal, &upload::UploadJournal::heldElsewhere, &m_rooms->manager, &upload::UploadManager::showHeldElsewhere);
        },
        Qt::BlockingQueuedConnection);
}

Engine::~Engine()
{
    QMetaObject::invokeMethod(
        m_door.get(), [this] { m_rooms.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

upload::UploadManager *Engine::manager() const
{
    return &m_rooms->manager;
}

upload::ConnectionBook *Engine::connectionBook() const
{
    return &m_rooms->connectionBook;
}

upload::CustomerKeyBook *Engine::customerKeyBook() const
{
    return &m_rooms->customerKeyBook;
}

upload::PresetBook *Engine::presetBook() const
{
    return &m_rooms->presets;
}

upload::AccountBrowser *Engine::browser() const
{
    return &m_rooms->browser;
}

upload::Adoption *Engine::adoption() const
{
    return &m_rooms->adoption;
}

upload::Verification *Engine::verification() const
{
    return &m_rooms->verification;
}

upload::UploadBrowser *Engine::uploadBrowser() const
{
    return &m_rooms->uploadBrowser;
}

upload::CleanUp *Engine::cleanUp() const
{
    return &m_rooms->cleanUp;
}

upload::LifecycleEditor *Engine::lifecycleEditor() const
{
    return &m_rooms->lifecycleEditor;
}

upload::Doctor *Engine::doctor() const
{
    return &m_rooms->doctor;
}

upload::LinkSigning *Engine::linkSigning() const
{
    return &m_rooms->linkSigning;
}

void Engine::watchOthers()
{
    QMetaObject::invokeMethod(m_door.get(), [this] { m_rooms->journal.watchOthers(); });
}

void Engine::post(const std::function<void(upload::UploadManager &)> &wish)
{
    QMetaObject::invokeMethod(m_door.get(), [this, wish] { wish(m_rooms->manager); });
}

void Engine::setConnections(const QList<upload::Connection> &connections)
{
    QMetaObject::invokeMethod(m_door.get(), [this, connections] {
        m_rooms->offered = connections;
        m_rooms->manager.setConnections(connections);
        m_rooms->verification.setConnections(connections);
        m_rooms->setInquired();
    });
}

void Engine::enqueue(QList<upload::UploadSpec> specs)
{
    QMetaObject::invokeMethod(m_door.get(), [this, specs = std::move(specs)]() mutable {
        for (upload::UploadSpec &spec : specs) {
            // By the name alone: reading ten thousand files for their types would cost more than it tells.
            if (spec.options.contentType.isEmpty())
                spec.options.contentType =
                    m_rooms->mimeTypes.mimeTypeForFile(spec.sourcePath, QMimeDatabase::MatchExtension).name().toUtf8();
        }
        m_rooms->manager.enqueue(specs);
    });
}

void Engine::loadRecords()
{
    QMetaObject::invokeMethod(m_door.get(), [this] { m_rooms->journal.load(); });
}

void Engine::releaseRecords(const QList<upload::UploadId> &ids)
{
    QMetaObject::invokeMethod(m_door.get(), [this, ids] { m_rooms->journal.release(ids); });
}

void Engine::forgetRecords(const QList<upload::UploadId> &ids)
{
    QMetaObject::invokeMethod(m_door.get(), [this, ids] { m_rooms->journal.remove(ids); });
}

} // namespace app
