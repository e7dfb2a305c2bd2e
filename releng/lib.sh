# shellcheck shell=bash
# What run.sh, test.sh, bench.sh and interop share. Source it; it changes nothing by itself.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
MAVEN_VERSION=3.9.16
CACHE=${TRUNKLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/trunkline}
NODE_DIST=$ROOT/releng/node/target/trunkline-node

say() { printf 'trunkline: %s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

# --- JDK 25 -----------------------------------------------------------------

is_jdk25() {
    [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | grep -Eq '^javac (2[5-9]|[3-9][0-9])'
}

# Sets and exports JAVA_HOME.
need_jdk() {
    local candidate on_path
    on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* /usr/local/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$on_path"; do
        if [ -n "$candidate" ] && is_jdk25 "$candidate"; then
            export JAVA_HOME=$candidate
            return
        fi
    done
    fail "no JDK 25 found in JAVA_HOME, /usr/lib/jvm, /opt, ~/.sdkman or ~/.jdks; install one (Eclipse Temurin 25, for one) and type: export JAVA_HOME=/where/it/is"
}

# --- Debian packages --------------------------------------------------------

# What is looked for, and the package that brings it.
package_of() {
    case $1 in
    libgtk-3.so.0) echo libgtk-3-0 ;;
    libbcg729.so.0) echo libbcg729-0 ;;
    libXtst.so.6) echo libxtst6 ;;
    dejavu) echo fonts-dejavu-core ;;
    wqy) echo fonts-wqy-microhei ;;
    rsvg-convert) echo librsvg2-bin ;;
    pdftotext) echo poppler-utils ;;
    dbus-run-session) echo dbus ;;
    at-spi2-registryd) echo at-spi2-core ;;
    gi) echo python3-gi ;;
    atspi) echo gir1.2-atspi-2.0 ;;
    Xvfb) echo xvfb ;;
    import) echo imagemagick ;;
    sipp) echo sip-tester ;;
    mvn) echo maven ;;
    initdb) echo postgresql ;;
    aiosmtpd) echo python3-aiosmtpd ;;
    icalendar) echo python3-icalendar ;;
    svwar) echo sipvicious ;;
    linphonec) echo linphone-cli ;;
    alsa-pulse) echo libasound2-plugins ;;
    pactl) echo pulseaudio-utils ;;
    xev) echo x11-utils ;;
    *) echo "$1" ;;
    esac
}

is_there() {
    case $1 in
    *.so.*) { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep -q "$1" ;;
    dejavu) [ -d /usr/share/fonts/truetype/dejavu ] ;;
    wqy) [ -d /usr/share/fonts/truetype/wqy ] ;;
    initdb) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
    at-spi2-registryd) [ -x /usr/libexec/at-spi2-registryd ] ;;
    gi) /usr/bin/python3 -c 'import gi' 2>/dev/null ;;
    kamailio) compgen -G '/usr/lib/*/kamailio/modules/registrar.so' >/dev/null ;;
    kamailio-tls-modules) compgen -G '/usr/lib/*/kamailio/modules/tls.so' >/dev/null ;;
    atspi) compgen -G '/usr/lib/*/girepository-1.0/Atspi-2.0.typelib' >/dev/null ;;
    aiosmtpd) /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null ;;
    icalendar) /usr/bin/python3 -c "import icalendar, dateutil" 2>/dev/null ;;
    alsa-pulse) compgen -G '/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so' >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# need THING...: installs the packages of things that are missing, or says what to type.
need() {
    local thing missing=() as_root=()
    [ "$(uname -s)" = Linux ] || return 0
    for thing in "$@"; do
        is_there "$thing" || missing+=("$(package_of "$thing")")
    done
    [ ${#missing[@]} -eq 0 ] && return
    if ! command -v apt-get >/dev/null; then
        fail "these are missing (by their Debian names), install them first: ${missing[*]}"
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            fail "some packages are missing; type: sudo apt-get install --no-install-recommends ${missing[*]}"
        fi
        as_root=(sudo -n)
    fi
    say "installing ${missing[*]}"
    mkdir -p "$ROOT/target"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" \
        >"$ROOT/target/apt.log" 2>&1 </dev/null && return
    # perhaps only the lists are old
    { "${as_root[@]}" apt-get update -q && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}"; } >>"$ROOT/target/apt.log" 2>&1 </dev/null ||
        fail "could not install ${missing[*]}: see target/apt.log"
}

# --- Maven ------------------------------------------------------------------

# Sets MAVEN to the one Maven that the build is made for, fetching it with whatever Maven is there.
need_maven() {
    MAVEN=$CACHE/apache-maven-$MAVEN_VERSION/bin/mvn
    [ -x "$MAVEN" ] && return
    need mvn
    say "fetching Maven $MAVEN_VERSION into $CACHE"
    mkdir -p "$CACHE"
    (
        cd "$CACHE" && rm -rf unpack &&
            MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" \
                mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
                -Dartifact=org.apache.maven:apache-maven:$MAVEN_VERSION:zip:bin -DoutputDirectory="$CACHE/unpack" &&
            mv "unpack/apache-maven-$MAVEN_VERSION" . && chmod +x "apache-maven-$MAVEN_VERSION/bin/mvn" && rm -rf unpack
    ) >"$CACHE/fetch.log" 2>&1 </dev/null || fail "could not fetch Maven $MAVEN_VERSION: see $CACHE/fetch.log"
}

# mvn_quiet LOG ARG...: builds into a log; on failure shows what is wrong.
mvn_quiet() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$MAVEN" -f "$ROOT/pom.xml" "$@" >"$log" 2>&1 </dev/null; then
        grep -E '^\[ERROR\]' "$log" | grep -v -F 'osgi.platform' | head -40 | cut -c1-400 >&2
        return 1
    fi
}

# --- libraries of pages -----------------------------------------------------

SIP_JS_VERSION=0.21.2

# Sets and exports TRUNKLINE_MODULES, the folder of the modules that the pages of phones import.
need_page_modules() {
    need_web_phone_modules
    page_module jssip 3.13.8 9ba24b71c6ece8375cf259408ff23004969208a31a9826bb9d705e26c5fdc178
    page_module debug 4.4.3 89c1ac9c946ee8905a875837114528e97eeae35e03be3190584b2216af43e4a7
    page_module ms 2.1.3 f6616e15e530ed552f9daa2d3ce71963947c6bc7c98c9b64fd3e673fd02622c6
    page_module events 3.3.0 2c30dd630b58299bdfaac8688f763c6f312d29779c500b1e3701a1d4fb3b534b
    page_module sdp-transform 2.15.0 b1015dc1df8d9a6eaf919947106f3dd2049953bade2b6df0283ce6c02090cfef
}

# The part of them in the web phone's library, and the bundler that makes it.
need_web_phone_modules() {
    export TRUNKLINE_MODULES=$CACHE/page-modules
    page_module sip.js $SIP_JS_VERSION abbf374bccf50fdd0f659e24dd70a83a0bad09553bd16fa4b6c94021053f66cb
    page_module @noble/hashes 2.0.1 638ffb3053a7e7478c9e54a6e297f3601299ee570a41112e501af7050d086a0a
    page_module @esbuild/linux-x64 0.25.12 f7efc127658a108dcda9d4210b01804ee8f5d6b3acbd6d63f20aa51d3b50bd5f
}

# page_module NAME VERSION SHA256
page_module() {
    local name=$1 version=$2 sum=$3 folder=$CACHE/$1-$2 archive
    archive=${name#@}
    archive=${archive//\//-}-$version.tgz
    if [ ! -d "$folder/package" ]; then
        say "fetching $name $version into $CACHE"
        mkdir -p "$folder.new"
        (
            cd "$folder.new" && npm pack --silent "$name@$version" && echo "$sum  $archive" | sha256sum --check --quiet &&
                tar xzf "$archive" && mv "$folder.new" "$folder"
        ) >"$CACHE/fetch.log" 2>&1 </dev/null || fail "could not fetch $name $version: see $CACHE/fetch.log"
    fi
    mkdir -p "$(dirname "$TRUNKLINE_MODULES/$name")"
    ln -sfn "$folder/package" "$TRUNKLINE_MODULES/$name"
}

# --- building what is missing -----------------------------------------------

# is_fresh STAMP: whether no source is newer than the stamp. A build has files of its own beside them as long as it runs.
is_fresh() {
    [ -f "$1" ] && [ -z "$(cd "$ROOT" && find pom.xml .mvn bundles docs features product target-platform releng \
        \( -name target -o -name '.polyglot.*' -o -name .tycho-consumer-pom.xml \) -prune -o \( -type f -o -type d -path '*/src/*' \) -newer "$1" -print -quit)" ]
}

# build NAME MODULE RESULT: builds a module and what it is made of, unless RESULT is newer than every source.
build() {
    local stamp=$ROOT/target/$1.stamp
    [ -e "$3" ] && is_fresh "$stamp" && return
    need_jdk
    need_maven
    say "building the $1, log: target/build-$1.log"
    [ -d "$HOME/.m2/repository/org/eclipse/tycho" ] || say "the first time fetches about 300 MB and takes some minutes"
    mkdir -p "$ROOT/target"
    touch "$stamp.new" # what is edited while building is built the next time
    # both testkits: -am does not see the additional.bundles of a build.properties (BuildScriptTest)
    # clean: the compiler compiles again only the files that changed, not those that use them
    mvn_quiet "$ROOT/target/build-$1.log" clean verify -Dmaven.test.skip=true -pl "$2,bundles/org.trunkline.testkit,bundles/org.trunkline.spi.testkit" -am ||
        fail "the build failed: target/build-$1.log has it all"
    mv "$stamp.new" "$stamp"
}

build_node() { build node releng/node "$NODE_DIST/bin/trunkline-node"; }

# The folder with the plug-ins and the start script of this platform's desk.
desk_dir() {
    local products=$ROOT/product/target/products/org.trunkline.desk
    case $(uname -s) in
    Linux) echo "$products/linux/gtk/x86_64/trunkline" ;;
    Darwin) echo "$products/macosx/cocoa/aarch64/trunkline.app/Contents/Eclipse" ;;
    *) echo "$products/win32/win32/x86_64/trunkline" ;;
    esac
}

# The start script in it.
desk_script() {
    case $(uname -s) in
    Linux) echo trunkline ;;
    Darwin) echo trunkline.command ;;
    *) echo trunkline.bat ;;
    esac
}

build_desk() { build desk product "$(desk_dir)"; }

# The desk with its own Java and the classes of a first start, as a package brings it. Sets PACKAGED_DESK, its folder.
need_packaged_desk() {
    build_desk
    PACKAGED_DESK=$ROOT/target/packaged-desk/trunkline-desk
    [ "$PACKAGED_DESK/classes.jsa" -nt "$ROOT/target/desk.stamp" ] && return
    "$ROOT/releng/package.sh" desk || fail "could not package the desk"
}

# --- a display of our own ---------------------------------------------------

# start_display: starts Xvfb and a window manager, exports DISPLAY; stop_display ends them.
start_display() {
    local pipe
    need Xvfb openbox libgtk-3.so.0 libXtst.so.6 dejavu
    pipe=$(mktemp -u)
    mkfifo "$pipe"
    Xvfb -displayfd 3 -screen 0 "${1:-1280x1024x24}" -nolisten tcp 3>"$pipe" >/dev/null 2>&1 &
    XVFB_PID=$!
    read -r -t 60 DISPLAY <"$pipe" || fail "Xvfb did not start"
    rm -f "$pipe"
    export DISPLAY=:$DISPLAY NO_AT_BRIDGE=1 GDK_BACKEND=x11
    openbox >/dev/null 2>&1 &
    OPENBOX_PID=$!
}

stop_display() {
    [ -n "${OPENBOX_PID:-}" ] && kill "$OPENBOX_PID" 2>/dev/null
    [ -n "${XVFB_PID:-}" ] && kill "$XVFB_PID" 2>/dev/null
    unset OPENBOX_PID XVFB_PID
    return 0
}
