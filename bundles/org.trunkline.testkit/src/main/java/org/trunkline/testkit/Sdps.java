package org.trunkline.testkit;

/** Session descriptions for tests. */
public final class Sdps {
    private Sdps() {}

    /** One audio line with PCMU, PCMA and telephone-event. */
    public static String offer(String address, int port) {
        return audio(address, port, "0 8 101", "sendrecv");
    }

    /** One audio line with PCMA. */
    public static String answer(String address, int port) {
        return audio(address, port, "8 101", "sendrecv");
    }

    public static String audio(String address, int port, String formats, String direction) {
        String family = address.indexOf(':') < 0 ? "IP4" : "IP6";
        return "v=0\r\no=- 1 1 IN " + family + ' ' + address + "\r\ns=-\r\nc=IN " + family + ' ' + address
                + "\r\nt=0 0\r\nm=audio " + port + " RTP/AVP " + formats
                + "\r\na=rtpmap:101 telephone-event/8000\r\na=" + direction + "\r\n";
    }
}
