# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
# The Debian 12 packages that Davit needs, in lists. To be sourced: `ensure_packages build gui` installs what is missing and
# never calls apt when nothing is, so that a second run costs milliseconds.

packages_build="g++ cmake ninja-build ccache pkg-config qt6-base-dev qt6-svg-dev qtkeychain-qt6-dev libssl-dev libisal-dev libqt6sql6-sqlite"
# Platform plugins, icon engine, a font, and the server's reader for the demonstration.
packages_gui="libqt6svg6 qt6-qpa-plugins qt6-wayland fonts-dejavu-core"
packages_demo="curl ca-certificates openssl"
# The Ceph gateway, Swift, boto3 to read back with, and a private desktop with a screen reader's eyes.
packages_test="radosgw ceph-mon ceph-osd openssl curl procps python3 python3-boto python3-boto3 python3-pyatspi at-spi2-core xvfb xauth xdotool openbox dbus-bin
    python3-swift xfsprogs mount imagemagick x11-utils dbus-daemon gnome-keyring fonts-dejavu-core clang-format-14"

# as_root COMMAND...: runs it as root, by sudo where needed.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "Packages have to be installed, which takes root: run this as root once, or install sudo." >&2
        return 1
    fi
}

# missing_packages LIST...: the packages of the named lists that are not installed, one a line.
missing_packages() {
    local list name wanted=""
    for list in "$@"; do
        name="packages_$list"
        wanted="$wanted ${!name}"
    done
    # "ii" only: a package that was removed leaves its line behind.
    comm -23 <(printf '%s\n' $wanted | sort -u) \
        <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^ii  *//p' | sort -u)
}

# ensure_packages LIST...
ensure_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        echo "This is not Debian: please install what installer/packages.sh names (lists: $*) in your system's way. Going on." >&2
        return 0
    fi
    local missing
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    echo "Installing $(printf '%s\n' $missing | wc -l) packages: $(echo $missing)"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing || return 1
}
