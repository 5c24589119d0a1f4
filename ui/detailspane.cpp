// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/detailspane.h"

#include "ui/detailstab.h"
#include "ui/logtab.h"
#include "ui/partstab.h"
#include "ui/speedtab.h"

#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace ui {

DetailsPane::DetailsPane(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_empty(new QLabel(tr("Select an upload to see its parts, speed and log."), this))
    , m_tabs(new QTabWidget(this))
    , m_parts(new PartsTab(this))
    , m_speed(new SpeedTab(this))
    , m_details(new DetailsTab(this))
    , m_log(new LogTab(this))
{
    setObjectName(QStringLiteral("detailsPane"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);

    m_empty->setObjectName(QStringLiteral("noUploadSelected"));
    m_empty->setProperty("muted", true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextFormat(Qt::PlainText);
    m_pages->addWidget(m_empty);

    m_tabs->setObjectName(QStringLiteral("detailsTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->addTab(m_parts, tr("Parts"));
    m_tabs->addTab(m_speed, tr("Speed"));
    m_tabs->addTab(m_details, tr("Details"));
    m_tabs->addTab(m_log, tr("Log"));
    m_pages->addWidget(m_tabs);

    connect(m_details, &DetailsTab::receiptWished, this, &DetailsPane::receiptWished);
    connect(m_details, &DetailsTab::certificateWished, this, &DetailsPane::certificateWished);

    m_clock.start();
    auto *everySecond = new QTimer(this);
    everySecond->setInterval(1000);
    connect(everySecond, &QTimer::timeout, this, &DetailsPane::showSpeed);
    everySecond->start();
    connect(m_tabs, &QTabWidget::currentChanged, this, &DetailsPane::showSpeed);
}

DetailsPane::~DetailsPane() = default;

void DetailsPane::setUpload(const std::optional<upload::UploadSnapshot> &upload)
{
    const bool another = upload && (!m_upload || m_upload->id != upload->id);
    m_upload = upload;
    m_pages->setCurrentWidget(upload ? static_cast<QWidget *>(m_tabs) : m_empty);
    if (!upload)
        return;
    m_parts->setUpload(*upload);
    m_details->setUpload(*upload);
    if (another) {
        m_log->setLines(m_lines.value(upload->id));
        showSpeed();
    }
}

void DetailsPane::updateUpload(const upload::UploadSnapshot &upload)
{
    // Settled uploads that never moved (thousands, after a start) need no history.
    if (upload.bytesPerSecond > 0 || m_speeds.contains(upload.id))
        m_speeds[upload.id].note(upload.bytesPerSecond, m_clock.elapsed());
    if (m_upload && m_upload->id == upload.id)
        setUpload(upload);
}

void DetailsPane::updateParts(const upload::UploadId &id, const QList<upload::PartSnapshot> &parts)
{
    if (m_upload && m_upload->id == id)
        m_parts->updateParts(parts);
}

void DetailsPane::appendLog(const upload::UploadId &id, const upload::LogLine &line)
{
    QList<upload::LogLine> &lines = m_lines[id];
    lines.append(line);
    // In steps, so that a talkative upload does not move 2,000 lines for each one.
    if (lines.size() > LogTab::MaxLines + 200)
        lines.remove(0, lines.size() - LogTab::MaxLines);
    if (m_upload && m_upload->id == id)
        m_log->append(line);
}

void DetailsPane::setTotals(const upload::Totals &totals)
{
    m_parts->setTotals(totals);
}

void DetailsPane::forgetUploads(const QList<upload::UploadId> &ids)
{
    for (const upload::UploadId &id : ids) {
        m_speeds.remove(id);
        m_lines.remove(id);
    }
}

void DetailsPane::showSpeed()
{
    if (!m_upload || m_tabs->currentWidget() != m_speed)
        return;
    const auto found = m_speeds.constFind(m_upload->id);
    m_speed->setFigures(found == m_speeds.constEnd() ? QList<double>() : found->until(m_clock.elapsed()));
}

} // namespace ui
