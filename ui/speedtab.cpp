// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/speedtab.h"

#include "ui/formatting.h"
#include "ui/speedgraph.h"

#include <QLabel>
#include <QVBoxLayout>

namespace ui {

SpeedTab::SpeedTab(QWidget *parent)
    : QWidget(parent)
    , m_graph(new SpeedGraph(this))
    , m_figures(new QLabel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 8);
    column->setSpacing(8);
    m_figures->setObjectName(QStringLiteral("speedFigures"));
    m_figures->setTextFormat(Qt::RichText);
    m_figures->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_figures);
    column->addWidget(m_graph, 1);
    setFigures({});
}

void SpeedTab::setFigures(const QList<double> &bytesPerSecond)
{
    m_graph->setFigures(bytesPerSecond);
    const auto figure = [](const QString &name, double rate) {
        return QStringLiteral("%1&nbsp;<b>%2</b>").arg(name.toHtmlEscaped(), formattedRate(rate).toHtmlEscaped());
    };
    m_figures->setText(QStringList{
        figure(tr("Now"), m_graph->current()), figure(tr("Average (dashed)"), m_graph->average()), figure(tr("Peak"), m_graph->peak())}
                           .join(QStringLiteral("&nbsp;&nbsp;&nbsp;&nbsp; ")));
    m_figures->setAccessibleName(m_graph->summary());
}

} // namespace ui
