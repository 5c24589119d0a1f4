// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/dialogpieces.h"

#include "ui/delegates/tabledelegate.h"

#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QTreeView>

namespace ui {

QPushButton *dialogButton(const QString &text, const char *name, const char *look, QWidget *parent)
{
    auto *made = new QPushButton(text, parent);
    made->setObjectName(QLatin1String(name));
    made->setAccessibleName(text);
    made->setAutoDefault(false);
    if (look)
        made->setProperty(look, true);
    return made;
}

void rename(QPushButton *button, const QString &text)
{
    if (button->text() != text)
        button->setText(text);
    button->setAccessibleName(text);
}

void setLook(QWidget *widget, const char *look, bool on)
{
    if (widget->property(look).toBool() == on)
        return;
    widget->setProperty(look, on);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QLabel *dialogWords(const char *name, const char *look, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (look)
        label->setProperty(look, true);
    return label;
}

void setWords(QLabel *label, const QString &text)
{
    label->setText(text);
    label->setAccessibleName(text);
    label->setVisible(!text.isEmpty());
}

QTreeView *dialogTable(QAbstractItemModel *model, const char *name, const QString &spoken, QWidget *parent)
{
    auto *view = new QTreeView(parent);
    view->setObjectName(QLatin1String(name));
    view->setAccessibleName(spoken);
    view->setProperty("framed", true);
    view->setModel(model);
    view->setItemDelegate(new TableDelegate(view));
    view->setRootIsDecorated(false);
    view->setUniformRowHeights(true);
    view->setAllColumnsShowFocus(true);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setTextElideMode(Qt::ElideMiddle);
    view->setTabKeyNavigation(false);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->header()->setSectionsMovable(false);
    view->header()->setHighlightSections(false);
    view->header()->setStretchLastSection(false);
    return view;
}

QPlainTextEdit *readOnlyText(const char *name, const QString &spoken, bool monospace, QWidget *parent)
{
    auto *edit = new QPlainTextEdit(parent);
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(spoken);
    edit->setReadOnly(true);
    edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    edit->setTabChangesFocus(true);
    edit->setProperty("framed", true);
    if (monospace) {
        QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        fixed.setPixelSize(parent->fontInfo().pixelSize());
        edit->setFont(fixed);
        edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    }
    return edit;
}

} // namespace ui
