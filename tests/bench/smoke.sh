#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
#
# smoke.sh SINK MEASURE: does the sink answer an upload in two parts as S3 would, over http and https, and does the measure measure?
set -euo pipefail

sink=$1
measure=$2
if ! command -v curl >/dev/null; then
    echo "SKIP: curl is not installed"
    exit 77
fi

scratch=$(mktemp -d)
"$sink" --http 0 --https 0 --ca-file "$scratch/ca.pem" >"$scratch/ports" &
pid=$!
trap 'kill $pid 2>/dev/null; rm -rf "$scratch"' EXIT
for _ in $(seq 100); do
    grep -q ready "$scratch/ports" && break
    sleep 0.1
done
http=http://127.0.0.1:$(awk '$1 == "http" { print $2 }' "$scratch/ports")
https=https://127.0.0.1:$(awk '$1 == "https" { print $2 }' "$scratch/ports")

failures=0
expect() { # WHAT PATTERN TEXT
    if ! grep -qiE -- "$2" <<<"$3"; then
        echo "FAIL: $1: no /$2/ in: $3"
        failures=$((failures + 1))
    fi
}
request() { curl -sS --noproxy '*' --max-time 20 --cacert "$scratch/ca.pem" "$@"; }
md5() { md5sum "$@" | cut -c1-32; } # hex
binary() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }

head -c 5242880 /dev/zero >"$scratch/part1"
printf 'the end' >"$scratch/part2"
whole_etag=$(binary "$(md5 "$scratch/part1")$(md5 "$scratch/part2")" | md5)-2

for url in "$http" "$https"; do
    key="$url/bench/a%20key%20by%20${url%%:*}"
    created=$(request -X POST -H 'Content-Type: text/plain' -H 'x-amz-meta-note: kept' "$key?uploads")
    expect "create" "<Key>a key by ${url%%:*}</Key>" "$created"
    id=$(sed -n 's/.*<UploadId>\(.*\)<\/UploadId>.*/\1/p' <<<"$created")

    for n in 1 2; do
        answer=$(request -i -T "$scratch/part$n" -H "Content-MD5: $(binary "$(md5 "$scratch/part$n")" | base64)" "$key?partNumber=$n&uploadId=$id")
        expect "part $n" "^etag: \"$(md5 "$scratch/part$n")\"" "$answer"
    done
    # Once more without a length, as some clients do.
    answer=$(request -i -T - -H "Content-MD5: $(binary "$(md5 "$scratch/part2")" | base64)" "$key?partNumber=2&uploadId=$id" <"$scratch/part2")
    expect "chunked part" '^HTTP/1.1 200' "$answer"
    expect "part number 0" '<Code>InvalidArgument</Code>' "$(request -T "$scratch/part2" "$key?partNumber=0&uploadId=$id")"

    listed=$(request "$key?uploadId=$id&max-parts=1")
    expect "first page" '<IsTruncated>true</IsTruncated><Part><PartNumber>1<.*<Size>5242880</Size>' "$listed"
    listed=$(request "$key?uploadId=$id&part-number-marker=1")
    expect "second page" '<IsTruncated>false</IsTruncated><Part><PartNumber>2<.*<Size>7</Size>' "$listed"

    part() { echo "<Part><PartNumber>$1</PartNumber><ETag>&quot;$2&quot;</ETag></Part>"; }
    one=$(part 1 "$(md5 "$scratch/part1")")
    two=$(part 2 "$(md5 "$scratch/part2")")
    complete() { request --data-binary "<CompleteMultipartUpload>$1</CompleteMultipartUpload>" "$key?uploadId=$id"; }
    expect "wrong ETag" '<Code>InvalidPart</Code>' "$(complete "$one$(part 2 00000000000000000000000000000000)")"
    expect "wrong order" '<Code>InvalidPartOrder</Code>' "$(complete "$two$one")"
    expect "head before the end" '^HTTP/1.1 404' "$(request -I "$key")"
    expect "complete" "<ETag>&quot;$whole_etag&quot;</ETag>" "$(complete "$one$two")"
    expect "complete twice" '<Code>NoSuchUpload</Code>' "$(complete "$one$two")"
    object=$(request -I "$key")
    expect "size" '^content-length: 5242887' "$object"
    expect "ETag" "^etag: \"$whole_etag\"" "$object"
    expect "metadata" '^x-amz-meta-note: kept' "$object"

    expect "put" '^HTTP/1.1 200' "$(request -i -T "$scratch/part2" "$url/bench/small")"
    expect "size of put" '^content-length: 7' "$(request -I "$url/bench/small")"
    id=$(request -X POST "$key?uploads" | sed -n 's/.*<UploadId>\(.*\)<\/UploadId>.*/\1/p')
    expect "abort" '^HTTP/1.1 204' "$(request -i -X DELETE "$key?uploadId=$id")"
    expect "aborted" '<Code>NoSuchUpload</Code>' "$(request "$key?uploadId=$id")"
    expect "buckets" '<Name>bench</Name>' "$(request "$url/")"
    expect "bucket" '^HTTP/1.1 200' "$(request -I "$url/bench")"
    expect "unfinished uploads" '<ListMultipartUploadsResult' "$(request "$url/bench?uploads")"
    expect "what it cannot do" '<Code>NotImplemented</Code>' "$(request "$url/bench?acl")"
done

status=0
"$measure" "$scratch/cost" sh -c 'sleep 0.2; exit 3' || status=$?
expect "measured status" '^3$' "$status"
expect "measured cost" '^0\.[2-9][0-9]* [0-9.]+ [0-9.]+ [1-9][0-9]*$' "$(cat "$scratch/cost")"

[ "$failures" -eq 0 ] && echo "The sink answers as it should."
exit $((failures > 0))
