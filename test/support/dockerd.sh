#!/usr/bin/env bash
# test/support/dockerd.sh COMMAND [ARGUMENT...]
# Runs a command beside a private Docker engine and ends the engine afterwards. Engine and command share a network namespace of their own,
# so that containers are reached by address, nothing is heard outside, and any number of these run side by side. Needs root and dockerd.
set -euo pipefail

if [ "${BYSTACK_DOCKERD_INSIDE:-}" != 1 ]; then
  [ "$(id -u)" = 0 ] || { echo 'dockerd.sh: a private engine needs root' >&2; exit 69; }
  command -v dockerd >/dev/null || { echo 'dockerd.sh: dockerd is not installed (Debian: docker.io)' >&2; exit 69; }
  exec env BYSTACK_DOCKERD_INSIDE=1 unshare --net "$0" "$@"
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/bystack-dockerd.XXXXXX")
ip link set lo up
dockerd --data-root "$folder/data" --exec-root "$folder/run" --pidfile "$folder/docker.pid" -H "unix://$folder/docker.sock" \
  --iptables=false --ip6tables=false --default-address-pool base=10.213.0.0/16,size=24 --log-level error >"$folder/log" 2>&1 &
engine=$!

finish() {
  kill "$engine" 2>/dev/null || true
  wait "$engine" 2>/dev/null || true
  umount "$folder"/run/netns/* "$folder"/data/*/*/merged 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

for _ in $(seq 300); do
  curl -sf --unix-socket "$folder/docker.sock" http://engine/_ping >/dev/null 2>&1 && break
  kill -0 "$engine" 2>/dev/null || { cat "$folder/log" >&2; exit 69; }
  sleep 0.1
done

export DOCKER_HOST="unix://$folder/docker.sock"
unset BYSTACK_DOCKERD_INSIDE
"$@"
