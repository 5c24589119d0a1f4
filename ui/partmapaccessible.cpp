// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/partmapaccessible.h"

#include "ui/partmap.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

namespace ui {

namespace {

class PartAccessible : public QAccessibleInterface {
public:
    PartAccessible(PartMap *map, int number)
        : m_map(map)
        , m_number(number)
    {
    }

    int number() const { return m_number; }

    bool isValid() const override { return m_map && m_map->part(m_number); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_map); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QString text(QAccessible::Text which) const override
    {
        return isValid() && which == QAccessible::Name ? m_map->description(m_number) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect cell = m_map->cellRect(m_map->arrangement().cellOf(m_number));
        return {m_map->mapToGlobal(cell.topLeft()), cell.size()};
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        state.readOnly = true;
        if (m_map) {
            state.selected = m_map->selectedPart() == m_number;
            state.focused = state.selected && m_map->hasFocus();
        }
        return state;
    }

private:
    QPointer<PartMap> m_map;
    int m_number;
};

// Only the selected part is a child: nobody walks through 10,000 of them, and a tool that lists the window's tree must not either.
class PartMapAccessible : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit PartMapAccessible(PartMap *map)
        : QAccessibleWidget(map, QAccessible::List)
    {
    }
    ~PartMapAccessible() override { forgetChild(); }
    Q_DISABLE_COPY_MOVE(PartMapAccessible)

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface *>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }

    QString text(QAccessible::Text which) const override
    {
        switch (which) {
        case QAccessible::Description:
        case QAccessible::Value:
            return map()->summary();
        default:
            return QAccessibleWidget::text(which);
        }
    }

    int childCount() const override { return map()->selectedPart() > 0 ? 1 : 0; }
    QAccessibleInterface *child(int index) const override
    {
        if (index != 0 || map()->selectedPart() == 0)
            return nullptr;
        QAccessibleInterface *known = m_child ? QAccessible::accessibleInterface(m_child) : nullptr;
        if (known && static_cast<PartAccessible *>(known)->number() == map()->selectedPart())
            return known;
        // Another part is another object: only then does a screen reader speak it.
        forgetChild();
        auto *fresh = new PartAccessible(map(), map()->selectedPart());
        m_child = QAccessible::registerAccessibleInterface(fresh);
        return fresh;
    }
    int indexOfChild(const QAccessibleInterface *child) const override { return child && child == this->child(0) ? 0 : -1; }
    QAccessibleInterface *focusChild() const override { return map()->hasFocus() && map()->selectedPart() > 0 ? child(0) : nullptr; }

    QVariant currentValue() const override { return map()->count(upload::PartState::Stored); }
    void setCurrentValue(const QVariant &) override {}
    QVariant maximumValue() const override { return map()->partCount(); }
    QVariant minimumValue() const override { return 0; }
    QVariant minimumStepSize() const override { return 1; }

private:
    PartMap *map() const { return static_cast<PartMap *>(object()); }
    void forgetChild() const
    {
        if (m_child && QAccessible::accessibleInterface(m_child))
            QAccessible::deleteAccessibleInterface(m_child);
        m_child = 0;
    }

    mutable QAccessible::Id m_child = 0;
};

QAccessibleInterface *makePartMapAccessible(const QString &, QObject *object)
{
    auto *map = qobject_cast<PartMap *>(object);
    return map ? new PartMapAccessible(map) : nullptr;
}

} // namespace

void installPartMapAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makePartMapAccessible);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace ui
