package org.trunkline.examples.alarms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
import org.trunkline.spi.testkit.SpiSamples;

/** Sends to a trap receiver of its own. */
class SnmpTrapTest extends AlertChannelContract {
    private static final String ENGINE = "80001f88047472756e6b6c696e65";
    private final LinkedBlockingQueue<CommandResponderEvent<? extends Address>> traps = new LinkedBlockingQueue<>();
    private Snmp receiver;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        var protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
        protocols.addAuthenticationProtocol(new AuthHMAC192SHA256());
        protocols.addPrivacyProtocol(new PrivAES128());
        var own = MPv3.createLocalEngineID();
        var usm = new USM(protocols, new OctetString(own), 0);
        usm.addUser(new OctetString("trunkline"), new OctetString(HexFormat.of().parseHex(ENGINE)),
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

    @Override
    protected AlertChannel channel() {
        return new SnmpTrap();
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
}
