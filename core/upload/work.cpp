// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/work.h"

#include "s3/customerkey.h"

namespace upload {

s3::ObjectAddress addressOf(const Work &work)
{
    return std::visit(
        [](const auto &asked) -> s3::ObjectAddress {
            if constexpr (requires { asked.target; })
                return asked.target;
            else if constexpr (requires { asked.upload; })
                return asked.upload.object;
            else if constexpr (requires { asked.bucket; })
                return {asked.bucket, {}};
            else
                return {};
        },
        work);
}

bool mayCarryCustomerKey(const Connection &connection)
{
    using Kind = ProxyOptions::Kind;
    const bool goesDirectly =
        connection.proxy.kind == Kind::System || connection.proxy.kind == Kind::None; // the system's passes loopback by
    return s3::mayCarryCustomerKey(connection.endpoint) && (connection.endpoint.isPrivate() || goesDirectly);
}

bool needsCustomerKey(const Work &work)
{
    return std::visit(
        []<class Asked>(const Asked &) {
            // The parts of an upload and its completion only where it was begun with a checksum: there AWS refuses them without, and elsewhere
            // nobody minds.
            return std::is_same_v<Asked, CheckKey> || std::is_same_v<Asked, CreateUpload> || std::is_same_v<Asked, ListStoredParts> ||
                   std::is_same_v<Asked, LookForPart> || std::is_same_v<Asked, SendPart> || std::is_same_v<Asked, SendObject> ||
                   std::is_same_v<Asked, CompleteUpload> || std::is_same_v<Asked, CheckObject>;
        },
        work);
}

} // namespace upload
