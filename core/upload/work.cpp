// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/work.h"

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

} // namespace upload
