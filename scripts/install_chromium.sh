#!/bin/sh
# Installs the Chromium and the Arabic letters that the browser tests need, where apt and the right to use it are there.
# Never fails: without a browser those tests are skipped, or fail on their own where TEST_BROWSER=required.
set -u

say() {
    echo "==> $1" >&2
}

if [ -n "${TEST_CHROMIUM:-}" ]; then
    exit 0
fi
for name in chromium chromium-browser google-chrome-stable google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if ! command -v apt-get >/dev/null 2>&1; then
    say "No Chromium and no apt: install a Chromium, or name one by TEST_CHROMIUM; until then the browser tests are skipped"
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; then
    as_root="sudo -n"
else
    say "No Chromium, and no right to install it: run 'sudo apt-get install chromium fonts-noto-core'; until then the browser tests are skipped"
    exit 0
fi

say "Installing Chromium and Arabic letters for the browser tests: a minute, once"
log=$(mktemp)
install() {
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >>"$log" 2>&1
}
# A list of packages may be missing, or older than the packages that the mirror still has.
if ! install && ! { $as_root apt-get update -qq >>"$log" 2>&1 && install; }; then
    say "Chromium could not be installed ($(grep -m 1 '^E: ' "$log" || tail -n 1 "$log")); until then the browser tests are skipped"
fi
rm -f "$log"
exit 0
