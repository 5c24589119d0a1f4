// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/detailstab.h"

#include "ui/certificatewords.h"
#include "ui/factlist.h"
#include "ui/formatting.h"
#include "ui/messages.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>

namespace ui {

DetailsTab::DetailsTab(QWidget *parent)
    : QWidget(parent)
    , m_facts(new FactList(110))
    , m_showReceipt(new QPushButton(tr("Show receipt"), this))
    , m_showCertificate(new QPushButton(tr("Show certificate…"), this))
    , m_copyAll(new QPushButton(tr("Copy all"), this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 12, 8);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("detailsArea"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 4, 8, 4);
    column->addWidget(m_facts);
    column->addStretch();
    scroll->setWidget(content);
    row->addWidget(scroll, 1);
    m_copyAll->setObjectName(QStringLiteral("copyAllDetails"));
    m_showReceipt->setObjectName(QStringLiteral("showReceiptOfDetails"));
    m_showReceipt->setAccessibleName(m_showReceipt->text());
    m_showCertificate->setObjectName(QStringLiteral("showCertificate"));
    m_showCertificate->setAccessibleName(m_showCertificate->text());
    auto *buttons = new QVBoxLayout;
    buttons->addWidget(m_copyAll);
    buttons->addWidget(m_showReceipt);
    buttons->addWidget(m_showCertificate);
    buttons->addStretch();
    row->addLayout(buttons);
    connect(m_showReceipt, &QPushButton::clicked, this, [this] { Q_EMIT receiptWished(m_upload.receipt); });
    connect(m_showCertificate, &QPushButton::clicked, this, [this] { Q_EMIT certificateWished(m_upload); });
    connect(m_copyAll, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });

    // What somebody comes here for after a failure stands first.
    m_status = m_facts->add(tr("Status"));
    m_trouble = m_facts->add(tr("Last error"));
    m_code = m_facts->add(tr("Error code"));
    m_requestId = m_facts->add(tr("Request ID"), FactList::Identifier);
    m_source = m_facts->add(tr("Source"), FactList::Identifier);
    m_target = m_facts->add(tr("Target"), FactList::Identifier);
    m_connection = m_facts->add(tr("Connection"));
    m_size = m_facts->add(tr("Size"));
    m_parts = m_facts->add(tr("Parts"));
    m_uploadId = m_facts->add(tr("Upload ID"), FactList::Identifier);
    m_etag = m_facts->add(tr("ETag"), FactList::Identifier);
    m_checksum = m_facts->add(tr("Checksum"), FactList::Identifier);
    m_proof = m_facts->add(tr("Proof"));
    m_added = m_facts->add(tr("Added"));
    m_finished = m_facts->add(tr("Finished"));
    m_elapsed = m_facts->add(tr("Elapsed"));
    m_average = m_facts->add(tr("Average speed"));
}

void DetailsTab::setUpload(const upload::UploadSnapshot &upload)
{
    m_upload = upload;
    m_showReceipt->setVisible(!upload.receipt.isNull());
    m_showCertificate->setVisible(upload.error && showsCertificate(*upload.error));
    const bool elsewhere = upload.state == upload::UploadState::RunningElsewhere;
    m_facts->setValue(m_status, elsewhere ? statusSentence(upload, statusText(upload)) : statusText(upload));
    m_facts->setValue(m_trouble, upload.error ? sentence(*upload.error, &upload) : QString());
    QString code;
    if (upload.error) {
        code = printable(upload.error->code);
        if (upload.error->httpStatus > 0)
            code = tr("%1 (HTTP %2)").arg(code).arg(upload.error->httpStatus);
        if (!upload.error->message.isEmpty())
            code += tr(" – “%1”").arg(shortened(upload.error->message, 300));
    }
    m_facts->setValue(m_code, code);
    m_facts->setValue(m_requestId, upload.error ? printable(upload.error->requestId) : QString());
    m_facts->setValue(m_source, printable(upload.sourcePath));
    m_facts->setValue(m_target, printable(QStringLiteral("s3://%1/%2").arg(upload.target.bucket, upload.target.key)));
    m_facts->setValue(m_connection, printable(upload.connectionName));
    m_facts->setValue(m_size, tr("%1 (%2 bytes)").arg(formattedBytes(upload.size), formattedExactBytes(upload.size)));
    m_facts->setValue(m_parts, upload.partSize == 0 ? tr("none: sent in one request")
                                                    : tr("%1 × %2, %3 stored")
                                                          .arg(formattedCount(upload.parts), formattedPartSize(upload.partSize),
                                                              formattedCount(upload.partsStored)));
    m_facts->setValue(m_uploadId, printable(QString::fromUtf8(upload.uploadId)));
    m_facts->setValue(m_etag, printable(QString::fromUtf8(upload.etag)));
    m_facts->setValue(m_checksum, printable(upload.checksum));
    m_facts->setValue(m_proof, printable(upload.proof));
    m_facts->setValue(m_added, upload.added.isValid() ? formattedDateTime(upload.added) : QString());
    m_facts->setValue(m_finished, upload.finished.isValid() ? formattedDateTime(upload.finished) : QString());
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(upload.elapsed);
    m_facts->setValue(m_elapsed, upload.elapsed.count() > 0 ? formattedDuration(seconds) : QString());
    m_facts->setValue(
        m_average, upload.elapsed.count() >= 1000 && upload.stored > 0
                       ? formattedRate(static_cast<double>(upload.stored) * 1000.0 / static_cast<double>(upload.elapsed.count()))
                       : QString());
}

QString DetailsTab::text() const
{
    QString all = m_facts->text();
    if (m_upload.error)
        all += QLatin1Char('\n') + technicalDetails(*m_upload.error);
    return all;
}

} // namespace ui
