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
    QString other;            // a third choice; empty: there is none
    bool destructive = false; // then "no" is the default
};

Question cancelQuestion(const QList<upload::UploadSnapshot> &uploads); // files, not folders
Question removeQuestion(const QList<upload::UploadSnapshot> &uploads); // of failed ones whose parts would stay on the server
Question quitQuestion(int running);                                    // its third choice: keep running in the background

// Does not wait: `agreed` is called when the answer is yes, `otherwise` when it is the third choice.
void ask(QWidget *window, const Question &question, std::function<void()> agreed, std::function<void()> otherwise = {});

} // namespace ui
