// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli doctor: what an endpoint and these credentials can and cannot do, a sentence a finding, and the policy that uploading takes.

#include "app/cli/accountcommand.h"

namespace cli {

// The verdict, what it is about, and the sentence, in one line; further lines for the details of an error, such as a chain of certificates.
QString findingText(const upload::Finding &finding);

class Doctor : public AccountCommand {
    Q_OBJECT
public:
    using AccountCommand::AccountCommand;

    void start() override;
    void interrupt() override; // ends when all is clean again

private:
    void show(const upload::Finding &finding);
    void conclude(const upload::Diagnosis &diagnosis);
};

} // namespace cli
