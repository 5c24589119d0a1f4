// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Keeping a preset under a name, and renaming and removing those that are kept.

#include "upload/presetbook.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace ui {

class SavePresetDialog : public QDialog {
    Q_OBJECT
public:
    // The book may live in another thread; it must outlive the dialog.
    SavePresetDialog(upload::PresetBook &book, const QList<upload::UploadPreset> &known, const upload::UploadPreset &state,
        const QString &suggestedName, QWidget *parent = nullptr);

Q_SIGNALS:
    void kept(const upload::UploadPreset &preset);

private:
    void refresh();
    void save();
    QString name() const;
    const upload::UploadPreset *namesake() const;

    upload::PresetBook &m_book;
    const QList<upload::UploadPreset> m_known;
    const upload::UploadPreset m_state;
    bool m_asked = false; // the book, which has not answered yet
    QString m_refusal;
    QLineEdit *m_name;
    QLabel *m_hint;
    QPushButton *m_save;
};

class ManagePresetsDialog : public QDialog {
    Q_OBJECT
public:
    ManagePresetsDialog(upload::PresetBook &book, const QList<upload::UploadPreset> &presets, QWidget *parent = nullptr);

private:
    void list(const QList<upload::UploadPreset> &presets);
    void rename(const QListWidgetItem *item);
    void remove();
    void refresh();

    upload::PresetBook &m_book;
    QList<upload::UploadPreset> m_presets;
    QListWidget *m_list;
    QLabel *m_hint;
    QPushButton *m_rename;
    QPushButton *m_remove;
};

} // namespace ui
