package org.trunkline.phone.internal.sip;

/** The one thing that the signalling reads in descriptions; all else is the business of the sound. */
final class Sdp {
    private Sdp() {
    }

    /** Whether who sent it does not want to hear (RFC 3264 §8.4), or has the address of nobody (RFC 2543). */
    static boolean holds(String sdp) {
        var direction = "sendrecv";
        boolean audio = false;
        boolean any = false;
        for (var line : sdp.split("\\R")) {
            if (line.startsWith("m=")) {
                audio = !any && line.startsWith("m=audio ");
                any |= audio;
            } else if (audio || !any) {
                if (line.equals("a=sendonly") || line.equals("a=inactive") || line.equals("a=recvonly") || line.equals("a=sendrecv"))
                    direction = line.substring(2);
                else if (line.equals("c=IN IP4 0.0.0.0") && !sdp.contains("a=candidate:"))
                    return true;
            }
        }
        return direction.equals("sendonly") || direction.equals("inactive");
    }
}
