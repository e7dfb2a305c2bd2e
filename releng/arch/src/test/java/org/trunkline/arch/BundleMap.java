package org.trunkline.arch;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which bundle may use what: the table of docs/architecture.md. A new bundle, or a new edge, is first written here.
 *
 * <p>Everything may use the JDK, OSGi's own packages and JSpecify; everything but domain may log.
 */
final class BundleMap {
    static final String PREFIX = "org.trunkline.";

    /** @param ours bundles of ours, without the prefix; @param theirs package prefixes of third parties */
    record Row(Set<String> ours, Set<String> theirs) {
    }

    private static final String SIP = "javax.sip gov.nist";
    private static final String LUCENE = "org.apache.lucene";
    private static final String CHARTS = "org.jfree";
    private static final String OPUS = "io.github.jaredmdobson.concentus";
    private static final String WEBRTC = "dev.onvoid.webrtc";
    private static final String WORKBENCH = "org.eclipse.ui org.eclipse.core org.eclipse.jface org.eclipse.swt org.eclipse.e4"
            + " org.eclipse.equinox org.eclipse.osgi org.eclipse.collections org.eclipse.nebula org.eclipse.help org.eclipse.text jakarta.inject jakarta.annotation";
    private static final String JSON = "com.fasterxml.jackson";

    /** Types that never appear in an exported signature. */
    static final List<String> ADAPTED = words(SIP + " " + LUCENE + " " + CHARTS + " " + OPUS + " " + WEBRTC);

    /**
     * The only bundles that export; wire's is the JSON that http and remote, and those who write and who read a file, must agree on; export writes the files of both the desk and the API;
     * media.audio is what the relay converts and plays with; media.rtp is the border of the phone too; phone is what its window shows.
     */
    static final Map<String, String> EXPORTERS = Map.ofEntries(
            entry("domain", "org.trunkline.domain"),
            entry("engine", "org.trunkline.engine"),
            entry("api", "org.trunkline.api"),
            entry("query", "org.trunkline.query"),
            entry("spi", "org.trunkline.spi"),
            entry("ui", "org.trunkline.ui"),
            entry("testkit", "org.trunkline.testkit"),
            entry("spi.testkit", "org.trunkline.spi.testkit"),
            entry("wire", "org.trunkline.wire"),
            entry("export", "org.trunkline.export"),
            entry("media.audio", "org.trunkline.media.audio"),
            entry("media.rtp", "org.trunkline.media.rtp"),
            entry("phone", "org.trunkline.phone"));

    static final Map<String, Row> ROWS = rows();

    private static Map<String, Row> rows() {
        var rows = new LinkedHashMap<String, Row>();
        row(rows, "domain", "", "");
        row(rows, "engine", "domain", "");
        row(rows, "api", "domain", "");
        row(rows, "query", "domain api", ""); // api: the fields and the error of a search
        row(rows, "spi", "domain api", "");
        row(rows, "plugin", "domain engine api spi wire", JSON); // engine: the audit, timers, sealed secrets
        row(rows, "node", "domain engine api spi query wire", "com.google.i18n.phonenumbers org.xbill.DNS org.apache.felix.service.command");
        row(rows, "sip.jain", "domain engine", SIP + " org.xbill.DNS");
        row(rows, "media.audio", "domain engine", OPUS);
        row(rows, "media.rtp", "domain engine media.audio", "org.bouncycastle"); // media.audio: what converts, plays and records
        row(rows, "store.jdbc", "domain engine api spi", "liquibase com.zaxxer.hikari org.h2 org.postgresql");
        row(rows, "cdr.journal", "domain engine spi", "net.jpountz.lz4");
        row(rows, "cdr.lucene", "domain engine api spi query", LUCENE);
        row(rows, "wire", "domain api", JSON);
        row(rows, "export", "domain api spi wire", JSON + " org.openpdf");
        row(rows, "alert", "domain engine api spi query wire", JSON);
        row(rows, "apps.announcement", "domain spi", "");
        row(rows, "apps.conference", "domain api spi", "");
        row(rows, "apps.park", "domain api spi", "");
        row(rows, "apps.schedule", "domain api spi", "");
        row(rows, "http", "domain api query wire export", JSON + " jakarta.servlet org.eclipse.jetty"); // query: the fields that a masked caller searches by
        row(rows, "remote", "domain api wire", JSON);
        row(rows, "cli", "domain api wire export", JSON);
        row(rows, "demo", "domain api", "");
        // equinox.common: where bundles are, for the sound process; webrtc-java: what runs in it; engine, media.rtp: the border towards SIP servers of others
        row(rows, "phone", "domain engine media.rtp", SIP + " " + WEBRTC + " org.xbill.DNS org.eclipse.core.runtime org.eclipse.equinox.common");
        row(rows, "ui", "domain api query export", WORKBENCH);
        row(rows, "ui.calls", "domain api query ui", WORKBENCH);
        row(rows, "ui.trunks", "domain api query ui export", WORKBENCH + " com.google.zxing"); // QR codes of phone cards
        row(rows, "ui.cdr", "domain api query ui export", WORKBENCH);
        row(rows, "ui.quality", "domain api query ui", WORKBENCH + " " + CHARTS);
        row(rows, "ui.plugins", "domain api wire ui", WORKBENCH + " " + JSON);
        row(rows, "ui.phone", "domain api query phone ui", WORKBENCH);
        row(rows, "ui.help", "domain api ui", WORKBENCH + " org.commonmark");
        row(rows, "ui.words", "", "");
        row(rows, "spi.testkit", "domain spi", "org.junit");
        row(rows, "testkit", "domain engine api query", "org.junit");
        row(rows, "node.it", "domain engine api testkit", "org.junit");
        row(rows, "ui.uitest", "domain engine api phone ui testkit", "org.junit " + WORKBENCH);
        return rows;
    }

    private static void row(Map<String, Row> rows, String bundle, String ours, String theirs) {
        var third = new ArrayList<>(words(theirs));
        third.addAll(words("org.osgi org.jspecify"));
        if (!bundle.equals("domain"))
            third.add("org.slf4j");
        rows.put(bundle, new Row(new TreeSet<>(words(ours)), new TreeSet<>(third)));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(w -> !w.isEmpty()).toList();
    }

    /** Whether a package is {@code prefix} or below it. */
    static boolean under(String prefix, String name) {
        return name.equals(prefix) || name.startsWith(prefix + ".");
    }

    static boolean jdk(String packageName) {
        if (under("javax.sip", packageName) || under("javax.sdp", packageName))
            return false;
        return List.of("java", "javax", "jdk", "org.w3c.dom", "org.xml.sax", "org.ietf.jgss", "com.sun.net.httpserver", "com.sun.management", "sun.misc").stream()
                .anyMatch(p -> under(p, packageName));
    }

    private BundleMap() {
    }
}
