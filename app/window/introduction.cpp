// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/window/introduction.h"

namespace app {

using ui::MainWindow;
using upload::UploadManager;

void introduce(MainWindow &window, Engine &engine)
{
    UploadManager *manager = engine.manager();
    QObject::connect(&window, &MainWindow::uploadWished, &engine, &Engine::enqueue);
    // The manager lives in the engine's thread, so all of these are queued by themselves.
    QObject::connect(&window, &MainWindow::pauseWished, manager, &UploadManager::pause);
    QObject::connect(&window, &MainWindow::pauseNowWished, manager, &UploadManager::pauseNow);
    QObject::connect(&window, &MainWindow::resumeWished, manager, &UploadManager::resume);
    QObject::connect(&window, &MainWindow::cancelWished, manager, &UploadManager::cancel);
    QObject::connect(&window, &MainWindow::removeWished, manager, &UploadManager::remove);
    QObject::connect(&window, &MainWindow::adoptWished, manager, &UploadManager::adopt);
    QObject::connect(&window, &MainWindow::relocateWished, manager, &UploadManager::relocate);
    QObject::connect(&window, &MainWindow::abortWished, manager, &UploadManager::abortUnfinished);
    QObject::connect(&window, &MainWindow::pauseAllWished, manager, &UploadManager::pauseAll);
    QObject::connect(&window, &MainWindow::resumeAllWished, manager, &UploadManager::resumeAll);
    QObject::connect(&window, &MainWindow::keyAnswered, manager, &UploadManager::answerKeyExists);
    QObject::connect(&window, &MainWindow::watchWished, manager, &UploadManager::watchParts);
    QObject::connect(&window, &MainWindow::limitWished, manager, &UploadManager::setBandwidthLimit);

    window.setAdoption(*engine.adoption());
    window.setUnfinished(*engine.uploadBrowser(), *engine.cleanUp(), *engine.lifecycleEditor());
    window.setLinkSigning(*engine.linkSigning());
    window.setKeyBook(*engine.customerKeyBook());
    window.setPresetBook(*engine.presetBook());
    window.setConnectionBook(*engine.connectionBook(), *engine.doctor());

    QObject::connect(manager, &UploadManager::uploadsChanged, &window, &MainWindow::updateUploads);
    QObject::connect(manager, &UploadManager::uploadsRemoved, &window, &MainWindow::removeUploads);
    QObject::connect(manager, &UploadManager::partsChanged, &window, &MainWindow::updateParts);
    QObject::connect(manager, &UploadManager::logged, &window, &MainWindow::appendLog);
    QObject::connect(manager, &UploadManager::totalsChanged, &window, &MainWindow::updateTotals);
    QObject::connect(
        manager, &UploadManager::remarked, &window, [&window](const upload::UploadId &, const QString &sentence) { window.say(sentence); });
    QObject::connect(&engine, &Engine::troubled, &window, &MainWindow::showTrouble);
}

void introduce(MainWindow &window, Engine &engine, ReceiptReader &receipts)
{
    QObject::connect(&window, &MainWindow::receiptWished, &receipts, &ReceiptReader::readOne);
    QObject::connect(&engine, &Engine::receiptStored, &receipts, &ReceiptReader::addStored);
    QObject::connect(&receipts, &ReceiptReader::allRead, &window, &MainWindow::setReceipts);
    QObject::connect(&receipts, &ReceiptReader::added, &window, &MainWindow::addReceipt);
    QObject::connect(&receipts, &ReceiptReader::oneRead, &window, &MainWindow::showReceipt);
    QObject::connect(&receipts, &ReceiptReader::unreadable, &window, &MainWindow::showReceiptsUnreadable);
    QObject::connect(&receipts, &ReceiptReader::troubled, &window, &MainWindow::showTrouble);
}

} // namespace app
