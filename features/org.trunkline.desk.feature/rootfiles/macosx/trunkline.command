#!/bin/sh
# Starts the Trunkline desk. Leading -D and -X options go to Java, the rest to Eclipse.
here=$(cd "$(dirname "$0")" && pwd)

is25() {
    # a JDK says its version in a file: asking Java itself takes a fifth of a second of the start
    release=${1%/bin/java}/release
    if [ -x "$1" ] && [ -f "$release" ]; then
        grep -Eq '^JAVA_VERSION="(2[5-9]|[3-9][0-9]|[1-9][0-9]{2})' "$release"
        return
    fi
    # JAVA_TOOL_OPTIONS puts a line of its own first
    [ -x "$1" ] && "$1" -version 2>&1 | grep -Eq '^[a-z]+ version "(2[5-9]|[3-9][0-9]|[1-9][0-9]{2})'
}
java=
for candidate in "${TRUNKLINE_JAVA_HOME:+$TRUNKLINE_JAVA_HOME/bin/java}" "$here/jre/bin/java" "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(/usr/libexec/java_home -v 25+ 2>/dev/null)/bin/java" /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java "$HOME"/.sdkman/candidates/java/*/bin/java "$(command -v java)"; do
    if is25 "$candidate"; then
        java=$candidate
        break
    fi
done
if [ -z "$java" ]; then
    echo "trunkline: needs Java 25 or later: set JAVA_HOME to a JDK 25" >&2
    exit 1
fi

jvm=
while [ $# -gt 0 ]; do
    case $1 in
    -D* | -X*) jvm="$jvm $1" ;;
    *) break ;;
    esac
    shift
done

: "${TRUNKLINE_HOME:=$HOME/.trunkline}"
mkdir -p "$TRUNKLINE_HOME"
root=$here
[ -d "$root/plugins" ] || root=$here/Contents/Eclipse
launcher=$(ls "$root"/plugins/org.eclipse.equinox.launcher_*.jar)
# Java keeps the classes of this build as it needs them, written once when the desk is closed: a second less to start.
# A package may bring them with its own Java (releng/package.sh).
classes=$TRUNKLINE_HOME/cache/$(basename "$root"/plugins/org.trunkline.ui_*.jar .jar).jsa
keep=-XX:+AutoCreateSharedArchive
if [ "$java" = "$here/jre/bin/java" ] && [ -f "$here/classes.jsa" ]; then
    classes=$here/classes.jsa keep=
elif [ ! -f "$classes" ]; then
    mkdir -p "$TRUNKLINE_HOME/cache"
    rm -f "$TRUNKLINE_HOME"/cache/*.jsa
fi
# A restart (of the preferences, of a plug-in) ends Java with 23: this script stays to start it again. Signals are Java's to answer.
desk=
trap '[ -n "$desk" ] && kill -TERM "$desk" 2>/dev/null' TERM INT HUP
while :; do
    language=$(head -c 2 "$TRUNKLINE_HOME/language" 2>/dev/null) # chosen in the preferences
    case $language in
    en | sv | zh | id) chosen="-Duser.language=$language -Duser.country=" ;;
    *) chosen= ;;
    esac
    # C1 alone: the start takes 4 s of CPU instead of 8; the headless node is the one tuned for traffic
    # shellcheck disable=SC2086
    "$java" -XstartOnFirstThread -Xms96m -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        -XX:ReservedCodeCacheSize=160m -XX:MetaspaceSize=160m \
        $keep -XX:SharedArchiveFile="$classes" -Xlog:cds=off -Xlog:cds*=off -Xlog:aot*=off \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Djava.awt.headless=true \
        -Dtrunkline.data="$TRUNKLINE_HOME/node" \
        -Ddesk.language.file="$TRUNKLINE_HOME/language" \
        -Dlogback.configurationFile="$root/conf/logback.xml" \
        -Djava.util.logging.config.file="$root/conf/logging.properties" \
        $chosen $jvm \
        -jar "$launcher" -data "$TRUNKLINE_HOME/workspace" "$@" &
    desk=$!
    wait "$desk"
    code=$?
    while kill -0 "$desk" 2>/dev/null; do # a signal ends the wait, not the desk
        wait "$desk"
        code=$?
    done
    [ "$code" -eq 23 ] || exit "$code"
done
