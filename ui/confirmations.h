// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Questions before what cannot be undone: they say how much is destroyed, and the buttons say what they do.

#include "upload/snapshot.h"

#include <QString>

#include <functional>

class QWidget;

namespace ui {

struct Question {
    QString name; // the dialog's objectName
    QString title, text, note;
    QString yes, no;
    bool destructive = false; // then "no" is the default
};

Question cancelQuestion(const QList<upload::UploadSnapshot> &uploads); // files, not folders
Question removeQuestion(const QList<upload::UploadSnapshot> &uploads); // of failed ones whose parts would stay on the server
Question quitQuestion(int running);

// Does not wait: `agreed` is called when the answer is yes.
void ask(QWidget *window, const Question &question, std::function<void()> agreed);

} // namespace ui
