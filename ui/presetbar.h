// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The line on which a preset is chosen, kept and looked after. The book may live in another thread: it is asked and answers by queued calls.

#include "upload/presetbook.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace ui {

class PresetBar : public QWidget {
    Q_OBJECT
public:
    explicit PresetBar(QWidget *parent = nullptr);

    void setBook(upload::PresetBook &book, const QString &wantedId); // the wanted one is chosen as soon as it is listed, if it is there
    void setState(const upload::UploadPreset &state);                // what the fields say
    void setSavable(bool savable);                                   // nothing is wrong in the fields
    QString chosenId() const;                                        // empty: none
    QString chosenName() const;

Q_SIGNALS:
    void chosen(const upload::UploadPreset &preset); // its id empty: none, the defaults
    void troubled(const QString &sentence);          // some presets cannot be read
    void arranged();                                 // the height is another

private:
    void list(const QList<upload::UploadPreset> &presets);
    const upload::UploadPreset *preset(const QString &id) const;
    void choose();
    void save();
    void manage();
    void refresh();

    upload::PresetBook *m_book = nullptr;
    QList<upload::UploadPreset> m_presets;
    upload::UploadPreset m_state;
    QString m_wanted;
    QComboBox *m_choice;
    QLabel *m_hint;
    QPushButton *m_save;
    QPushButton *m_manage;
};

} // namespace ui
