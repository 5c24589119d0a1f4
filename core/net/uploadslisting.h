// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the works that list uploads in progress have in common: a page with the keys as they are, whatever the server makes of encoding-type.

#include "net/errand.h"

namespace net {

class UploadsListing : public Errand {
    Q_OBJECT
protected:
    using Errand::Errand;

    // A server may encode keys as it was asked to and not say so: then nothing tells "a%20b" from "a b", and the page is asked for again, as it
    // is. An error ends the errand. The bucket of every upload is the one that was asked about.
    void askForUploads(const upload::ListOpenUploads &wanted, const std::function<void(const s3::UploadsPage &)> &receive);

private:
    void askAsItIs(const upload::ListOpenUploads &wanted, const std::optional<s3::UploadsPage> &encoded,
        const std::function<void(const s3::UploadsPage &)> &receive);

    bool m_asksAsItIs = false; // from now on
};

// One page.
class ListOpenUploads : public UploadsListing {
    Q_OBJECT
public:
    using UploadsListing::UploadsListing;
    ListOpenUploads(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);

protected:
    void begin() override;
};

} // namespace net
