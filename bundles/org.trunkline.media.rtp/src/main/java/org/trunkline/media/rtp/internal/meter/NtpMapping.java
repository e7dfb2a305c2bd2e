package org.trunkline.media.rtp.internal.meter;

/** The times that one side's reports bore last, for answers that let it reckon the round trip. By the relay loop. */
public final class NtpMapping {
    private static final double PER_NANO = 65_536 / 1e9;

    private int sender;
    private int senderTime;
    private long senderAt;
    private int receiver;
    private int receiverTime;
    private long receiverAt;

    /** A sender report came (RFC 3550 §6.4.1). */
    public void sender(int ssrc, int time, long nanos) {
        sender = ssrc;
        senderTime = time;
        senderAt = nanos;
    }

    /** A receiver reference time came (RFC 3611 §4.4). */
    public void receiver(int ssrc, int time, long nanos) {
        receiver = ssrc;
        receiverTime = time;
        receiverAt = nanos;
    }

    /** 0 where that source sent none. */
    public int senderTime(int ssrc) {
        return ssrc == sender ? senderTime : 0;
    }

    public int sinceSender(long nanos) {
        return (int) ((nanos - senderAt) * PER_NANO);
    }

    public int receiver() {
        return receiver;
    }

    /** 0 where there was none. */
    public int receiverTime() {
        return receiverTime;
    }

    public int sinceReceiver(long nanos) {
        return (int) ((nanos - receiverAt) * PER_NANO);
    }
}
