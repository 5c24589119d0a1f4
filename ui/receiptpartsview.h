// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The table of a receipt's parts; where there is little room it gives up the checksums before the ETags become unreadable.

#include <QTreeView>

namespace ui {

class ReceiptPartsView : public QTreeView {
    Q_OBJECT
public:
    explicit ReceiptPartsView(QAbstractItemModel &parts, QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace ui
