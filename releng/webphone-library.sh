#!/usr/bin/env bash
# Makes the library of the web phone, one ES module, from the npm packages SIP.js and @noble/hashes. Linux on x86-64 only.
#
#   releng/webphone-library.sh [FILE]    into FILE, or into bundle http
#
# The build does not run it: the result is in the repository, and an interop test compares it with what this script makes.
set -eu
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# the number after that of SIP.js is ours: raise it with every change, since browsers keep the file for a year
NAME=sip-$SIP_JS_VERSION.2.js
need npm
need_web_phone_modules
result=${1:-$ROOT/bundles/org.trunkline.http/src/main/resources/org/trunkline/http/internal/webphone/$NAME}
modules=$TRUNKLINE_MODULES
folder=$ROOT/target/webphone-library
mkdir -p "$folder"
cat >"$folder/entry.js" <<END
export {Inviter, Messager, Registerer, RegistererState, SessionState, UserAgent} from "$modules/sip.js/lib/index.js";
export {defaultMediaStreamFactory, SessionDescriptionHandler} from "$modules/sip.js/lib/platform/web/index.js";
export {IncomingMessage} from "$modules/sip.js/lib/core/messages/incoming-message.js";
export {Md5} from "$modules/sip.js/lib/core/messages/md5.js";
export {sha256} from "$modules/@noble/hashes/sha2.js";
END
{
    echo "/*"
    echo "SIP.js $SIP_JS_VERSION and the SHA-256 of @noble/hashes 2.0.1, made by releng/webphone-library.sh."
    echo
    cat "$modules/sip.js/LICENSE.md"
    echo
    cat "$modules/@noble/hashes/LICENSE"
    echo "*/"
} | tr -d '\r' >"$folder/$NAME"
"$modules/@esbuild/linux-x64/bin/esbuild" "$folder/entry.js" --bundle --minify --format=esm --target=es2022 --charset=utf8 \
    --legal-comments=none --log-level=warning >>"$folder/$NAME"
cp "$folder/$NAME" "$result"
say "made $result"
