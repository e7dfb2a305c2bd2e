package org.trunkline.http.internal.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.wire.json.Json;

class PersonMaskTest {
    @ParameterizedTest
    @CsvSource({
            "+46701234567, +4670123****",
            "070-123 45 67, 070-123 4****",
            "4711, ****",
            "tel:+46701234567, tel:+4670123****",
            "Bo Andersson, ****",
            "Bo, ****",
            "sip:anna@192.0.2.7:5060, sip:****@192.0.2.7:5060",
            "sips:anna@[2001:db8::1], sips:****@[2001:db8::1]",
            "anna@example.com, ****@example.com",
            "anna (192.0.2.10:5060), ****",
            "192.0.2.10:5060, ****",
            "4711 Anna, ****"
    })
    void hidesWhoItIs(String text, String shown) throws Exception {
        var json = Json.object().put("peer", text).put("cause", "busy").put("name", "");
        assertEquals("{\"peer\":\"" + shown + "\",\"cause\":\"busy\",\"name\":\"\"}", new String(Json.bytes(PersonMask.apply(json)), UTF_8));
    }
}
