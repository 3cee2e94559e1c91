#!/bin/sh
# Install the Debian packages of the tests where we may; else say what to type.
set -eu
packages=$(cat "$(dirname "$0")/apt.txt")
missing=""
for package in $packages; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
else
    echo "The tests need packages. Type: sudo apt-get install$missing" >&2
    exit 1
fi
