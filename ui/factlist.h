// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Names on the left, values on the right; a row without a value is not shown.

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace ui {

class ElidedLabel;

class FactList : public QWidget {
    Q_OBJECT
public:
    enum Kind {
        Words,      // wraps, can be selected
        Identifier, // one line, cut in the middle, with a button that copies it
    };

    explicit FactList(int nameWidth, QWidget *parent = nullptr);

    int add(const QString &name, Kind kind = Words); // the row's number
    void setName(int row, const QString &name);
    void setValue(int row, const QString &value);
    // The first words in bold: "sending · 71 %".
    void setValue(int row, const QString &boldPart, const QString &rest);
    QString value(int row) const;
    QString text() const; // every shown row as "name: value"

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Row {
        QLabel *name;
        QLabel *label;           // of Words
        ElidedLabel *identifier; // of Identifier
        QWidget *holder;         // what stands in the grid
        QWidget *copyButton;
        QString value;
    };
    void show(Row &row, const QString &value);
    void colorIcons();

    QGridLayout *m_grid;
    std::vector<Row> m_rows;
};

} // namespace ui
