package org.trunkline.demo.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One side's RTP and RTCP of a call: sends a voice every 20 ms and a sender report every 2 s, reads what comes.
 *
 * <p><b>Threads:</b> {@link #tick} and delayed sendings on the pacer's audio thread, the rest on any.
 */
final class RtpStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtpStream.class);
    private static final int HEADER = 12;
    private static final int REPORT_FRAMES = 100; // 2 s
    private static final long NTP_EPOCH = 2_208_988_800L;

    private final Pacer pacer;
    private final Voice voice;
    private final Impairment impairment;
    private final RandomGenerator random;
    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final int ssrc;
    private final int firstSequence;
    private final ByteBuffer in = ByteBuffer.allocate(2048);
    private boolean started;
    private volatile InetSocketAddress peerRtp;
    private volatile InetSocketAddress peerRtcp;
    private long frame;
    private boolean lost;
    private int peerSsrc;
    private long received;
    private int highestSequence = -1;
    private int baseSequence;
    private int peerReportMiddle;
    private long peerReportAt;

    /** @throws IOException if no port pair is to be had */
    RtpStream(Pacer pacer, InetAddress address, Voice voice, Impairment impairment, RandomGenerator random)
            throws IOException {
        this.pacer = pacer;
        this.voice = voice;
        this.impairment = impairment;
        this.random = random;
        this.ssrc = random.nextInt();
        this.firstSequence = random.nextInt(0x8000);
        this.rtp = open(address, 0);
        DatagramChannel control;
        try {
            control = open(address, port() + 1);
        } catch (IOException e) {
            control = open(address, 0); // told in SDP (RFC 3605)
        }
        this.rtcp = control;
        this.peerRtp = new InetSocketAddress(address, 9);
        this.peerRtcp = peerRtp;
    }

    private static DatagramChannel open(InetAddress address, int port) throws IOException {
        var channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(address, port));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    int port() {
        return portOf(rtp);
    }

    int rtcpPort() {
        return portOf(rtcp);
    }

    private static int portOf(DatagramChannel channel) {
        return channel.socket().getLocalPort();
    }

    /** Begins to send there, or goes on there. */
    void start(InetSocketAddress toRtp, InetSocketAddress toRtcp) {
        peerRtp = toRtp;
        peerRtcp = toRtcp;
        if (!started)
            pacer.add(this);
        started = true;
    }

    void tick() {
        try {
            read();
            sendVoice();
            if (frame % REPORT_FRAMES == REPORT_FRAMES / 2)
                later(rtcp, report(), peerRtcp);
        } catch (IOException e) {
            LOG.debug("demo audio stopped: {}", e.getMessage());
            pacer.remove(this);
        }
    }

    private void sendVoice() throws IOException {
        var packet = new byte[HEADER + Voice.FRAME];
        var out = ByteBuffer.wrap(packet);
        out.put((byte) 0x80).put((byte) (frame == 0 ? 0x80 | Voice.PAYLOAD_TYPE : Voice.PAYLOAD_TYPE))
                .putShort((short) (firstSequence + frame)).putInt((int) (frame * Voice.FRAME)).putInt(ssrc);
        voice.frame(frame++, packet, HEADER);
        lost = impairment.loses(lost, random);
        if (!lost)
            later(rtp, ByteBuffer.wrap(packet), peerRtp);
    }

    private void later(DatagramChannel channel, ByteBuffer packet, InetSocketAddress to) throws IOException {
        if (impairment.none())
            channel.send(packet, to);
        else
            pacer.sendLater(() -> send(channel, packet, to), impairment.delay(random));
    }

    private static void send(DatagramChannel channel, ByteBuffer packet, InetSocketAddress to) {
        try {
            if (channel.isOpen())
                channel.send(packet, to);
        } catch (IOException e) {
            LOG.debug("demo packet not sent: {}", e.getMessage());
        }
    }

    private void read() throws IOException {
        while (rtp.receive(in.clear()) != null)
            heard(in.flip());
        while (rtcp.receive(in.clear()) != null)
            reported(in.flip());
    }

    private void heard(ByteBuffer packet) {
        if (packet.remaining() < HEADER)
            return;
        int sequence = packet.getShort(2) & 0xffff;
        boolean another = packet.getInt(8) != peerSsrc; // as after a transfer
        if (highestSequence < 0 || another) {
            baseSequence = highestSequence = sequence;
            received = 0;
        } else if ((short) (sequence - highestSequence) > 0)
            highestSequence += (sequence - highestSequence) & 0xffff;
        peerSsrc = packet.getInt(8);
        received++;
    }

    private void reported(ByteBuffer packet) {
        if (packet.remaining() >= 28 && (packet.get(1) & 0xff) == 200) {
            peerReportMiddle = packet.getShort(10) << 16 | packet.getShort(12) & 0xffff;
            peerReportAt = System.nanoTime();
        }
    }

    /** Sender report with one reception block (RFC 3550 §6.4.1) and a CNAME. */
    private ByteBuffer report() {
        boolean heard = highestSequence >= 0;
        int words = heard ? 13 : 7;
        var out = ByteBuffer.allocate((words + 5) * 4);
        long millis = System.currentTimeMillis();
        out.put((byte) (heard ? 0x81 : 0x80)).put((byte) 200).putShort((short) (words - 1)).putInt(ssrc)
                .putInt((int) (millis / 1000 + NTP_EPOCH)).putInt((int) ((millis % 1000 << 32) / 1000))
                .putInt((int) (frame * Voice.FRAME)).putInt((int) frame).putInt((int) (frame * Voice.FRAME));
        if (heard)
            reception(out);
        byte[] cname = "demo@node".getBytes(US_ASCII);
        out.put((byte) 0x81).put((byte) 202).putShort((short) 4).putInt(ssrc).put((byte) 1).put((byte) cname.length)
                .put(cname).put((byte) 0);
        return out.flip();
    }

    private void reception(ByteBuffer out) {
        long expected = highestSequence - baseSequence + 1L;
        long missing = Math.max(0, expected - received);
        int fraction = expected == 0 ? 0 : (int) Math.min(255, missing * 256 / expected);
        int sinceReport = peerReportAt == 0 ? 0 : (int) ((System.nanoTime() - peerReportAt) * 65536 / 1_000_000_000L);
        out.putInt(peerSsrc).putInt(fraction << 24 | (int) Math.min(missing, 0x7fffff)).putInt(highestSequence)
                .putInt(0).putInt(peerReportMiddle).putInt(sinceReport);
    }

    @Override
    public void close() {
        pacer.remove(this);
        closeQuietly(rtp);
        closeQuietly(rtcp);
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("demo socket: {}", e.getMessage());
        }
    }
}
