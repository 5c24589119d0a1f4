// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli keys: customer keys (SSE-C) in the keychain, by their names. No key is ever part of a command line.

#include "app/cli/options.h"
#include "app/cli/question.h"
#include "app/cli/report.h"

#include "credentials/customerkeybook.h"
#include "credentials/keychain.h"

#include <QObject>

namespace cli {

class Keys : public QObject {
    Q_OBJECT
public:
    Keys(const Options &options, Report &report, QObject *parent = nullptr);
    ~Keys() override;

public Q_SLOTS:
    void start();
    void interrupt();

Q_SIGNALS:
    void finished(int exitStatus);

private:
    void importKey();
    void keepTyped(const QByteArray &typed);
    void removeKey();
    void setEcho(bool shows);
    void end(int exitStatus);

    const Options &m_options;
    Report &m_report;
    const QByteArray m_verb; // empty: list
    const QString m_name;
    credentials::Keychain m_keychain;
    credentials::CustomerKeyBook m_book;
    Question m_question;
    bool m_isHidden = false; // what is typed
    bool m_ended = false;
};

// What is wrong with the operands of `keys`; nothing when they make sense.
QString contradictionOfKeys(const Options &options);

} // namespace cli
