// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include <algorithm>

// Outside of any namespace, as the macro demands: the icons live in a static library.
static void registerIcons()
{
    Q_INIT_RESOURCE(davit);
}

namespace ui {

namespace {

QByteArray fileContent(const QString &path)
{
    registerIcons();
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class LucideEngine : public QIconEngine {
public:
    LucideEngine(const QByteArray &svg, const QColor &normal, const QColor &disabled)
        : m_svg(svg)
        , m_normal(normal)
        , m_disabled(disabled)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray svg = m_svg;
        svg.replace("currentColor", (mode == QIcon::Disabled ? m_disabled : m_normal).name().toLatin1());
        svg.replace("stroke-width=\"2\"", "stroke-width=\"1.75\"");
        painter->save();
        if (mode == QIcon::Disabled)
            painter->setOpacity(painter->opacity() * m_disabled.alphaF());
        // Wider than high: the rest is the gap to the words beside it, which Qt cannot be told otherwise.
        QRect square = rect;
        square.setWidth(std::min(rect.width(), rect.height()));
        QSvgRenderer(svg).render(painter, square);
        painter->restore();
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        if (size.isEmpty()) // of a button that has no room yet
            return {};
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new LucideEngine(*this); }
    bool isNull() override { return m_svg.isEmpty(); }

private:
    QByteArray m_svg;
    QColor m_normal;
    QColor m_disabled;
};

QIcon lucide(const QString &name, const QColor &normal, const QColor &disabled)
{
    const QByteArray svg = fileContent(QStringLiteral(":/icons/%1.svg").arg(name));
    if (svg.isEmpty()) {
        qWarning("no icon named %s", qPrintable(name));
        return {};
    }
    return QIcon(new LucideEngine(svg, normal, disabled));
}

} // namespace

QIcon icon(const QString &lucideName, const QPalette &palette)
{
    return lucide(
        lucideName, palette.color(QPalette::Active, QPalette::ButtonText), palette.color(QPalette::Disabled, QPalette::ButtonText));
}

QIcon icon(const QString &lucideName, const QColor &color)
{
    QColor disabled = color;
    disabled.setAlphaF(0.5F);
    return lucide(lucideName, color, disabled);
}

QIcon davitIcon()
{
    registerIcons();
    return QIcon(QStringLiteral(":/davit.svg"));
}

} // namespace ui
