// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "ui/fieldaccessible.h"

#include <QAbstractItemView>
#include <QAccessibleWidget>
#include <QComboBox>
#include <QLineEdit>

namespace ui {

namespace {

class ChoiceAccessible : public QAccessibleWidget {
public:
    explicit ChoiceAccessible(QComboBox *choice)
        : QAccessibleWidget(choice, QAccessible::ComboBox)
    {
        addControllingSignal(QStringLiteral("currentIndexChanged(int)"));
    }

    int childCount() const override { return choice()->isEditable() ? 2 : 1; }
    QAccessibleInterface *child(int index) const override
    {
        if (index == 0)
            return QAccessible::queryAccessibleInterface(choice()->view());
        return index == 1 && choice()->isEditable() ? QAccessible::queryAccessibleInterface(choice()->lineEdit()) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        if (child->object() == choice()->view())
            return 0;
        return choice()->isEditable() && child->object() == choice()->lineEdit() ? 1 : -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        return choice()->isEditable() && choice()->lineEdit()->rect().contains(choice()->lineEdit()->mapFromGlobal(QPoint(x, y))) ? child(1)
                                                                                                                                  : nullptr;
    }

    QString text(QAccessible::Text which) const override
    {
        if (which == QAccessible::Name && !choice()->accessibleName().isEmpty())
            return choice()->accessibleName();
        if (which == QAccessible::Value || which == QAccessible::Name)
            return choice()->currentText();
        return QAccessibleWidget::text(which);
    }
    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.expandable = true;
        state.expanded = choice()->view()->isVisible();
        state.editable = choice()->isEditable();
        return state;
    }

    QStringList actionNames() const override { return {showMenuAction(), pressAction()}; }
    QString localizedActionDescription(const QString &action) const override
    {
        return action == showMenuAction() || action == pressAction() ? QComboBox::tr("Open the combo box selection popup") : QString();
    }
    void doAction(const QString &action) override
    {
        if (action != showMenuAction() && action != pressAction())
            return;
        if (choice()->view()->isVisible())
            choice()->hidePopup();
        else
            choice()->showPopup();
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QComboBox *choice() const { return static_cast<QComboBox *>(object()); }
};

QAccessibleInterface *choiceInterface(const QString &className, QObject *object)
{
    auto *choice = className == QLatin1String("QComboBox") ? qobject_cast<QComboBox *>(object) : nullptr;
    return choice ? new ChoiceAccessible(choice) : nullptr;
}

} // namespace

void nameFieldsByTheirLabels()
{
    static const bool once = (QAccessible::installFactory(choiceInterface), true);
    Q_UNUSED(once);
}

} // namespace ui
