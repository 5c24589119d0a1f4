// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/trusting.h"

#include "ui/formatting.h"
#include "ui/queued.h"

#include <algorithm>

namespace ui {

Trusting::Trusting(QObject *parent)
    : QObject(parent)
{
}

ConnectionHome Trusting::homeOf(const QString &connectionId) const
{
    const bool isKept = std::any_of(m_saved.begin(), m_saved.end(), [&](const auto &one) { return one.id == connectionId; });
    return isKept && m_book ? ConnectionHome::Saved : ConnectionHome::Found;
}

void Trusting::show(const s3::Error &error, const UntrustedPlace &place, QWidget *parent)
{
    if (!m_read || m_dialog)
        return;
    m_dialog = new CertificateDialog(error, place, m_read, parent);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &CertificateDialog::trustWished, this, [this, place](const QByteArray &pem) {
        if (place.home == ConnectionHome::Draft)
            Q_EMIT draftTrusted(pem);
        else
            trust(place.connectionId, pem);
    });
    m_dialog->open();
}

void Trusting::trust(const QString &savedId, const QByteArray &pem)
{
    const auto saved = std::find_if(m_saved.begin(), m_saved.end(), [&](const auto &one) { return one.id == savedId; });
    if (saved == m_saved.end())
        return;
    upload::SavedConnection trusting = *saved;
    trusting.extraCaPem = upload::withCertificate(trusting.extraCaPem, pem);
    queued(*m_book, [trusting](upload::ConnectionBook &book) { book.save(trusting, {}); });
    Q_EMIT said(tr("“%1” trusts this certificate from now on").arg(shortened(trusting.name, 48)));
}

} // namespace ui
