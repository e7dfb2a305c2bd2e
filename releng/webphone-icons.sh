#!/usr/bin/env bash
# Draws the PNG icons of the web phone from its icon.svg. Linux only. The build does not run it: the results are in the repository.
#
#   releng/webphone-icons.sh
set -eu
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need rsvg-convert
cd "$ROOT/bundles/org.trunkline.http/src/main/resources/org/trunkline/http/internal/webphone"
for size in 192 512; do
    rsvg-convert -w $size icon.svg -o icon-$size.png
done
# the system cuts the corners: the ground fills them, and the handset is inside the safe zone (W3C manifest: a circle of 40% of the width)
whole=$(sed 's/ rx="96"//; s/<path /&transform="translate(256 256) scale(.9) translate(-256 -256)" /' icon.svg)
rsvg-convert -w 512 -o icon-maskable.png <<<"$whole"
rsvg-convert -w 180 -o icon-apple.png <<<"$whole"
say "made $(echo icon-*.png)"
