package org.trunkline.testkit.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Publisher;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.testkit.Samples;

/** Plug-ins with every field filled in. */
public final class PluginSamples {
    /** A certificate that {@link FakePlugins} trusts on request; not one that X.509 knows. */
    public static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----\nZXhhbXBsZQ==\n-----END CERTIFICATE-----\n";
    public static final String PUBLISHER = "CN=Example Telephony, O=Example AB, C=SE";

    private PluginSamples() {}

    /** Runs in a process of its own, with settings of several types. */
    public static PluginStatus crm() {
        return new PluginStatus(crm("1.4.0"), PUBLISHER, PluginStatus.Signed.TRUSTED, PluginStatus.State.RUNNING,
                LocalizableText.NOTHING, Samples.START, PluginStatus.Host.PROCESS, Optional.of("1.3.2"),
                Map.of("server", "https://crm.example", "pause", "30", "popUp", "true"), List.of("key"),
                new PluginStatus.Cost(12.5, 31L << 20, 18, List.of(
                        new PluginStatus.InterfaceCost("NumberLookup", 4_211, 3, 1, 41.5),
                        new PluginStatus.InterfaceCost("RecordConsumer", 88, 0, 0, 120.25))), 1);
    }

    public static PluginAbout crm(String version) {
        return new PluginAbout("com.example.crm", version,
                Map.of("en", "CRM connector", "sv", "CRM-koppling", "zh", "CRM 连接器", "id", "Konektor CRM"),
                Map.of("en", "Shows the caller's name and adds a note after the call.",
                        "sv", "Visar uppringarens namn och lägger till en anteckning efter samtalet.",
                        "zh", "显示来电者姓名，并在通话后添加备注。",
                        "id", "Menampilkan nama penelepon dan menambahkan catatan setelah panggilan."),
                List.of("NumberLookup", "RecordConsumer"), List.of("records.read", "personal", "network:crm.example:443"),
                new PluginAbout.Limits(64, 100, 80, 50), false, true, List.of(
                        new PluginAbout.Field("server", "url", label("Server", "Server", "服务器", "Server"),
                                Map.of("en", "Address of the CRM."), true, false, "", "", "", "200", Map.of()),
                        new PluginAbout.Field("key", "text", label("API key", "API-nyckel", "API 密钥", "Kunci API"),
                                Map.of("en", "Created in the CRM's own settings."), true, true, "", "", "", "", Map.of()),
                        new PluginAbout.Field("pause", "number", label("Pause", "Paus", "间隔", "Jeda"),
                                Map.of("en", "Time between two requests."), false, false, "s", "10", "1", "600", Map.of()),
                        new PluginAbout.Field("popUp", "yes-no", label("Pop-up", "Popup", "弹窗", "Pop-up"), Map.of(), false,
                                false, "", "true", "", "", Map.of()),
                        new PluginAbout.Field("shape", "choice", label("Product", "Produkt", "产品", "Produk"), Map.of(), false,
                                false, "", "freshdesk", "", "", Map.of("freshdesk", Map.of("en", "Freshdesk"),
                                        "hubspot", Map.of("en", "HubSpot")))));
    }

    private static Map<String, String> label(String en, String sv, String zh, String id) {
        return Map.of("en", en, "sv", sv, "zh", zh, "id", id);
    }

    /** Was stopped by the node. */
    public static PluginStatus suspended() {
        return new PluginStatus(new PluginAbout("org.example.least-loaded", "0.9.0",
                Map.of("en", "Least-loaded routing", "sv", "Minst belastad väg"), Map.of(), List.of("RoutingPolicy"),
                List.of("calls.read"), PluginAbout.Limits.DEFAULT, true, false, List.of()), PUBLISHER,
                PluginStatus.Signed.TRUSTED, PluginStatus.State.SUSPENDED, new LocalizableText("plugin-late", List.of("RoutingPolicy", "5", "5"),
                        "RoutingPolicy answered later than 5 ms too often"), Samples.START.plusSeconds(60),
                PluginStatus.Host.INSIDE, Optional.empty(), Map.of(), List.of(), PluginStatus.Cost.NONE, 0);
    }

    /** Can be installed: {@link FakePlugins#installFromCatalogue} knows it. */
    public static CatalogueEntry offered() {
        return new CatalogueEntry("enum-1.0.0.tlp", Optional.of(new PluginAbout("org.example.enum", "1.0.0",
                Map.of("en", "ENUM lookup"), Map.of("en", "Finds the provider of a number in DNS."),
                List.of("NumberLookup"), List.of("network:dns.example:53"), PluginAbout.Limits.DEFAULT, false, false,
                List.of())), PluginStatus.Signed.UNKNOWN_PUBLISHER, "CN=Someone Else", CERTIFICATE, LocalizableText.NOTHING);
    }

    /** Cannot be installed. */
    public static CatalogueEntry broken() {
        return new CatalogueEntry("broken.tlp", Optional.empty(), PluginStatus.Signed.UNSIGNED, "", "",
                new LocalizableText("archive-broken", List.of(), "The archive cannot be read: it is truncated"));
    }

    public static Publisher publisher() {
        return new Publisher(PUBLISHER, "0f".repeat(32), Samples.START.plusSeconds(31_536_000), true);
    }
}
