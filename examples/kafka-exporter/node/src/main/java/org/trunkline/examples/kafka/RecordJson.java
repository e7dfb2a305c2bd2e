package org.trunkline.examples.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cdr;

/** A call record as one JSON object. */
final class RecordJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private RecordJson() {}

    static byte[] of(Cdr cdr, long sequence) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", cdr.id().value());
            json.writeNumberField("sequence", sequence);
            json.writeStringField("direction", cdr.direction().name().toLowerCase(java.util.Locale.ROOT));
            party(json, "from", cdr.from());
            party(json, "to", cdr.to());
            text(json, "trunk", cdr.trunk());
            text(json, "route", cdr.route());
            json.writeStringField("startedAt", cdr.startedAt().toString());
            text(json, "answeredAt", cdr.answeredAt().map(Object::toString));
            json.writeStringField("endedAt", cdr.endedAt().toString());
            json.writeNumberField("durationMs", cdr.duration().toMillis());
            json.writeStringField("cause", cdr.cause().code());
            json.writeNumberField("sipStatus", cdr.sipStatus());
            if (cdr.mos().isPresent())
                json.writeNumberField("mos", cdr.mos().getAsDouble());
            if (cdr.cost().isPresent()) {
                json.writeNumberField("cost", cdr.cost().get().amount().units());
                json.writeStringField("currency", cdr.cost().get().currency());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writing into memory does no I/O
        }
        return bytes.toByteArray();
    }

    private static void party(JsonGenerator json, String name, Party party) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("dialled", party.dialled());
        text(json, "number", party.number());
        json.writeStringField("displayName", party.displayName());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent())
            json.writeStringField(name, value.get());
    }
}
