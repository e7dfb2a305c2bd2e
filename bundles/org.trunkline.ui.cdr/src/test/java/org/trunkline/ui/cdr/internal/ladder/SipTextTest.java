package org.trunkline.ui.cdr.internal.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.testkit.SampleLadder;
import org.trunkline.ui.cdr.internal.ladder.SipText.Kind;

class SipTextTest {
    @Test
    void saysCodecsAndAddressOfTheSdp() {
        assertEquals("PCMA PCMU, RTP 10.0.0.5:4000",
                SipText.sdpSummary(SampleLadder.request("INVITE", "10.0.0.5", SampleLadder.sdp("10.0.0.5", 4000))));
    }

    @Test
    void saysNothingWithoutSdp() {
        assertEquals("", SipText.sdpSummary(SampleLadder.request("BYE", "10.0.0.5", "")));
        assertEquals("", SipText.sdpSummary("garbage"));
        assertEquals("", SipText.sdpSummary("INFO sip:a SIP/2.0\r\n\r\nSignal=5"));
    }

    @Test
    void mediaAddressBeatsTheSessionsAndHoldShows() {
        String sdp = "v=0\r\nc=IN IP4 10.0.0.5\r\nm=audio 4000 RTP/SAVP 9\r\nc=IN IP6 2001:db8::5\r\na=sendonly\r\n"
                + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";
        assertEquals("G722, SRTP [2001:db8::5]:4000, sendonly; video off", SipText.sdpSummary("X\r\n\r\n" + sdp));
    }

    @Test
    void manyCodecsAreCounted() {
        assertEquals("PCMU PCMA G722 +2, RTP 10.0.0.5:4000",
                SipText.sdpSummary("X\r\n\r\nv=0\r\nc=IN IP4 10.0.0.5\r\nm=audio 4000 RTP/AVP 0 8 9 3 18\r\n"));
    }

    @Test
    void highlightsWithoutOverlapInsideTheText() {
        String shown = SipText.shown(SampleLadder.answered().entries().getFirst().message());
        List<SipText.Span> spans = SipText.highlight(shown);
        int end = 0;
        for (SipText.Span span : spans) {
            assertTrue(span.start() >= end, span.toString());
            end = span.start() + span.length();
        }
        assertTrue(end <= shown.length());
        assertEquals(Kind.START_LINE, spans.getFirst().kind());
        assertTrue(spans.stream().anyMatch(s -> shown.startsWith("Call-ID:", s.start())));
        assertTrue(spans.stream().anyMatch(s -> s.kind() == Kind.SDP_TYPE && shown.startsWith("m=", s.start())));
    }

    @Test
    void highlightsBrokenMessagesToo() {
        assertEquals(List.of(), SipText.highlight(""));
        assertEquals(1, SipText.highlight("\u0000\u0001").size());
    }
}
