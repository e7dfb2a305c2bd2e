package org.trunkline.ui.trunks.internal.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;

import org.junit.jupiter.api.Test;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.api.phone.PhoneCard.Server;
import org.trunkline.api.phone.Provisioning;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.schema.Secret;
import org.trunkline.ui.Texts;

class CardTextTest {
    private static final String PASSWORD = "a&b+c?\"ö";

    private static CardText text(boolean serverHere, boolean settingsHere) {
        var server = new Server(serverHere ? "127.0.0.1" : "192.0.2.10", 5060, Transport.UDP, serverHere);
        return new CardText(new PhoneCard("anna", "Anna Å", server, Secret.of(PASSWORD), "sip:anna@192.0.2.10:5060;transport=udp",
                new Provisioning(URI.create("https://192.0.2.10:8060/provision/AAAA/"), Instant.parse("2026-11-21T13:00:00Z"), 20,
                        settingsHere, List.of()), List.of(server)), Texts.of(CardText.class, Locale.ENGLISH), ZoneOffset.UTC);
    }

    @Test
    void allOfItIsCopiedAndMailed() {
        var text = text(false, false);
        var lines = text.all().lines().toList();
        assertEquals(List.of("Phone card of Anna Å", "", "Server: 192.0.2.10", "Port: 5060", "Transport: UDP", "User: anna",
                "Password: " + PASSWORD, "", "Settings address: https://192.0.2.10:8060/provision/AAAA/"), lines.subList(0, 9));
        assertTrue(lines.getLast().endsWith("for 20 files"), lines.getLast());
        var mail = text.mailto();
        assertTrue(mail.matches("mailto:\\?subject=[A-Za-z0-9%._*-]+&body=[A-Za-z0-9%._*-]+"), mail);
        assertEquals(text.all().replace("\n", "\r\n"), URLDecoder.decode(mail.substring(mail.indexOf("&body=") + 6), StandardCharsets.UTF_8));
    }

    @Test
    void itSaysWhereNoPhoneReachesTheNode() {
        assertEquals("", text(false, false).warning());
        assertTrue(text(true, true).warning().contains("own machine only"), text(true, true).warning());
        assertTrue(text(false, true).warning().contains("cannot fetch"), text(false, true).warning());
        assertFalse(text(false, true).all().contains("provision"), "an address that nobody reaches is not mailed");
    }

    @Test
    void theCodeIsReadAsItWasWritten() throws Exception {
        for (String content : List.of("sip:anna@192.0.2.10:5060;transport=udp",
                "https://pbx.example.com:8060/provision/AAAAAAAAAAAAAAAAAAAAAA/linphone/linphone.xml")) {
            var code = QrCode.of(content);
            int scale = 4;
            int side = code.size() * scale;
            int[] pixels = new int[side * side];
            for (int i = 0; i < pixels.length; i++)
                pixels[i] = code.dark(i % side / scale, i / side / scale) ? 0xFF000000 : 0xFFFFFFFF;
            assertEquals(content, new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels))))
                    .getText());
        }
    }

    @Test
    void everyLanguageHasTheWords() {
        for (String language : List.of("en", "sv", "zh", "id")) {
            var texts = Texts.of(CardText.class, Locale.of(language));
            for (int phones : new int[] {0, 1, 3}) {
                assertTrue(texts.get("card.sure", "anna", phones).contains("anna"), language);
                assertTrue(texts.get("sync.told", "anna", Math.max(1, phones)).contains("anna"), language);
            }
            assertTrue(texts.get("sync.partly", "anna", 1, 2, "Phone: 489 Bad Event").endsWith("489 Bad Event"), language);
            for (String key : List.of("sync.later", "sync.no-card", "revoke.sure", "revoke.doing", "revoke.done"))
                assertTrue(texts.get(key, "anna", 2).contains("anna"), language + " " + key);
        }
    }
}
