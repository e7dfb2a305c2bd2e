package org.trunkline.examples.alarms;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.UserTarget;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;
import org.snmp4j.util.DefaultPDUFactory;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.PluginContext;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertNotice;

/**
 * Alerts as SNMPv3 traps, authenticated (HMAC-SHA-256) and encrypted (AES-128). Below the enterprise's OID, {@code .1} is
 * the trap; {@code .2.1} to {@code .2.4} are the alert's name, its state, its matches and its text.
 */
@Component
public final class SnmpTrap implements AlertChannel {
    private static final int TRAP_PORT = 162;
    private static final int SHORTEST_PASSPHRASE = 8;
    /** net-snmp's range for trials, which belongs to no product. */
    private static final String PLAYPEN = "1.3.6.1.4.1.8072.9999.9999";
    private static final String ENGINE = "engineId";

    private final SnmpEngine own;

    @Activate
    public SnmpTrap(@Reference PluginContext context) throws IOException {
        this(context, System::nanoTime);
    }

    SnmpTrap(PluginContext context, LongSupplier nanos) throws IOException {
        own = SnmpEngine.start(context.folder(), nanos);
    }

    @Override
    public ChannelInfo info() {
        return new ChannelInfo("snmp-trap", LocalizedText.of("SNMPv3 trap", "SNMPv3-trapp", "SNMPv3 陷阱", "Trap SNMPv3"),
                List.of(Form.host(),
                        Form.text("user", LocalizedText.of("User name", "Användarnamn", "用户名", "Nama pengguna"),
                                LocalizedText.of("User of the trap receiver", "Trappmottagarens användare", "陷阱接收方的用户", "Pengguna penerima trap"),
                                "", true, false),
                        Form.text("authPassphrase", LocalizedText.of("Authentication phrase", "Autentiseringsfras", "认证口令", "Frasa autentikasi"),
                                LocalizedText.of("Passphrase for HMAC-SHA-256, 8 characters or more", "Fras för HMAC-SHA-256, minst 8 tecken",
                                        "HMAC-SHA-256 的口令，至少 8 个字符", "Frasa untuk HMAC-SHA-256, minimal 8 karakter"),
                                "", true, true),
                        Form.text("privPassphrase", LocalizedText.of("Encryption phrase", "Krypteringsfras", "加密口令", "Frasa enkripsi"),
                                LocalizedText.of("Passphrase for AES-128, 8 characters or more", "Fras för AES-128, minst 8 tecken",
                                        "AES-128 的口令，至少 8 个字符", "Frasa untuk AES-128, minimal 8 karakter"),
                                "", true, true),
                        Form.text(ENGINE, LocalizedText.of("Engine ID", "Motor-ID", "引擎 ID", "ID mesin"),
                                LocalizedText.of("Engine ID in hexadecimal, to enter at the receiver; empty for this node's own, " + own.id(),
                                        "Motor-ID i hexadecimal form, att ange hos mottagaren; tomt för nodens eget, " + own.id(),
                                        "引擎 ID（十六进制），须在接收方填写；留空则使用本节点自己的 " + own.id(),
                                        "ID mesin dalam heksadesimal, untuk diisi di penerima; kosongkan untuk milik simpul ini, " + own.id()),
                                "", false, false),
                        Form.text("enterprise", LocalizedText.of("Enterprise OID", "Företags-OID", "企业 OID", "OID perusahaan"),
                                LocalizedText.of("OID that the trap and its values are below", "OID som trappen och dess värden ligger under",
                                        "陷阱及其值所在的 OID", "OID induk trap dan nilainya"),
                                PLAYPEN, false, false)));
    }

    @Override
    public void deliver(AlertNotice notice, Map<String, String> settings) throws ExtensionException {
        var target = Form.Target.of(settings, TRAP_PORT);
        var user = user(settings);
        var engine = engine(settings);
        var pdu = pdu(notice, enterprise(settings), engine);
        var protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
        protocols.addAuthenticationProtocol(new AuthHMAC192SHA256());
        protocols.addPrivacyProtocol(new PrivAES128());
        var usm = new USM(protocols, new OctetString(engine), own.boots()); // for this alert's user alone: others may have the same name
        usm.setLocalEngine(new OctetString(engine), own.boots(), own.seconds());
        usm.addUser(user);
        var models = SecurityModels.getCollection(new SecurityModel[] { usm });
        try (var snmp = new Snmp(new MessageDispatcherImpl(), new DefaultUdpTransportMapping(new UdpAddress("0.0.0.0/0")))) {
            var processing = new MPv3(engine, new DefaultPDUFactory(), protocols, models, CounterSupport.getInstance());
            snmp.getMessageDispatcher().addMessageProcessingModel(processing);
            var receiver = new UserTarget<UdpAddress>();
            receiver.setAddress(new UdpAddress(java.net.InetAddress.getByName(target.host()), target.port()));
            receiver.setVersion(SnmpConstants.version3);
            receiver.setSecurityLevel(SecurityLevel.AUTH_PRIV);
            receiver.setSecurityName(user.getSecurityName());
            receiver.setAuthoritativeEngineID(engine);
            snmp.send(pdu, receiver);
        } catch (IOException e) {
            throw new ExtensionException("The trap cannot be sent to " + target.host() + ": " + e.getMessage(), true, e);
        }
    }

    private static UsmUser user(Map<String, String> settings) throws ExtensionException {
        for (var name : List.of("authPassphrase", "privPassphrase"))
            if (settings.getOrDefault(name, "").length() < SHORTEST_PASSPHRASE)
                throw new ExtensionException("The setting " + name + " is shorter than 8 characters: enter it in the alert", false);
        return new UsmUser(new OctetString(settings.getOrDefault("user", "")), AuthHMAC192SHA256.ID,
                new OctetString(settings.get("authPassphrase")), PrivAES128.ID, new OctetString(settings.get("privPassphrase")));
    }

    private byte[] engine(Map<String, String> settings) throws ExtensionException {
        var given = settings.getOrDefault(ENGINE, "").strip();
        var text = given.isEmpty() ? own.id() : given;
        if (!text.matches("([0-9a-fA-F]{2}){5,32}"))
            throw new ExtensionException("Engine ID \"" + text + "\" is not 5 to 32 bytes in hexadecimal: correct it", false);
        return java.util.HexFormat.of().parseHex(text);
    }

    private static OID enterprise(Map<String, String> settings) throws ExtensionException {
        var text = settings.getOrDefault("enterprise", PLAYPEN);
        if (!text.matches("\\d{1,9}(\\.\\d{1,9}){3,60}"))
            throw new ExtensionException("Enterprise OID \"" + text + "\" is not numbers with dots: correct it", false);
        return new OID(text);
    }

    private static ScopedPDU pdu(AlertNotice notice, OID enterprise, byte[] engine) {
        var pdu = new ScopedPDU();
        pdu.setType(PDU.TRAP);
        pdu.setContextEngineID(new OctetString(engine));
        long upCentis = java.lang.management.ManagementFactory.getRuntimeMXBean().getUptime() / 10;
        pdu.add(new VariableBinding(SnmpConstants.sysUpTime, new TimeTicks(upCentis & 0xFFFF_FFFFL)));
        pdu.add(new VariableBinding(SnmpConstants.snmpTrapOID, below(enterprise, 1)));
        pdu.add(new VariableBinding(below(enterprise, 2, 1), utf8(notice.alert())));
        pdu.add(new VariableBinding(below(enterprise, 2, 2), utf8(notice.state().name())));
        pdu.add(new VariableBinding(below(enterprise, 2, 3), new Counter64(notice.matches())));
        pdu.add(new VariableBinding(below(enterprise, 2, 4), utf8(notice.text())));
        return pdu;
    }

    private static OctetString utf8(String text) {
        return new OctetString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static OID below(OID parent, int... more) {
        var oid = new OID(parent);
        for (int arc : more)
            oid.append(arc);
        return oid;
    }
}
