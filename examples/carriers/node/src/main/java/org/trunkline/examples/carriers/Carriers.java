package org.trunkline.examples.carriers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.osgi.service.component.annotations.Component;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingField.Choice;
import org.trunkline.spi.config.SettingType;
import org.trunkline.spi.config.TrunkTemplates;

/** Two carriers to register with, by their published guides. */
@Component
public final class Carriers implements TrunkTemplates {
    private static final SettingField USERNAME = SettingField.of("username", SettingType.TEXT,
            LocalizedText.of("Username", "Användarnamn", "用户名", "Nama pengguna"),
            LocalizedText.of("Of the SIP account", "För SIP-kontot", "SIP 帐户的用户名", "Milik akun SIP")).mandatory();
    private static final SettingField PASSWORD = SettingField.of("password", SettingType.TEXT,
            LocalizedText.of("Password", "Lösenord", "密码", "Kata sandi"),
            LocalizedText.of("Of the SIP account", "För SIP-kontot", "SIP 帐户的密码", "Milik akun SIP")).mandatory().asSecret();

    /** The first is the default. */
    private static SettingField region(Choice... choices) {
        return new SettingField("region", SettingType.CHOICE, LocalizedText.of("Region", "Region", "区域", "Wilayah"),
                LocalizedText.of("The nearest one has the shortest delay", "Den närmaste har kortast fördröjning", "最近的区域延迟最短",
                        "Yang terdekat paling kecil penundaannya"), true, false, "", Optional.of(choices[0].value()), OptionalLong.empty(),
                OptionalLong.empty(), List.of(choices));
    }

    @Override
    public List<TrunkTemplate> templates() {
        return List.of(
                new TrunkTemplate("telnyx", "Telnyx", "", "Telnyx, TLS requirements and SIP trunking, read 2026-11",
                        Map.of("host", "sip.{region}", "transport", "tls", "port", "5061", "security.srtp", "offer",
                                "registration.username", "{username}", "registration.password", "{password}",
                                "outbound.format", "e164-plus", "inbound.format", "e164-plus"),
                        List.of(region(new Choice("telnyx.eu", LocalizedText.of("Europe", "Europa", "欧洲", "Eropa")),
                                new Choice("telnyx.com", LocalizedText.of("United States", "USA", "美国", "Amerika Serikat")),
                                new Choice("telnyx.ca", LocalizedText.of("Canada", "Kanada", "加拿大", "Kanada")),
                                new Choice("telnyx.com.au", LocalizedText.of("Australia", "Australien", "澳大利亚", "Australia"))), USERNAME, PASSWORD)),
                new TrunkTemplate("wavix", "Wavix", "", "Wavix, guide for FreeSWITCH, read 2026-11",
                        Map.of("host", "{region}.wavix.net", "registration.username", "{username}",
                                "registration.password", "{password}", "outbound.format", "e164", "inbound.format", "e164"),
                        List.of(region(new Choice("nl", LocalizedText.of("Netherlands", "Nederländerna", "荷兰", "Belanda")),
                                new Choice("us", LocalizedText.of("United States", "USA", "美国", "Amerika Serikat")),
                                new Choice("sg", LocalizedText.of("Singapore", "Singapore", "新加坡", "Singapura")),
                                new Choice("au", LocalizedText.of("Australia", "Australien", "澳大利亚", "Australia"))), USERNAME, PASSWORD)));
    }
}
