// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// keepconnection save|remove|duplicate|export|import < JSON: keeps connections as the window does, through the engine's book, for journeys without
// a screen. Save: {"connection": {…}, "secretAccessKey": "", "sessionToken": "", "proxyPassword": ""}, without what is to stay; the others: {"id": ""}
// or {"path": ""}. Answers with one JSON line.

#include "app/engine.h"
#include "upload/savedconnectionjson.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <cstdio>

using upload::ConnectionBook;

static void answer(const QJsonObject &object)
{
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
    QCoreApplication::exit(object.contains(QLatin1String("code")) ? 1 : 0);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QFile in;
    if (!in.open(stdin, QIODevice::ReadOnly) || argc != 2)
        return 2;
    const QJsonObject wish = QJsonDocument::fromJson(in.readAll()).object();
    const auto text = [&wish](const char *name) { return wish.value(QLatin1String(name)).toString(); };

    app::Engine engine;
    ConnectionBook *book = engine.connectionBook();
    QObject::connect(book, &ConnectionBook::saved, &application, [](const upload::SavedConnection &one) { answer(upload::jsonOf(one)); });
    QObject::connect(book, &ConnectionBook::removed, &application, [](const QString &id) { answer({{QStringLiteral("id"), id}}); });
    QObject::connect(book, &ConnectionBook::exported, &application, [](const QString &, int count) {
        answer({{QStringLiteral("count"), count}});
    });
    QObject::connect(book, &ConnectionBook::imported, &application, [](const QList<upload::SavedConnection> &all, const QStringList &) {
        answer({{QStringLiteral("count"), int(all.size())}});
    });
    QObject::connect(book, &ConnectionBook::refused, &application, [](const QString &, const s3::Error &error) {
        answer({{QStringLiteral("code"), error.code}, {QStringLiteral("message"), error.message}});
    });
    const QByteArray verb(argv[1]);
    QMetaObject::invokeMethod(book, [&] {
        if (verb == "save") {
            const auto connection = upload::savedConnectionFrom(wish.value(QLatin1String("connection")).toObject());
            upload::NewSecrets secrets;
            if (wish.contains(QLatin1String("secretAccessKey")))
                secrets.keys = upload::NewSecrets::Keys{text("secretAccessKey").toUtf8(), text("sessionToken").toUtf8()};
            if (wish.contains(QLatin1String("proxyPassword")))
                secrets.proxyPassword = text("proxyPassword").toUtf8();
            if (connection)
                book->save(*connection, secrets);
        } else if (verb == "remove") {
            book->remove(text("id"));
        } else if (verb == "duplicate") {
            book->duplicate(text("id"));
        } else if (verb == "export") {
            book->exportTo(text("path"));
        } else if (verb == "import") {
            book->importFrom(text("path"));
        }
    });
    return QCoreApplication::exec();
}
