// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The part map with the chosen part beside it.

#include "upload/snapshot.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace ui {

class PartDetails;
class PartMap;

class PartsTab : public QWidget {
    Q_OBJECT
public:
    explicit PartsTab(QWidget *parent = nullptr);

    void setUpload(const upload::UploadSnapshot &upload);
    void setTotals(const upload::Totals &totals);
    void updateParts(const QList<upload::PartSnapshot> &parts);

private:
    void showPart(); // the hovered one, else the selected one, else one that moves

    PartMap *m_map;
    QLabel *m_elsewhere; // in the map's place: whoever holds the upload knows its parts
    PartDetails *m_details;
    std::optional<upload::UploadSnapshot> m_upload;
    std::optional<upload::Totals> m_totals;
    int m_hovered = 0;
};

} // namespace ui
