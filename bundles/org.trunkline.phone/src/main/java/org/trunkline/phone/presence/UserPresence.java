package org.trunkline.phone.presence;

/**
 * The presence of one user, with the user's words.
 *
 * @param note one line of plain text, at most {@link #LONGEST_NOTE} characters, of which the rest is cut; empty for none
 */
public record UserPresence(Presence presence, String note) {
    /** In Unicode characters; the node keeps no longer one. */
    public static final int LONGEST_NOTE = 200;

    public UserPresence {
        note = note.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        note = note.substring(0, note.offsetByCodePoints(0, Math.min(LONGEST_NOTE, note.codePointCount(0, note.length()))));
    }

    /** Without a note. */
    public static UserPresence of(Presence presence) {
        return new UserPresence(presence, "");
    }

    /**
     * What others see of a user who chose this.
     *
     * @param doNotDisturb whether the phone takes no calls
     * @param inCall whether it talks, or calls somebody
     */
    public UserPresence shown(boolean doNotDisturb, boolean inCall) {
        if (presence == Presence.OFFLINE)
            return this;
        if (doNotDisturb)
            return with(Presence.DO_NOT_DISTURB);
        return inCall ? with(Presence.ON_THE_PHONE) : this;
    }

    /** With the same note. */
    public UserPresence with(Presence now) {
        return new UserPresence(now, note);
    }
}
