# Sets java to a Java of version 25 or later; sourced by the scripts beside it.

is25() {
    # JAVA_TOOL_OPTIONS puts a line of its own first
    [ -x "$1" ] && "$1" -version 2>&1 | grep -Eq '^[a-z]+ version "(2[5-9]|[3-9][0-9]|[1-9][0-9]{2})'
}
java=
for candidate in "$TRUNKLINE_JAVA_HOME/bin/java" "$here/jre/bin/java" "$JAVA_HOME/bin/java" /usr/lib/jvm/*/bin/java "$HOME"/.sdkman/candidates/java/*/bin/java "$HOME"/.jdks/*/bin/java /opt/*/bin/java "$(command -v java)"; do
    if is25 "$candidate"; then
        java=$candidate
        break
    fi
done
if [ -z "$java" ]; then
    echo "$(basename "$0"): needs Java 25 or later: set JAVA_HOME to a JDK 25" >&2
    exit 1
fi
