#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
# OpenStack Swift with its S3 door (s3api), in one folder, on 127.0.0.1 only: a server that shares no code with Ceph.
#
#   swift.sh start DIR PORT   start; PORT = the proxy, PORT+1..3 = account, container and object server
#   swift.sh destroy DIR      stop (by pid) and delete the folder
#
# Needs (Debian 12): apt-get install --no-install-recommends python3-swift, and a file system with user attributes (xattr) below DIR. Not the
# packages of the servers: those would run as services of the machine. Access key test:tester, secret key testing-secret-of-swift, region us-east-1.
set -u
cmd=${1:-} dir=${2:-} port=${3:-}
[ -n "$cmd" ] && [ -n "$dir" ] || { sed -n '4,10p' "$0"; exit 2; }
die() { echo "swift.sh: $*" >&2; exit 1; }
here_pid() { local f="$dir/run/$1" p; [ -s "$f" ] && p=$(cat "$f") && tr '\0' ' ' <"/proc/$p/cmdline" 2>/dev/null | grep -qF "$dir/etc" && echo "$p"; }

ring_builder() { /usr/bin/python3 -c 'import sys; from swift.cli.ringbuilder import main; sys.argv[0] = "ring"; main()' "$@"; }

ring() { # name port
    (cd "$dir/etc" && ring_builder "$1.builder" create 2 1 0 && ring_builder "$1.builder" add "r1z1-127.0.0.1:$2/disk" 1 &&
        ring_builder "$1.builder" rebalance) >>"$dir/log/rings" 2>&1 || die "no ring of $1, see $dir/log/rings"
}

common() { # port
    printf '[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = %s\nworkers = 0\nuser = %s\nswift_dir = %s\nlog_address = %s\n' \
        "$1" "$(id -un)" "$dir/etc" "$dir/run/no-syslog"
}

make_conf() {
    printf '[swift-hash]\nswift_hash_path_prefix = davit\nswift_hash_path_suffix = davit\n[storage-policy:0]\nname = only\ndefault = yes\n' >"$dir/etc/swift.conf"
    local name at=$port
    for name in account container object; do
        at=$((at + 1))
        ring "$name" "$at"
        { common "$at"
          printf 'devices = %s\nmount_check = false\ndisable_fallocate = true\nrecon_cache_path = %s\n' "$dir/srv" "$dir/run"
          printf '[pipeline:main]\npipeline = %s-server\n[app:%s-server]\nuse = egg:swift#%s\n' "$name" "$name" "$name"
        } >"$dir/etc/$name-server.conf"
    done
    { common "$port"
      printf '[pipeline:main]\npipeline = catch_errors gatekeeper cache listing_formats s3api tempauth bulk copy slo dlo symlink versioned_writes proxy-server\n'
      printf '[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\n'
      printf '[filter:tempauth]\nuse = egg:swift#tempauth\nuser_test_tester = testing-secret-of-swift .admin\n'
      printf '[filter:s3api]\nuse = egg:swift#s3api\nlocation = us-east-1\nauth_pipeline_check = false\n'
      # No memcached here: what is kept there for speed is read from the servers.
      printf '[filter:cache]\nuse = egg:swift#memcache\nmemcache_servers = 127.0.0.1:1\n'
      printf '[filter:versioned_writes]\nuse = egg:swift#versioned_writes\nallow_versioned_writes = true\nallow_object_versioning = true\n'
      for name in catch_errors gatekeeper listing_formats bulk copy slo dlo symlink; do
          printf '[filter:%s]\nuse = egg:swift#%s\n' "$name" "$name"
      done
    } >"$dir/etc/proxy-server.conf"
}

start() {
    [ -n "$port" ] || die "start DIR PORT"
    mkdir -p "$dir"/{etc,srv/disk,run,log} && dir=$(cd "$dir" && pwd)
    [ -f "$dir/etc/swift.conf" ] || make_conf
    local name i
    for name in account container object proxy; do
        here_pid "$name" >/dev/null && continue
        setsid /usr/bin/python3 -c 'import sys; from swift.common.wsgi import run_wsgi; sys.exit(run_wsgi(sys.argv[1], sys.argv[2], verbose=True))' \
            "$dir/etc/$name-server.conf" "$name-server" >>"$dir/log/$name" 2>&1 </dev/null &
        echo $! >"$dir/run/$name"; disown
    done
    for ((i = 0; i < 400; i++)); do
        # Any answer will do; that it is S3's is the journeys' business.
        curl -s -o /dev/null --noproxy '*' "http://127.0.0.1:$port/" && return 0
        here_pid proxy >/dev/null || die "the proxy stopped: $(tail -n 3 "$dir/log/proxy")"
        sleep 0.1
    done
    die "the proxy does not answer, see $dir/log/proxy"
}

destroy() {
    [ -f "$dir/etc/swift.conf" ] || die "$dir is not a folder of this script"
    dir=$(cd "$dir" && pwd)
    local name p
    for name in proxy object container account; do
        p=$(here_pid "$name") && kill "$p" 2>/dev/null
    done
    rm -rf "$dir"
}

case $cmd in
start) start ;;
destroy) destroy ;;
*) die "unknown command $cmd" ;;
esac
