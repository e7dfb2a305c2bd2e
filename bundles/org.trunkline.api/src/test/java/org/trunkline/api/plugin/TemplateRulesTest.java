package org.trunkline.api.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;

/** A template and its answers make the values of a trunk. */
class TemplateRulesTest {
    private static final Template ACME = new Template("acme-se", "com.example", "Acme", "SE", "its web page, 2026-01-31",
            Map.of("host", "{region}.sip.example", "transport", "tls", "port", "5061", "security.srtp", "require",
                    "inboundAddresses", "192.0.2.0/28, 198.51.100.7", "registration.username", "{user}",
                    "registration.password", "{password}", "registration.expiresSeconds", "600"),
            List.of(field("region", "eu", false), field("user", "", false), field("password", "", true)));

    private static Field field(String name, String usual, boolean secret) {
        return new Field(name, "text", Map.of(), Map.of(), false, secret, "", usual, "", "", Map.of());
    }

    @Test
    void answersMakeATrunk() {
        var texts = TemplateRules.fill(ACME, Map.of("user", "anna$1", "password", "correct {horse}"));
        var trunk = EntryKind.TRUNK.read(texts, Optional.empty()).draft().orElseThrow();
        assertEquals("eu.sip.example", trunk.peer().host(), "the default of a question");
        assertEquals(5061, trunk.peer().port());
        assertEquals(Transport.TLS, trunk.peer().transport());
        assertEquals(List.of("192.0.2.0/28", "198.51.100.7"), trunk.peer().inboundAddresses());
        assertEquals(Srtp.REQUIRE, trunk.security().srtp());
        assertEquals("anna$1", trunk.registration().orElseThrow().username());
        assertEquals(Optional.of("correct {horse}"), trunk.registration().orElseThrow().password().given());
        assertEquals(600, trunk.registration().orElseThrow().expiresSeconds());
    }

    @Test
    void aPartWithoutAnyAnswerIsLeftOut() {
        assertEquals(Map.of("host", "us.sip.example", "transport", "TLS", "port", "5061", "security.srtp", "REQUIRE",
                "inboundAddresses", "192.0.2.0/28\n198.51.100.7"), TemplateRules.fill(ACME, Map.of("region", "us")));
        assertEquals(Map.of("registration", "true", "registration.username", "a", "registration.expiresSeconds", "600"),
                only("registration", TemplateRules.fill(ACME, Map.of("user", "a"))), "one answer is enough for the others");
    }

    private static Map<String, String> only(String start, Map<String, String> texts) {
        var some = new java.util.HashMap<>(texts);
        some.keySet().removeIf(path -> !path.startsWith(start));
        return some;
    }

    @Test
    void errorsAreToldAtTheQuestions() {
        var host = new FieldError("host", "not-host", List.of("?.sip.example"), "wrong");
        assertEquals(List.of(new FieldError("region", "not-host", List.of("?.sip.example"), "wrong")),
                TemplateRules.atQuestions(ACME, List.of(host, host, new FieldError("name", "required", List.of(), "no name"),
                        new FieldError("inboundAddresses[1]", "not-address", List.of("x"), "wrong"))));
    }

    @Test
    void whatMakesNoTrunkIsNamed() {
        assertEquals(Optional.empty(), TemplateRules.problem(ACME.trunk(), List.of("region", "user", "password")));
        assertEquals(Optional.of("\"registration.password\" needs {password}, which is not asked"),
                TemplateRules.problem(ACME.trunk(), List.of("region", "user")));
        assertEquals(Optional.of("a trunk has no field \"hots\""), TemplateRules.problem(Map.of("hots", "sip.example"), List.of()));
        assertEquals(Optional.of("\"SCTP\" is not a value of \"transport\""), TemplateRules.problem(Map.of("transport", "sctp"), List.of()));
        assertEquals(Optional.of("\"soon\" is not a value of \"registration.expiresSeconds\""),
                TemplateRules.problem(Map.of("registration.expiresSeconds", "soon"), List.of()));
    }
}
