// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/menubutton.h"

#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QMenu>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace ui {

MenuButton::MenuButton(const QString &lucideName, bool framed, QWidget *parent)
    : QToolButton(parent)
    , m_icon(lucideName)
    , m_framed(framed)
{
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void MenuButton::setWords(const QString &words)
{
    setText(words);
    setShortcut({}); // an "&" among the words is no mnemonic
    setAccessibleName(words);
    setToolTip(tipText(words));
    updateGeometry();
}

int MenuButton::around() const
{
    const int margins = m_framed ? 20 : 12;
    return margins + (m_icon.isEmpty() ? 0 : 16 + 6) + 4 + 14;
}

QSize MenuButton::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(text()) + around() + 1,
        m_framed ? std::max(30, fontMetrics().height() + 12) : fontMetrics().height() + 6};
}

QSize MenuButton::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), around() + 48), sizeHint().height()};
}

void MenuButton::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QColor fill = m_framed ? palette().color(QPalette::Button) : QColor(Qt::transparent);
    if (isEnabled() && (underMouse() || isDown() || (menu() && menu()->isVisible()))) {
        fill = tokens.text;
        fill.setAlphaF(isDown() ? 0.12F : 0.06F);
    }
    painter.setBrush(fill);
    painter.setPen(hasFocus() ? QPen(tokens.accent) : m_framed ? QPen(tokens.line.darker(tokens.dark ? 80 : 108)) : QPen(Qt::NoPen));
    painter.drawRoundedRect(box, 6, 6);

    QRect inner = rect().adjusted(m_framed ? 10 : 6, 0, m_framed ? -10 : -6, 0);
    const auto placed = [this](const QRect &area) { return QStyle::visualRect(layoutDirection(), rect(), area); };
    const QIcon::Mode mode = isEnabled() ? QIcon::Normal : QIcon::Disabled;
    if (!m_icon.isEmpty()) {
        ui::icon(m_icon, palette()).paint(&painter, placed(QRect(inner.x(), (height() - 16) / 2, 16, 16)), Qt::AlignCenter, mode);
        inner.adjust(22, 0, 0, 0);
    }
    ui::icon(QStringLiteral("chevron-down"), palette())
        .paint(&painter, placed(QRect(inner.right() - 13, (height() - 14) / 2, 14, 14)), Qt::AlignCenter, mode);
    inner.adjust(0, 0, -18, 0);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText));
    painter.drawText(placed(inner), Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
        fontMetrics().elidedText(text(), Qt::ElideRight, inner.width()));
}

} // namespace ui
