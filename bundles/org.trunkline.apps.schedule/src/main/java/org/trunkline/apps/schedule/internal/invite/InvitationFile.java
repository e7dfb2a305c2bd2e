package org.trunkline.apps.schedule.internal.invite;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

import org.trunkline.apps.schedule.internal.invite.InvitationBook.Issued;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Kind;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Tries;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Version;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartWarning;
import org.trunkline.domain.schedule.Recurrence;
import org.trunkline.domain.schedule.Repeat;
import org.trunkline.domain.secure.OwnerOnly;

/** What guests have and what waits for them, over restarts: a file that only its owner reads. */
final class InvitationFile {
    private static final int FORM = 1;

    private final Path file;

    InvitationFile(Path file) {
        this.file = file;
    }

    /** @throws IOException where it cannot be read, or is of another form */
    InvitationBook read() throws IOException {
        if (!Files.exists(file))
            return new InvitationBook(new TreeMap<>(), List.of());
        try (var in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            if (in.readByte() != FORM)
                throw new IOException(file + " was written by a newer version");
            var issued = new TreeMap<String, Issued>();
            for (int count = in.readInt(); count > 0; count--)
                issued.put(in.readUTF(), new Issued(in.readUTF(), in.readInt(), event(in), texts(in)));
            var waiting = new ArrayList<Outgoing>();
            for (int count = in.readInt(); count > 0; count--)
                waiting.add(new Outgoing(in.readUTF(), new Version(in.readUTF(), in.readInt(), instant(in)), Kind.valueOf(in.readUTF()), in.readUTF(),
                        event(in), texts(in), new Tries(in.readInt(), instant(in), new LocalizableText(in.readUTF(), texts(in), in.readUTF()),
                                in.readBoolean())));
            return new InvitationBook(issued, waiting);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** That it cannot be read. */
    PartWarning unreadable(IOException why) {
        return new PartWarning("invitations-unreadable", file.toString(), List.of(file.toString(), String.valueOf(why.getMessage())),
                "No invitations to scheduled calls are sent, because " + file + " cannot be read: " + why.getMessage()
                        + ". Restore the file or delete it; it is re-read within a minute.", LocalizableText.NOTHING);
    }

    void write(InvitationBook book) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeInt(book.issued().size());
            for (var entry : book.issued().entrySet()) {
                var issued = entry.getValue();
                out.writeUTF(entry.getKey());
                out.writeUTF(issued.uid());
                out.writeInt(issued.sequence());
                write(out, issued.event());
                write(out, issued.guests());
            }
            out.writeInt(book.waiting().size());
            for (var mail : book.waiting())
                write(out, mail);
        }
        OwnerOnly.folder(file.getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        OwnerOnly.create(fresh, bytes.toByteArray());
        OwnerOnly.replace(fresh, file);
    }

    private static void write(DataOutputStream out, Outgoing mail) throws IOException {
        out.writeUTF(mail.name());
        out.writeUTF(mail.version().uid());
        out.writeInt(mail.version().sequence());
        out.writeLong(mail.version().at().toEpochMilli());
        out.writeUTF(mail.kind().name());
        out.writeUTF(mail.to());
        write(out, mail.event());
        write(out, mail.guests());
        var tries = mail.tries();
        out.writeInt(tries.count());
        out.writeLong(tries.next().toEpochMilli());
        out.writeUTF(tries.why().code());
        write(out, tries.why().args());
        out.writeUTF(tries.why().message());
        out.writeBoolean(tries.over());
    }

    private static void write(DataOutputStream out, Event event) throws IOException {
        out.writeUTF(Recurrence.text(event.when().at()));
        out.writeUTF(event.when().zone().getId());
        out.writeUTF(event.when().repeat().code());
        out.writeLong(event.length().toMinutes());
        out.writeUTF(event.title());
        out.writeUTF(event.number());
        out.writeLong(event.alarm().toMinutes());
        out.writeUTF(event.language().getLanguage());
    }

    private static Event event(DataInputStream in) throws IOException {
        var when = new Recurrence(Recurrence.time(in.readUTF()), ZoneId.of(in.readUTF()), Repeat.of(in.readUTF()).orElse(Repeat.ONCE));
        return new Event(when, Duration.ofMinutes(in.readLong()), in.readUTF(), in.readUTF(), Duration.ofMinutes(in.readLong()),
                Locale.of(in.readUTF()));
    }

    private static void write(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts)
            out.writeUTF(text);
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        var texts = new ArrayList<String>();
        for (int count = in.readInt(); count > 0; count--)
            texts.add(in.readUTF());
        return texts;
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochMilli(in.readLong());
    }
}
