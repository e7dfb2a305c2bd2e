package org.trunkline.store.jdbc.internal;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.engine.port.ConfigChange;
import org.trunkline.engine.port.ConfigChange.PutNumber;
import org.trunkline.engine.port.ConfigChange.PutRoute;
import org.trunkline.engine.port.ConfigChange.PutSubscriber;
import org.trunkline.engine.port.ConfigChange.PutTrunk;
import org.trunkline.engine.port.ConfigChange.RemoveNumber;
import org.trunkline.engine.port.ConfigChange.RemoveRoute;
import org.trunkline.engine.port.ConfigChange.RemoveSubscriber;
import org.trunkline.engine.port.ConfigChange.RemoveTrunk;
import org.trunkline.engine.port.Configuration;

/**
 * What the audit says of a change; never a secret, only that one was set.
 *
 * @param action {@code create}, {@code change} or {@code delete}
 * @param subject kind and key: {@code trunk Telia A}
 * @param detail what it is now, or each field with its value before and after
 */
record AuditText(String action, String subject, String detail) {
    private static final int MAX_DETAIL = 20_000;
    private static final int MAX_SUBJECT = 255;

    static AuditText of(ConfigChange change, Configuration before) {
        return switch (change) {
            case PutSubscriber(var it, var secret) -> put("subscriber " + it.username(), before.subscribers().stream()
                    .filter(s -> s.username().equals(it.username())).findFirst(), it, secret.isPresent());
            case PutTrunk(var it, var password) -> put("trunk " + it.name(), before.trunks().stream()
                    .filter(t -> t.name().equals(it.name())).findFirst(), it, password.isPresent());
            case PutNumber(var it) -> put("number " + it.number(), before.numbers().stream()
                    .filter(n -> n.number().equals(it.number())).findFirst(), it, false);
            case PutRoute(var it) -> put("route " + it.prefix(), before.routes().stream()
                    .filter(r -> r.prefix().equals(it.prefix())).findFirst(), it, false);
            case RemoveSubscriber(var key) -> new AuditText("delete", "subscriber " + key, "");
            case RemoveTrunk(var key) -> new AuditText("delete", "trunk " + key, "");
            case RemoveNumber(var key) -> new AuditText("delete", "number " + key, "");
            case RemoveRoute(var key) -> new AuditText("delete", "route " + key, "");
        };
    }

    AuditText {
        detail = detail.substring(0, Math.min(detail.length(), MAX_DETAIL));
        subject = subject.substring(0, Math.min(subject.length(), MAX_SUBJECT));
    }

    private static AuditText put(String subject, Optional<? extends Record> before, Record after, boolean secret) {
        var parts = new ArrayList<String>();
        for (var component : after.getClass().getRecordComponents()) {
            Object now = value(component, after);
            if (before.isEmpty())
                parts.add(component.getName() + ": " + text(now));
            else if (!value(component, before.get()).equals(now))
                parts.add(component.getName() + ": " + text(value(component, before.get())) + " → " + text(now));
        }
        if (secret)
            parts.add("password: set");
        return new AuditText(before.isEmpty() ? "create" : "change", subject, String.join(", ", parts));
    }

    private static String text(Object value) {
        return switch (value) {
            case Optional<?> maybe -> maybe.map(AuditText::text).orElse("none");
            case List<?> list -> String.join(" ", list.stream().map(AuditText::text).toList());
            default -> value.toString();
        };
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the domain's records are public", e);
        }
    }
}
