package org.trunkline.phone;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.phone.control.Controls;
import org.trunkline.phone.presence.Lamps;
import org.trunkline.phone.presence.Presences;
import org.trunkline.phone.presence.RingingCall;

/**
 * The softphone: accounts, lines, sound. It goes on without a window.
 *
 * <p><b>Threads:</b> any; nothing here waits for network or sound. What comes of a command is seen in the next
 * {@link PhoneState}.
 */
public interface Phone {
    /** As it is now. */
    PhoneState state();

    /** Told at once and at each change, in order, on a thread of the phone: hand over and return. @return ends it */
    AutoCloseable follow(Consumer<PhoneState> follower);

    /** Replaces all accounts; those that stay the same keep their registration and calls. */
    void use(List<PhoneAccount> accounts);

    /**
     * Calls.
     *
     * @param account id of an account; empty for the first that is registered
     * @param target number, user name or SIP URI, as typed
     * @return id of the line
     * @throws PhoneException where there is no such account, the target is none, or there is no free line
     */
    String call(Optional<String> account, String target) throws PhoneException;

    /** Commands to a line; to one that is gone or in another state they do nothing. */
    void answer(String line);

    /** Ends, cancels or declines: what fits the state. */
    void hangUp(String line);

    void hold(String line, boolean held);

    /** With it those that it is together with ({@link LineState#together}). */
    void mute(String line, boolean muted);

    /** @param key one of 0-9, *, #, A-D (RFC 4733) */
    void press(String line, char key);

    /** Blind transfer (RFC 3515), or where the call rings here, its forwarding (RFC 3261 §21.3.3). @throws PhoneException where the target is none */
    void transfer(String line, String target) throws PhoneException;

    /** Attended transfer: connects the others of both lines (RFC 3891) and leaves. */
    void connect(String line, String otherLine);

    /**
     * Brings two calls of this phone together. Of one account at a node: in a conference of the node that is begun for them, or where one of
     * the two calls is such a conference, in that (RFC 4579 §5.4). At other servers: the phone lets them hear each other, together with those
     * that one of the two was brought together with before. Two others are left as they are.
     */
    void conference(String line, String otherLine);

    /** A call that this phone brought together with others is alone again, and on hold where these go on. */
    void separate(String line);

    /** Text messages of all accounts. */
    Messages messages();

    /** Files of text messages. */
    PhoneFiles files();

    /** Whether others can be reached, and the user here. */
    Presences presences();

    /** Calls of others. */
    Lamps lamps();

    /**
     * Answers a call that rings at somebody else (RFC 3891). Where it was answered or ended meanwhile, the line ends with that.
     *
     * @return id of the line
     * @throws PhoneException where no account is registered, or there is no free line
     */
    String pickUp(RingingCall call) throws PhoneException;

    /**
     * A node is about to ring the phones of this user, as the user of this desk asked. Without sound, this phone refuses that call by 480, so that
     * it rings at the others alone.
     */
    void leaveToOthers(String user);

    /** Do not disturb: what comes in is answered 486. */
    void doNotDisturb(boolean on);

    /** Chooses devices by {@link SoundDevice#id}; empty for the system's. */
    void choose(SoundChoice choice);

    /** Records three seconds, plays them back, and says what is wrong, in {@link PhoneState#soundTest}. */
    void testSound();

    /** Keys in all programs, and headsets. */
    Controls controls();

    /** Video of the calls. */
    PhoneVideo video();
}
