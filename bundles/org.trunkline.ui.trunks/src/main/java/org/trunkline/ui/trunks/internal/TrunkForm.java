package org.trunkline.ui.trunks.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.TariffDraft;
import org.trunkline.api.config.TrunkDraft;
import org.trunkline.api.config.TrunkRules;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.ui.trunks.internal.FieldSpec.Type;

final class TrunkForm implements EntryForm<Trunk, TrunkDraft> {
    private static final String REGISTERS = "registration";
    private static final String SECURITY = "security";
    private static final String SRTP = "security.srtp";
    private static final String CERTIFICATE_NAME = "security.certificateName";
    private static final String MUTUAL_TLS = "security.mutualTls";

    @Override
    public List<FieldSpec> fields() {
        var transports = Transport.OF_TRUNKS.stream().map(Transport::name).toList();
        var srtp = Arrays.stream(Srtp.values()).map(Srtp::name).toList();
        var formats = Arrays.stream(NumberRules.Format.values()).map(NumberRules.Format::name).toList();
        var fields = new ArrayList<>(List.of(field("name", "general", Type.TEXT), field("host", "general", Type.TEXT),
                field("port", "general", Type.NUMBER), new FieldSpec("transport", "general", Type.CHOICE, transports),
                field("enabled", "general", Type.CHECK), field("inboundAddresses", "general", Type.LINES),
                field(REGISTERS, REGISTERS, Type.CHECK), field("registration.username", REGISTERS, Type.TEXT),
                field("registration.password", REGISTERS, Type.PASSWORD),
                field("registration.expiresSeconds", REGISTERS, Type.NUMBER),
                new FieldSpec(SRTP, SECURITY, Type.CHOICE, srtp), field(CERTIFICATE_NAME, SECURITY, Type.TEXT),
                field(MUTUAL_TLS, SECURITY, Type.CHECK),
                field("maxCalls", "limits", Type.NUMBER), field("maxCallsPerSecond", "limits", Type.NUMBER),
                field("optionsSeconds", "limits", Type.NUMBER), field("answerSeconds", "limits", Type.NUMBER),
                field("region", "numbers", Type.TEXT), field("callerId", "numbers", Type.TEXT),
                field("assertIdentity", "numbers", Type.CHECK), field("outbound.strip", "numbers", Type.NUMBER),
                field("outbound.prefix", "numbers", Type.TEXT),
                new FieldSpec("outbound.format", "numbers", Type.CHOICE, formats),
                field("inbound.strip", "numbers", Type.NUMBER), field("inbound.prefix", "numbers", Type.TEXT),
                new FieldSpec("inbound.format", "numbers", Type.CHOICE, formats)));
        fields.addAll(TariffFields.specs());
        return fields;
    }

    private static FieldSpec field(String name, String section, Type type) {
        return new FieldSpec(name, section, type);
    }

    @Override
    public Values blank() {
        return values(TrunkDraft.of("", ""));
    }

    @Override
    public Values values(Trunk t) {
        return values(new TrunkDraft(t.name(), t.host(), t.port(), t.transport(), t.inboundAddresses(),
                t.registration().map(r -> new TrunkDraft.Registration(r.username(), Optional.empty(),
                        r.expiresSeconds())), t.maxCalls(), t.maxCallsPerSecond(), t.enabled(), t.region(),
                rules(t.outbound()), rules(t.inbound()), t.callerId(), t.assertIdentity(), t.optionsSeconds(),
                t.answerSeconds(), t.security(), t.tariff().map(TariffDraft::of)));
    }

    private static TrunkDraft.Rules rules(NumberRules r) {
        return new TrunkDraft.Rules(r.strip(), r.prefix(), r.format());
    }

    private static Values values(TrunkDraft t) {
        return TariffFields.put(Values.of("name", t.name(), "host", t.host(), "port", text(t.port()), "transport",
                t.transport().name(), "inboundAddresses", String.join("\n", t.inboundAddresses()), REGISTERS,
                Boolean.toString(t.registration().isPresent()), "registration.username",
                t.registration().map(TrunkDraft.Registration::username).orElse(""), "registration.password", "",
                "registration.expiresSeconds", text(t.registration().map(TrunkDraft.Registration::expiresSeconds)
                        .orElse(TrunkDraft.DEFAULT_EXPIRES_SECONDS)),
                "maxCalls", text(t.maxCalls()), "maxCallsPerSecond", text(t.maxCallsPerSecond()), "enabled",
                Boolean.toString(t.enabled()), "region", t.region(), "outbound.strip", text(t.outbound().strip()),
                "outbound.prefix", t.outbound().prefix(), "outbound.format", t.outbound().format().name(),
                "inbound.strip", text(t.inbound().strip()), "inbound.prefix", t.inbound().prefix(), "inbound.format",
                t.inbound().format().name(), "callerId", t.callerId().orElse(""), "assertIdentity",
                Boolean.toString(t.assertIdentity()), "optionsSeconds", text(t.optionsSeconds()), "answerSeconds",
                text(t.answerSeconds()), SRTP, t.security().srtp().name(), CERTIFICATE_NAME,
                t.security().certificateName().orElse(""), MUTUAL_TLS,
                Boolean.toString(t.security().mutualTls())), t.tariff());
    }

    private static String text(int number) {
        return Integer.toString(number);
    }

    @Override
    public String key(Trunk t) {
        return t.name();
    }

    @Override
    public Checked<TrunkDraft> check(Values values, Optional<Trunk> present) {
        var numbers = new Values.Numbers(values);
        TrunkDraft draft = draft(values, numbers);
        Optional<TrunkRegistration> kept = present.flatMap(Trunk::registration);
        return numbers.checked(draft, TrunkRules.check(draft, kept.isPresent()));
    }

    private static TrunkDraft draft(Values v, Values.Numbers numbers) {
        Optional<TrunkDraft.Registration> registration = v.flag(REGISTERS)
                ? Optional.of(new TrunkDraft.Registration(v.trimmed("registration.username"),
                        v.secret("registration.password"), numbers.read("registration.expiresSeconds")))
                : Optional.empty();
        return new TrunkDraft(v.trimmed("name"), v.trimmed("host"), numbers.read("port"),
                Transport.valueOf(v.text("transport")), v.lines("inboundAddresses"), registration,
                numbers.read("maxCalls"), numbers.read("maxCallsPerSecond"), v.flag("enabled"),
                v.trimmed("region").toUpperCase(Locale.ROOT), rules(v, "outbound", numbers),
                rules(v, "inbound", numbers), v.optional("callerId"), v.flag("assertIdentity"),
                numbers.read("optionsSeconds"), numbers.read("answerSeconds"), security(v),
                TariffFields.read(v, numbers));
    }

    /** What was chosen for TLS is kept in the fields, and means nothing over another transport. */
    private static TrunkSecurity security(Values v) {
        return tls(v) ? new TrunkSecurity(Srtp.valueOf(v.text(SRTP)), v.optional(CERTIFICATE_NAME), v.flag(MUTUAL_TLS))
                : TrunkSecurity.NONE;
    }

    private static boolean tls(Values v) {
        return Transport.TLS.name().equals(v.text("transport"));
    }

    private static TrunkDraft.Rules rules(Values v, String way, Values.Numbers numbers) {
        return new TrunkDraft.Rules(numbers.read(way + ".strip"), v.trimmed(way + ".prefix"),
                NumberRules.Format.valueOf(v.text(way + ".format")));
    }

    @Override
    public Catalog<Trunk, TrunkDraft> catalog(Node node) {
        return node.trunks();
    }

    @Override
    public String keyField() {
        return "name";
    }

    @Override
    public boolean enabled(String field, Values values) {
        if (field.startsWith("registration."))
            return values.flag(REGISTERS);
        return (!field.startsWith("security.") || tls(values)) && !TariffFields.isOff(field, values);
    }

    /** A port that was not chosen goes with the transport. */
    @Override
    public Values following(String field, Values values) {
        if (!field.equals("transport"))
            return values;
        String usual = text(TrunkDraft.DEFAULT_PORT);
        String usualTls = text(TrunkDraft.DEFAULT_TLS_PORT);
        String port = values.trimmed("port");
        if (!port.equals(usual) && !port.equals(usualTls))
            return values;
        return values.with("port", tls(values) ? usualTls : usual);
    }
}
