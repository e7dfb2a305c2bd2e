package org.trunkline.ui.trunks.internal.testcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.schema.Schema;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

/** The end of a test call names the fields to change. */
class TestCallTextTest {
    private static TestCall.End refused(int status, Cause cause) {
        return new TestCall.End(false, status, cause, new LocalizableText("test-call-refused", List.of(String.valueOf(status),
                cause.code(), ""), "refused"));
    }

    private static TestCall.End failed(Cause cause) {
        return new TestCall.End(false, 503, cause, new LocalizableText("test-call-failed", List.of(cause.code()), "failed"));
    }

    private static TestCallText text() {
        var formats = new Formats(ZoneId.of("UTC"), Locale.ENGLISH);
        return new TestCallText(Texts.of(TestCallText.class, Locale.ENGLISH), formats,
                new StateText(Texts.of(StateText.class, Locale.ENGLISH), formats));
    }

    private static String last(TestCall.End end) {
        return text(Optional.of(end), false);
    }

    private static String text(Optional<TestCall.End> end, boolean spoken) {
        var call = new TestCall(new CallId("00000000000000000001"), "Telia", "+46850010000", Instant.EPOCH, List.of(), Optional.empty(), Optional.empty(),
                List.of(), end);
        return text().of(call, spoken);
    }

    /** Fields of a trunk are in another window than those of the call. */
    @Test
    void whatIsWrongWithTheTrunkNamesItsField() {
        var said = text().of(List.of(new FieldError("host", "required", List.of(), "host is needed"),
                new FieldError("number", "required", List.of(), "number is needed"))).lines().toList();
        assertTrue(said.getFirst().startsWith("Host: "), said.toString());
        assertEquals(said.getFirst().substring("Host: ".length()), said.getLast());
    }

    @Test
    void aRefusalNamesWhatToLookAt() {
        assertTrue(last(refused(403, Cause.FORBIDDEN)).endsWith(" Look at: Caller ID, Username"), last(refused(403, Cause.FORBIDDEN)));
        assertTrue(last(refused(407, Cause.FORBIDDEN)).endsWith(" Look at: Password, Username"));
        assertTrue(last(refused(484, Cause.INVALID_NUMBER)).endsWith(" Look at: Out: number format, Out: add prefix, Out: strip digits"));
        assertTrue(last(failed(Cause.TIMEOUT)).endsWith(" Look at: Host, Port, Transport"), last(failed(Cause.TIMEOUT)));
    }

    @Test
    void untilTheTrunkIsCalledThePhoneIsSaidToBe() {
        assertEquals("The phone is called first. Once you answer it, the number is called.", text(Optional.empty(), true));
        assertEquals("Calling…", text(Optional.empty(), false));
    }

    @Test
    void aPhoneThatWasNotAnsweredIsSaidToBe() {
        var end = new TestCall.End(false, 480, Cause.NO_ANSWER, new LocalizableText("test-call-phone", List.of("no-answer"), "x"));
        assertTrue(last(end).contains("The phone that should speak was not answered: "), last(end));
        assertEquals(List.of(), TestCallFields.of(end));
    }

    @Test
    void aTrunkThatWasNotCalledMayBeAtALimit() {
        String said = last(new TestCall.End(false, 200, Cause.NORMAL, new LocalizableText("test-call-uncalled", List.of(), "x")));
        assertEquals("■ The trunk was not called: it is at a limit, its host cannot be found, or the phone hung up first."
                + " Look at: Maximum calls, Maximum calls/s, Host", said);
    }

    @Test
    void aBusyNumberIsNotTheTrunksFault() {
        assertEquals(List.of(), TestCallFields.of(refused(486, Cause.BUSY)));
        assertEquals(List.of(), TestCallFields.of(new TestCall.End(true, 200, Cause.NORMAL,
                new LocalizableText("test-call-heard", List.of("1", "PCMA", "2", "3"), "heard"))));
    }

    @Test
    void eachFieldIsOneOfATrunk() {
        var known = EntryKind.TRUNK.schema().leaves().stream().map(Schema.Leaf::path).toList();
        for (var cause : Cause.values())
            assertTrue(known.containsAll(TestCallFields.of(failed(cause))), cause.code());
        for (int status : List.of(401, 403, 404, 407, 484, 488, 604, 606))
            assertTrue(known.containsAll(TestCallFields.of(refused(status, Cause.FAILED))), String.valueOf(status));
    }
}
