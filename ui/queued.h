// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Calls into an object of another thread: the call is posted to that thread and nothing is waited for.

#include <QMetaObject>

#include <utility>

namespace ui {

template <typename Object, typename Call>
void queued(Object &object, Call call)
{
    QMetaObject::invokeMethod(
        &object, [&object, call = std::move(call)]() mutable { call(object); }, Qt::QueuedConnection);
}

} // namespace ui
