package org.trunkline.demo.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a demo phone, from either side. Guarded by its phone. */
final class UaCall {
    private static final Logger LOG = LoggerFactory.getLogger(UaCall.class);
    private static final Pattern CONNECTION = Pattern.compile("(?m)^c=IN IP[46] ([^\\s/]+)");
    private static final Pattern AUDIO = Pattern.compile("(?m)^m=audio (\\d+)");
    private static final int REPEAT_OK_MS = 500;
    private static final int REPEAT_OK_TIMES = 6;
    private static final int CONSULT_PATIENCE_MS = 10_000;
    private static final int CONSULT_MS = 8_000;

    private final UserAgent phone;
    private final String callId;
    private final String localUri;
    private final String localTag;
    private final String target;
    private final int talkMs;
    private final Consumer<UaCall> answered;
    private final @Nullable SipText invite;
    private String remoteTag = "";
    private String remoteTarget;
    private long cseq = 1;
    private String branch = "";
    private boolean ringing;
    private boolean cancelling;
    private boolean up;
    private boolean acknowledged;
    private boolean over;
    private byte[] ack = {};
    private byte[] lastAnswer = {};
    private @Nullable RtpStream media;

    /** Outgoing. @param answered told when somebody takes it */
    UaCall(UserAgent phone, String callId, String from, String target, int talkMs, Consumer<UaCall> answered) {
        this.answered = answered;
        this.phone = phone;
        this.callId = callId;
        this.localUri = from;
        this.localTag = phone.token();
        this.target = target;
        this.remoteTarget = target;
        this.talkMs = talkMs;
        this.invite = null;
    }

    /** Incoming. */
    UaCall(UserAgent phone, SipText invite) {
        this.phone = phone;
        this.callId = invite.header("call-id");
        this.localUri = SipText.inBrackets(invite.header("to"));
        this.localTag = phone.token();
        this.target = SipText.inBrackets(invite.header("from"));
        this.remoteTarget = invite.contactUri();
        this.remoteTag = invite.fromTag();
        this.talkMs = 0;
        this.answered = _ -> {};
        this.invite = invite;
    }

    String callId() {
        return callId;
    }

    void invite(int patienceMs) throws IOException {
        media = newMedia();
        sendInvite("");
        phone.pacer.after(patienceMs, () -> {
            synchronized (phone) {
                giveUp();
            }
        });
    }

    private RtpStream newMedia() throws IOException {
        return new RtpStream(phone.pacer, phone.address(), phone.voice, phone.impairment, phone.random);
    }

    private void sendInvite(String authorization) {
        branch = "z9hG4bK" + phone.token();
        phone.send("INVITE", phone.head("INVITE", target, branch, callId, cseq, localUri, localTag, target, "",
                authorization) + "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS\r\n", sdp(),
                answer -> invited(answer, authorization));
    }

    private void invited(SipText answer, String authorization) {
        int status = answer.status();
        if (status < 200) {
            ringing = true;
            if (cancelling)
                sendCancel();
            return;
        }
        acknowledge(answer);
        if (status < 300)
            answered(answer);
        else if ((status == 401 || status == 407) && authorization.isEmpty() && !cancelling) {
            cseq++;
            sendInvite(phone.authorize(answer, "INVITE", target));
        } else
            end();
    }

    private void acknowledge(SipText answer) {
        remoteTag = answer.toTag();
        boolean success = answer.status() < 300;
        if (success && !answer.contactUri().isEmpty())
            remoteTarget = answer.contactUri();
        String head = phone.head("ACK", success ? remoteTarget : target, success ? "z9hG4bK" + phone.token() : branch,
                callId, cseq, localUri, localTag, target, remoteTag, "");
        ack = UserAgent.withBody(head, "").getBytes(UTF_8);
        phone.sendNow(ack);
    }

    /** The answer came again: the ACK was lost. */
    void answeredAgain(SipText answer) {
        if (ack.length > 0)
            phone.sendNow(ack);
    }

    private void answered(SipText answer) {
        up = true;
        talk(answer.body());
        if (cancelling) {
            hangUp();
        } else {
            hangUpAfter(talkMs);
            answered.accept(this);
        }
    }

    private void hangUpAfter(int ms) {
        if (ms > 0)
            phone.pacer.after(ms, () -> {
                synchronized (phone) {
                    hangUp();
                }
            });
    }

    private void giveUp() {
        if (up || over || cancelling)
            return;
        cancelling = true;
        if (ringing)
            sendCancel();
    }

    private void sendCancel() {
        phone.send("CANCEL",
                phone.head("CANCEL", target, branch, callId, cseq, localUri, localTag, target, "", ""), "",
                answer -> {});
    }

    void receive(Behaviour behaviour) {
        var request = invite();
        phone.reply(request, 100, "Trying", "", "");
        switch (behaviour) {
            case Behaviour.Refuse refuse -> refuse(refuse.status(), refuse.reason());
            case Behaviour.Ring ring -> phone.reply(request, 180, "Ringing", localTag, "", "");
            case Behaviour.Answer answer -> {
                phone.reply(request, 180, "Ringing", localTag, "", "");
                after(answer.ringMs(), () -> pickUp(answer.talkMs()));
            }
            case Behaviour.Transfer transfer -> {
                phone.reply(request, 180, "Ringing", localTag, "", "");
                after(transfer.ringMs(), () -> pickUp(0));
                after(transfer.ringMs() + transfer.talkMs(), () -> transfer(transfer));
            }
        }
    }

    private void after(int ms, Runnable then) {
        phone.pacer.after(ms, () -> {
            synchronized (phone) {
                then.run();
            }
        });
    }

    private void transfer(Behaviour.Transfer transfer) {
        if (!up || over)
            return;
        String to = phone.aor(transfer.colleague());
        if (!transfer.asksFirst()) {
            refer(to);
            return;
        }
        try {
            phone.call(phone.user, transfer.colleague(), CONSULT_PATIENCE_MS, CONSULT_MS, consulted ->
                    after(CONSULT_MS / 4, () -> refer(to + "?Replaces=" + consulted.replaces())));
        } catch (IOException e) {
            LOG.debug("demo: {} asks nobody: {}", phone.user, e.getMessage());
        }
    }

    /** This dialog as the other side has it (RFC 3891 §3), as part of a URI. */
    private String replaces() {
        return callId + "%3Bto-tag%3D" + remoteTag + "%3Bfrom-tag%3D" + localTag;
    }

    /** Asks for the other side to be led there (RFC 3515). */
    private void refer(String to) {
        if (!up || over)
            return;
        cseq++;
        phone.send("REFER", phone.head("REFER", remoteTarget, "z9hG4bK" + phone.token(), callId, cseq, localUri, localTag,
                target, remoteTag, "") + "Refer-To: <" + to + ">\r\nReferred-By: <" + localUri + ">\r\n", "", answer -> {});
    }

    /** How a transfer goes on: once the other two talk, this one is out of it. */
    void told(SipText notify) {
        if (notify.body().startsWith("SIP/2.0 2"))
            hangUp();
    }

    private SipText invite() {
        var request = invite;
        if (request == null)
            throw new IllegalStateException("an outgoing call has no INVITE of the other side");
        return request;
    }

    private void refuse(int status, String reason) {
        lastAnswer = phone.reply(invite(), status, reason, localTag, "", "");
        end();
    }

    private void pickUp(int talk) {
        if (over || up)
            return;
        try {
            media = newMedia();
        } catch (IOException e) {
            refuse(500, "No port");
            return;
        }
        up = true;
        lastAnswer = phone.reply(invite(), 200, "OK", localTag, "", sdp());
        talk(invite().body());
        hangUpAfter(talk);
        repeatOk(1);
    }

    private void repeatOk(int times) {
        if (times <= REPEAT_OK_TIMES)
            phone.pacer.after(REPEAT_OK_MS, () -> {
                synchronized (phone) {
                    if (acknowledged || over)
                        return;
                    phone.sendNow(lastAnswer);
                    repeatOk(times + 1);
                }
            });
    }

    void acknowledged(SipText ack) {
        acknowledged = true;
        if (up)
            talk(ack.body()); // the answer to what was offered in a 200
    }

    /** The same INVITE again, or a re-INVITE of the node: to keep the session, or to lead it elsewhere. */
    void invitedAgain(SipText request) {
        if (request.toTag().isEmpty() && lastAnswer.length > 0)
            phone.sendNow(lastAnswer);
        else if (up) {
            phone.reply(request, 200, "OK", localTag, "", sdp());
            talk(request.body());
        }
    }

    void cancelled() {
        if (!up && !over)
            refuse(487, "Request Terminated");
    }

    void hungUp() {
        end();
    }

    void hangUp() {
        if (over)
            return;
        if (up) {
            cseq++;
            phone.send("BYE", phone.head("BYE", remoteTarget, "z9hG4bK" + phone.token(), callId, cseq, localUri,
                    localTag, target, remoteTag, ""), "", answer -> {});
            end();
        } else if (invite == null)
            giveUp();
        else
            refuse(480, "Temporarily Unavailable");
    }

    private void end() {
        over = true;
        if (media != null)
            media.close();
        phone.ended(this);
    }

    private String sdp() {
        var stream = media;
        if (stream == null)
            return "";
        String address = phone.address().getHostAddress();
        String type = address.indexOf(':') < 0 ? "IP4 " : "IP6 ";
        return "v=0\r\no=- 1 1 IN " + type + address + "\r\ns=-\r\nc=IN " + type + address + "\r\nt=0 0\r\nm=audio "
                + stream.port() + " RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n"
                + "a=rtpmap:101 telephone-event/8000\r\na=rtcp:"
                + stream.rtcpPort() + "\r\na=ptime:20\r\na=sendrecv\r\n";
    }

    private void talk(String remoteSdp) {
        var stream = media;
        var to = audioOf(remoteSdp);
        if (stream != null && to.isPresent())
            stream.start(to.get(), new InetSocketAddress(to.get().getAddress(), to.get().getPort() + 1));
    }

    private static Optional<InetSocketAddress> audioOf(String sdp) {
        Matcher connection = CONNECTION.matcher(sdp);
        Matcher audio = AUDIO.matcher(sdp);
        if (!connection.find() || !audio.find())
            return Optional.empty();
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByName(connection.group(1)),
                    Integer.parseInt(audio.group(1))));
        } catch (UnknownHostException e) {
            LOG.debug("demo: no address in {}", connection.group());
            return Optional.empty();
        }
    }
}
