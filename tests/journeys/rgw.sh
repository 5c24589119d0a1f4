#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
# A one-node Ceph cluster with an S3 gateway (RGW), in one folder, on 127.0.0.1 only.
#
#   rgw.sh start DIR PORT [SEED..]   start (idempotent; a stopped DIR is started again with its data)
#   rgw.sh stop DIR                  stop its daemons (by pid), keep the data
#   rgw.sh destroy DIR               stop and delete the folder
#   rgw.sh env DIR                   print AWS_* lines (export them, or feed them to a test runner)
#   rgw.sh status DIR                pids, RSS, health
#
# Ports: PORT = first gateway, PORT+1 = second gateway (same cluster, for failover),
#        PORT+2 / PORT+3 = TLS of the first / second, PORT+10, PORT+11 = mon, PORT+20.. = osd.
# Settings by environment at the first start:
#   RGW_GATEWAYS=1|2 (1)     RGW_TLS=0|1 (1)      RGW_STORE=bluestore|memstore (bluestore; memstore is emptied by a stop)
#   RGW_STORE_BYTES (4 GiB memstore, 20 GiB bluestore, sparse)
#   RGW_DNS_NAME (s3.localhost: virtual-host style BUCKET.s3.localhost:PORT)
#   RGW_EXTRA  extra lines for ceph.conf's [client] part
# Needs (Debian 12): apt-get install --no-install-recommends radosgw ceph-mon ceph-osd openssl curl
set -u
cmd=${1:-} dir=${2:-} port=${3:-}
[ -n "$cmd" ] && [ -n "$dir" ] || { sed -n '4,20p' "$0"; exit 2; }
here_pid() { local f="$dir/pid/$1" p; [ -s "$f" ] && p=$(cat "$f") && [ -d "/proc/$p" ] \
    && tr '\0' ' ' <"/proc/$p/cmdline" | grep -qF "$dir/ceph.conf" && echo "$p"; }
die() { echo "rgw.sh: $*" >&2; exit 1; }
t0=$(date +%s.%N)
say() { [ -n "${RGW_VERBOSE:-}" ] && printf '%6.2f s  %s\n' "$(echo "$(date +%s.%N) - $t0" | bc 2>/dev/null || echo 0)" "$*" >&2; return 0; }

wait_port() { # port seconds
    local i; for ((i=0; i<$2*20; i++)); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0; sleep 0.05; done; return 1; }

daemon() { # name command...   (foreground daemons in their own session; pid kept)
    local name=$1; shift
    here_pid "$name" >/dev/null && return 0
    setsid "$@" >>"$dir/log/$name.out" 2>&1 </dev/null &
    echo $! >"$dir/pid/$name"; disown; }

make_conf() {
    local n=${RGW_GATEWAYS:-1} tls=${RGW_TLS:-1} store=${RGW_STORE:-bluestore} i
    local bytes=${RGW_STORE_BYTES:-}
    [ -n "$bytes" ] || { [ "$store" = memstore ] && bytes=$((4<<30)) || bytes=$((20<<30)); }
    fsid=$(cat /proc/sys/kernel/random/uuid)
    cat >"$dir/ceph.conf" <<CONF
[global]
fsid = $fsid
mon_host = [v2:127.0.0.1:$((port+10)),v1:127.0.0.1:$((port+11))]
public_network = 127.0.0.0/8
cluster_network = 127.0.0.0/8
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
# without a key there is no "secure" mode, and a gateway (a daemon) asks for nothing else by default
ms_mon_client_mode = crc
auth_allow_insecure_global_id_reclaim = false
run_dir = $dir/run
admin_socket =
log_file = $dir/log/\$name.log
crash_dir = $dir/crash
debug_ms = 0
log_to_syslog = false
# one osd, nothing to replicate, few placement groups
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
mon_max_pg_per_osd = 1000
# start and settle fast
paxos_propose_interval = 0.05
paxos_min_wait = 0.01
mon_election_timeout = 1
mon_osd_min_down_reporters = 1
ms_bind_port_min = $((port+20))
ms_bind_port_max = $((port+40))
[mon]
mon_data = $dir/mon
mon_cluster_log_file = $dir/log/cluster.log
mon_data_avail_crit = 1
mon_data_avail_warn = 2
[osd]
osd_data = $dir/osd
osd_journal = $dir/osd/journal
osd_objectstore = $store
memstore_device_bytes = $bytes
bluestore_block_size = $bytes
bluestore_fsck_on_mount = false
# these two are most of bluestore's start: each open or close of the device waits out one poll
bdev_aio_poll_ms = 5
bluestore_debug_enforce_settings = ssd
osd_memory_target = 939524096
osd_max_object_name_len = 2048
[client]
# an operation sent before the osd is up is tried again at the next tick (5 s by default)
objecter_tick_interval = 0.5
rgw_dns_name = ${RGW_DNS_NAME:-s3.localhost}
rgw_data = $dir/rgw
rgw_rados_pool_pg_num_min = 4
rgw_enable_usage_log = false
rgw_enable_ops_log = false
# deleted and aborted data are freed after seconds, not hours
rgw_gc_obj_min_wait = 5
rgw_gc_processor_period = 5
rgw_gc_processor_max_time = 5
rgw_thread_pool_size = 64
${RGW_EXTRA:-}
CONF
    for ((i=0; i<n; i++)); do
        local fe="beast endpoint=127.0.0.1:$((port+i))"
        [ "$tls" = 1 ] && fe="$fe ssl_endpoint=127.0.0.1:$((port+2+i)) ssl_certificate=$dir/tls/cert.pem ssl_private_key=$dir/tls/key.pem"
        printf '[client.rgw.%s]\nrgw_frontends = %s\n' "$i" "$fe" >>"$dir/ceph.conf"
    done
    if [ "$tls" = 1 ]; then
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=localhost \
            -addext "subjectAltName=DNS:localhost,DNS:*.localhost,DNS:s3.localhost,DNS:*.s3.localhost,IP:127.0.0.1" \
            -keyout "$dir/tls/key.pem" -out "$dir/tls/cert.pem" 2>/dev/null || die "no certificate"
    fi
    printf 'port=%s\ngateways=%s\ntls=%s\nfsid=%s\nosd_uuid=%s\n' "$port" "$n" "$tls" "$fsid" "$(cat /proc/sys/kernel/random/uuid)" >"$dir/lab.conf"
}

start() {
    [ -n "$port" ] || { [ -f "$dir/lab.conf" ] && port=$(sed -n 's/^port=//p' "$dir/lab.conf"); }
    [ -n "$port" ] || die "start DIR PORT"
    mkdir -p "$dir"/{log,pid,run,crash,mon,osd,rgw,tls} && dir=$(cd "$dir" && pwd)
    if grep -qs 'osd_objectstore = memstore' "$dir/ceph.conf" && [ -f "$dir/user" ] && ! here_pid osd >/dev/null; then
        echo "rgw.sh: a stopped memstore comes back empty, starting afresh" >&2
        stop KILL; rm -rf "$dir"/{mon,osd,user,monmap}; mkdir -p "$dir"/{mon,osd}
    fi
    [ -f "$dir/lab.conf" ] || make_conf
    . "$dir/lab.conf"
    local c="$dir/ceph.conf" i
    if [ ! -f "$dir/mon/store.db/CURRENT" ]; then
        monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:$((port+10)),v1:127.0.0.1:$((port+11))]" \
            "$dir/monmap" >/dev/null && ceph-mon -c "$c" -i a --mkfs --monmap "$dir/monmap" || die "mon mkfs failed"
    fi
    daemon mon ceph-mon -c "$c" -i a -f
    wait_port $((port+10)) 20 || die "mon did not open its port, see $dir/log"
    say "mon up"
    if [ ! -f "$dir/osd/ready" ]; then
        ceph-osd -c "$c" -i 0 --mkfs --osd-uuid "$osd_uuid" >>"$dir/log/osd.out" 2>&1 & local mk=$!
        timeout 60 ceph -c "$c" osd new "$osd_uuid" 0 >>"$dir/log/osd.out" 2>&1 || die "osd new failed"
        wait $mk || die "osd mkfs failed, see $dir/log/osd.out"
        touch "$dir/osd/ready"
    fi
    if ! here_pid osd >/dev/null; then
        local ups; ups=$(grep -c 'booting -> active' "$dir/log/osd.0.log" 2>/dev/null); ups=${ups:-0}
        daemon osd ceph-osd -c "$c" -i 0 -f
        for ((i=0; i<600; i++)); do
            [ "$(grep -c 'booting -> active' "$dir/log/osd.0.log" 2>/dev/null)" -gt "$ups" ] 2>/dev/null && break
            here_pid osd >/dev/null || die "the osd stopped, see $dir/log/osd.out"
            sleep 0.05
        done
    fi
    say "osd up"
    if [ ! -f "$dir/user" ]; then
        timeout 120 radosgw-admin -c "$c" -n client.rgw.0 user create --uid lab --display-name lab \
            --access-key "${AWS_ACCESS_KEY_ID:-LABACCESSKEY00000001}" --secret "${AWS_SECRET_ACCESS_KEY:-labsecret+/0000000000000000000000000001}" \
            --caps "buckets=*;users=*" >"$dir/user.tmp" 2>>"$dir/log/admin.out" && mv "$dir/user.tmp" "$dir/user" \
            || die "user create failed, see $dir/log/admin.out"
        say "user made"
    fi
    for ((i=0; i<gateways; i++)); do daemon rgw$i radosgw -c "$c" -n client.rgw.$i -f; done
    for ((i=0; i<gateways; i++)); do wait_port $((port+i)) 60 || die "gateway $i did not open its port, see $dir/log"; done
    for ((i=0; i<200; i++)); do
        [ "$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' "http://127.0.0.1:$port/")" = 200 ] && { say "gateway answers"; return 0; }
        sleep 0.05
    done
    die "the gateway does not answer"
}

stop() {
    dir=$(cd "$dir" 2>/dev/null && pwd) || return 0
    local n p i sig=${1:-TERM}
    for n in rgw1 rgw0 osd mon; do
        p=$(here_pid $n) || continue; [ -n "$p" ] || continue
        kill -"$sig" "$p" 2>/dev/null
        # (a zombie that nobody reaps has no command line, so it counts as gone)
        for ((i=0; i<200; i++)); do here_pid $n >/dev/null || break; sleep 0.05; done
        here_pid $n >/dev/null && kill -KILL "$p" 2>/dev/null
        rm -f "$dir/pid/$n"; say "$n stopped"
    done
    return 0
}

case $cmd in
start) start ;;
stop) stop ;;
destroy) [ -f "$dir/lab.conf" ] || die "$dir is not a folder of this script"; stop KILL; rm -rf "$dir" ;;
env)
    . "$dir/lab.conf" || die "not started"
    # read back from what the gateway holds
    python3 - "$dir/user" <<'PY'
import json, sys
k = json.load(open(sys.argv[1]))["keys"][0]
print("AWS_ACCESS_KEY_ID=" + k["access_key"]); print("AWS_SECRET_ACCESS_KEY=" + k["secret_key"])
PY
    echo "AWS_ENDPOINT_URL=http://127.0.0.1:$port"
    echo "AWS_REGION=default"
    echo "LAB_VHOST=$(sed -n 's/^rgw_dns_name = //p' "$dir/ceph.conf")"
    [ "$gateways" -gt 1 ] && echo "LAB_ENDPOINT_URL_2=http://127.0.0.1:$((port+1))"
    [ "$tls" = 1 ] && echo "LAB_ENDPOINT_URL_TLS=https://127.0.0.1:$((port+2))" && echo "AWS_CA_BUNDLE=$(cd "$dir" && pwd)/tls/cert.pem"
    exit 0 ;;
status)
    dir=$(cd "$dir" && pwd) || exit 1
    for n in mon osd rgw0 rgw1; do p=$(here_pid $n) && [ -n "$p" ] && echo "$n pid $p rss $(awk '/VmRSS/{print int($2/1024)" MiB"}' /proc/$p/status)"; done
    timeout 10 ceph -c "$dir/ceph.conf" health detail 2>/dev/null || true ;;
*) die "unknown command $cmd" ;;
esac
