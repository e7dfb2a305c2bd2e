#!/usr/bin/env bash
# Makes what a user installs: node and desk with a Java runtime of their own, for the platform that it runs on.
#
#   releng/package.sh          archives in target/packages, and .deb (Debian), .msi (Windows) or .dmg (macOS) where the tools are there
#   releng/package.sh check    the same, then starts the node of its archive, and on Linux the desk, without any other Java
#   releng/package.sh desk     the folder of the desk alone, in target/packaged-desk, as the archive has it
#
# The runtime is linked by the JDK's jlink. On Linux the desk's archive brings the classes of its first start in Java's own form, so
# that the first start is as fast as the next. The .dmg has the application with its start script. The .msi starts Java without one:
# its desk has the language of the computer, and is started by hand again after a restart. The archive has no such limits.
set -u
# shellcheck source=releng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
build_desk
recipes=$ROOT/releng/package
out=$ROOT/target/packages
[ "${1:-}" = desk ] && out=$ROOT/target/packaged-desk
work=$out/work
[ "${1:-}" = desk ] && work=$out
rm -rf "$out"
mkdir -p "$work"
version=$(sed -nE 's/^Bundle-Version: ([0-9.]+)\.qualifier.*/\1/p' "$ROOT/bundles/org.trunkline.node/META-INF/MANIFEST.MF")
case "$(uname -s)-$(uname -m)" in
Linux-x86_64) platform=linux-x64 arch=amd64 ;;
Linux-aarch64) platform=linux-aarch64 arch=arm64 ;;
Darwin-*) platform=macos-aarch64 ;;
*) platform=windows-x64 ;;
esac
# what both need; the desk draws, the node signs plug-ins
common=java.se,jdk.unsupported,jdk.crypto.ec,jdk.crypto.cryptoki,jdk.localedata,jdk.charsets,jdk.net,jdk.management,jdk.zipfs
common=$common,jdk.security.auth,jdk.security.jgss,jdk.jfr,jdk.jcmd,jdk.jartool,jdk.naming.dns,jdk.xml.dom,jdk.accessibility

# runtime FOLDER: a Java runtime for its programs
runtime() {
    "$JAVA_HOME/bin/jlink" --add-modules "$common" --include-locales=en,sv,zh,id --strip-debug --no-header-files --no-man-pages \
        --generate-cds-archive --output "$1/jre" >"$work/jlink.log" 2>&1 || fail "jlink failed: see $work/jlink.log"
}

# --- the desk ---

desk=$work/trunkline-desk
if [ "$(uname -s)" = Darwin ]; then
    mkdir -p "$desk"
    cp -Rp "$(desk_dir)/../.." "$desk/trunkline.app"
    desk=$desk/trunkline.app/Contents/Eclipse
else
    cp -Rp "$(desk_dir)" "$desk"
fi
say "linking a Java runtime"
runtime "$desk"
cp "$ROOT/bundles/org.trunkline.ui/icons/trunkline128.png" "$desk/trunkline.png"

# start_desk FOLDER HOME: starts the desk there without any other Java, and waits for its node; sets DESK_PID
start_desk() {
    local seconds=0
    PATH=/usr/bin:/bin JAVA_HOME='' TRUNKLINE_JAVA_HOME='' TRUNKLINE_HOME=$2 "$1/trunkline" \
        -Dtrunkline.sip.port=0 -Dtrunkline.http.port=0 >"$work/desk.log" 2>&1 </dev/null &
    DESK_PID=$!
    until [ -f "$2/node/node.ready" ]; do
        sleep 1
        seconds=$((seconds + 1))
        kill -0 $DESK_PID 2>/dev/null && [ $seconds -lt 90 ] || fail "the packaged desk did not start: see $work/desk.log"
    done
}

# the classes of a first start, written when the desk ends
keep_classes() {
    local home=$work/home
    start_desk "$desk" "$home"
    sleep 8 # what is loaded beside the opening of the window
    kill -TERM $DESK_PID
    wait $DESK_PID
    mv "$home"/cache/*.jsa "$desk/classes.jsa" || fail "the desk left no classes: see $work/desk.log"
    rm -rf "$home"
}
if [ "$(uname -s)" = Linux ]; then
    trap stop_display EXIT
    start_display
    say "keeping the classes of a first start"
    keep_classes
fi
[ "${1:-}" = desk ] && exit
tar -C "$work" -czf "$out/trunkline-desk-$version-$platform.tar.gz" trunkline-desk

# --- the node ---

build_node
node=$work/trunkline-node
cp -Rp "$NODE_DIST" "$node"
runtime "$node"
mkdir -p "$node/service"
cp "$recipes/trunkline-node.service" "$recipes/node.env" "$node/service/"
tar -C "$work" -czf "$out/trunkline-node-$version-$platform.tar.gz" trunkline-node
cp "$recipes/Containerfile" "$out/"

# --- packages of the platform ---

# debian NAME SUMMARY DEPENDS: work/NAME becomes /opt/NAME; what is already in work/deb-NAME comes with it
debian() {
    local root=$work/deb-$1
    mkdir -p "$root/DEBIAN" "$root/opt"
    cp -Rp "$work/$1" "$root/opt/"
    cat >"$root/DEBIAN/control" <<END
Package: $1
Version: $version
Section: comm
Priority: optional
Architecture: $arch
Maintainer: Trunkline
Depends: $3
Installed-Size: $(du -sk "$root/opt" | cut -f1)
Description: $2
END
    dpkg-deb --build --root-owner-group -Zxz -z1 "$root" "$out/${1}_${version}_$arch.deb" >"$work/dpkg.log" 2>&1 ||
        fail "dpkg-deb failed: see $work/dpkg.log"
}

if command -v dpkg-deb >/dev/null && [ "$(uname -s)" = Linux ]; then
    root=$work/deb-trunkline-node
    mkdir -p "$root/lib/systemd/system" "$root/etc/trunkline" "$root/usr/bin" "$root/DEBIAN"
    cp "$recipes/trunkline-node.service" "$root/lib/systemd/system/"
    cp "$recipes/node.env" "$root/etc/trunkline/"
    ln -s /opt/trunkline-node/bin/trunkline "$root/usr/bin/trunkline"
    ln -s /opt/trunkline-node/bin/trunkline-node "$root/usr/bin/trunkline-node"
    echo /etc/trunkline/node.env >"$root/DEBIAN/conffiles"
    install -m 755 "$recipes/postinst" "$recipes/prerm" "$root/DEBIAN/"
    debian trunkline-node "SIP trunk switch with call records and an admin API" "adduser, libc6 (>= 2.31)"
    root=$work/deb-trunkline-desk
    mkdir -p "$root/usr/share/applications" "$root/usr/bin"
    cp "$recipes/trunkline.desktop" "$root/usr/share/applications/"
    ln -s /opt/trunkline-desk/trunkline "$root/usr/bin/trunkline-desk"
    debian trunkline-desk "Desk of Trunkline: trunks, call records and call quality" "libgtk-3-0 | libgtk-3-0t64, libxtst6"
elif [ "$(uname -s)" = Darwin ]; then
    hdiutil create -quiet -volname Trunkline -srcfolder "$work/trunkline-desk" -format UDZO "$out/trunkline-desk-$version.dmg" \
        >"$work/hdiutil.log" 2>&1 || fail "hdiutil failed: see $work/hdiutil.log"
elif [ "$(uname -s)" != Linux ] && "$JAVA_HOME/bin/jpackage" --version >/dev/null 2>&1; then
    # as in trunkline.bat
    # shellcheck disable=SC2016 # jpackage itself knows the folder of the application
    options=(-Xms96m -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=160m -XX:MetaspaceSize=160m
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true
        '-Dlogback.configurationFile=$APPDIR/conf/logback.xml' '-Djava.util.logging.config.file=$APPDIR/conf/logging.properties')
    given=()
    for option in "${options[@]}"; do
        given+=(--java-options "$option")
    done
    "$JAVA_HOME/bin/jpackage" --type msi --name Trunkline --app-version "$version" --dest "$out" --input "$desk" \
        --runtime-image "$desk/jre" --main-jar "$(cd "$desk" && ls plugins/org.eclipse.equinox.launcher_*.jar)" "${given[@]}" \
        --arguments "-data @user.home/.trunkline/workspace" >"$work/jpackage.log" 2>&1 || fail "jpackage failed: see $work/jpackage.log"
fi

# --- check ---

check_node() {
    local folder=$work/check pid
    mkdir -p "$folder"
    tar -C "$folder" -xzf "$out/trunkline-node-$version-$platform.tar.gz"
    env -i PATH=/usr/bin:/bin HOME="$folder" "$folder/trunkline-node/bin/trunkline-node" --data "$folder/data" --sip-port 0 \
        --http-port 0 >"$folder/node.log" 2>&1 </dev/null &
    pid=$!
    for _ in $(seq 100); do
        [ -f "$folder/data/node.ready" ] && break
        sleep 0.2
    done
    [ -f "$folder/data/node.ready" ] || fail "the packaged node did not start: see $work/check/node.log"
    readlink "/proc/$pid/exe" | grep -q "^$folder/trunkline-node/jre/" || fail "the packaged node did not use its own Java"
    kill -TERM $pid
    wait $pid || fail "the packaged node ended with $?"
    say "the packaged node starts and ends with its own Java"
}
check_desk() {
    local folder=$work/check java
    tar -C "$folder" -xzf "$out/trunkline-desk-$version-$platform.tar.gz"
    start_desk "$folder/trunkline-desk" "$folder/home"
    java=$(cat "$folder/home/node/node.lock")
    readlink "/proc/$java/exe" | grep -q "^$folder/trunkline-desk/jre/" || fail "the packaged desk did not use its own Java"
    kill -TERM $DESK_PID
    wait $DESK_PID
    kill -0 "$java" 2>/dev/null && fail "the packaged desk did not end: see $work/desk.log"
    say "the packaged desk starts and ends with its own Java"
}

if [ "${1:-}" = check ]; then
    check_node
    [ "$(uname -s)" = Linux ] && check_desk
fi
rm -rf "$work"
ls -l "$out" | awk 'NR > 1 { printf "%8.1f MB  %s\n", $5 / 1e6, $9 }'
