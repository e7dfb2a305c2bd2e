package org.trunkline.examples.alarms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
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
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;
import org.snmp4j.util.DefaultPDUFactory;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertNotice;
import org.trunkline.spi.testkit.AlertChannelContract;
import org.trunkline.spi.testkit.FakePluginContext;
import org.trunkline.spi.testkit.SpiSamples;

/** Sends to a trap receiver of its own. */
class SnmpTrapTest extends AlertChannelContract {
    private final long[] nanos = { 0 };
    private SnmpTrap channel;
    private USM usm;
    private final LinkedBlockingQueue<CommandResponderEvent<? extends Address>> traps = new LinkedBlockingQueue<>();
    private Snmp receiver;
    private int port;

    @TempDir
    Path folder;

    @BeforeEach
    void listen() throws Exception {
        channel = start(folder);
        var protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
        protocols.addAuthenticationProtocol(new AuthHMAC192SHA256());
        protocols.addPrivacyProtocol(new PrivAES128());
        var own = MPv3.createLocalEngineID();
        usm = new USM(protocols, new OctetString(own), 0);
        usm.addUser(new OctetString("trunkline"), engine(channel),
                new UsmUser(new OctetString("trunkline"), AuthHMAC192SHA256.ID, new OctetString("authentic1"), PrivAES128.ID,
                        new OctetString("encrypted1")));
        var models = SecurityModels.getCollection(new SecurityModel[] { usm });
        var transport = new DefaultUdpTransportMapping(new UdpAddress("127.0.0.1/0"));
        receiver = new Snmp(new MessageDispatcherImpl(), transport);
        receiver.getMessageDispatcher().addMessageProcessingModel(new MPv3(own, new DefaultPDUFactory(), protocols, models, CounterSupport.getInstance()));
        receiver.addCommandResponder(new CommandResponder() {
            @Override
            public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
                traps.add(event);
            }
        });
        receiver.listen();
        port = transport.getListenAddress().getPort();
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
    }

    private SnmpTrap start(Path where) throws IOException {
        return new SnmpTrap(new FakePluginContext(where, Map.of()), () -> nanos[0]);
    }

    /** As the form shows it, for the receiver. */
    private static OctetString engine(SnmpTrap channel) {
        var help = channel.info().fields().stream().filter(field -> field.name().equals("engineId")).findFirst().orElseThrow().help().en();
        return new OctetString(HexFormat.of().parseHex(help.substring(help.lastIndexOf(' ') + 1)));
    }

    @Override
    protected AlertChannel channel() {
        return channel;
    }

    @Override
    protected Map<String, String> settings() {
        return settings("authentic1");
    }

    private Map<String, String> settings(String phrase) {
        return Map.of("host", "127.0.0.1:" + port, "user", "trunkline", "authPassphrase", phrase, "privPassphrase", "encrypted1");
    }

    @Override
    protected Map<String, String> wrongSettings() {
        return settings("1234567");
    }

    @Test
    void theReceiverGetsAnEncryptedTrapWithTheAlert() throws Exception {
        channel().deliver(SpiSamples.notice(AlertNotice.State.RAISED), settings());
        var event = traps.poll(10, TimeUnit.SECONDS);
        assertTrue(event != null, "no trap came");
        var pdu = event.getPDU();
        assertEquals(PDU.TRAP, pdu.getType());
        assertEquals(SecurityLevel.AUTH_PRIV, event.getSecurityLevel());
        assertEquals("1.3.6.1.4.1.8072.9999.9999.1", pdu.getVariable(SnmpConstants.snmpTrapOID).toString());
        assertEquals("Busy trunk", pdu.getVariable(new OID("1.3.6.1.4.1.8072.9999.9999.2.1")).toString());
        assertEquals(3, pdu.getVariable(new OID("1.3.6.1.4.1.8072.9999.9999.2.3")).toLong());
    }

    /** The receiver discards what is more than 150 s behind its own notion of the sender's time (RFC 3414 §3.2, 7b). */
    @Test
    void aTrapIsReceivedMinutesAfterTheFirst() throws Exception {
        deliver();
        later(200);
        deliver();
    }

    /** The seconds begin again, so the starts must be more than before. */
    @Test
    void aTrapIsReceivedAfterARestart() throws Exception {
        later(1000);
        deliver();
        later(200);
        channel = start(folder);
        deliver();
    }

    @Test
    void eachNodeHasAnEngineOfItsOwn(@TempDir Path other) throws Exception {
        assertEquals(engine(channel), engine(start(folder)));
        assertNotEquals(engine(channel), engine(start(other)));
    }

    @Test
    void aDamagedFileIsReplaced() throws Exception {
        Files.write(folder.resolve("snmp-engine.txt"), new byte[] { (byte) 0xFF, 0 });
        assertNotEquals(engine(channel), engine(start(folder)));
    }

    private void deliver() throws Exception {
        channel.deliver(SpiSamples.notice(AlertNotice.State.RAISED), settings());
        assertTrue(traps.poll(10, TimeUnit.SECONDS) != null, "the receiver discarded the trap");
    }

    /** At the plug-in and at the receiver. */
    private void later(int seconds) {
        nanos[0] += TimeUnit.SECONDS.toNanos(seconds);
        var known = usm.getTimeTable().getEntry(engine(channel));
        if (known != null)
            known.setTimeDiff(known.getTimeDiff() + seconds);
    }
}
