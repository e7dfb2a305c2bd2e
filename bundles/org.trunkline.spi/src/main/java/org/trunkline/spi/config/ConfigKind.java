package org.trunkline.spi.config;

import java.util.List;
import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;
import org.trunkline.spi.LocalizedText;

/**
 * A kind of configuration entry of a plug-in's own, such as "doors" or "customers". The node stores the entries with
 * their history, serves them under {@code /api/v1/plugins/{id}/entries/{kind}}, and the desk draws list and form.
 *
 * <p><b>Threads:</b> {@link #check} on up to four of the plug-in's threads at once; it must not wait for a network.
 * <b>Budget:</b> 250 ms inside the node, 500 ms in a process of its own. <b>Errors:</b> a kind that cannot check refuses the change; stored entries stay as they are.
 *
 * <pre>{@code
 * public final class Doors implements ConfigKind {
 *     public KindInfo info() {
 *         return new KindInfo("door", LocalizedText.of("Doors"), "name",
 *                 List.of(SettingField.text("name", "Name", "What the door is called").mandatory(),
 *                         SettingField.number("seconds", "Open for", "How long the door stays open", "s", 1, 60, 5)));
 *     }
 *
 *     public List<FieldProblem> check(Map<String, String> entry) {
 *         return List.of();
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 250, outsideMillis = 500)
public interface ConfigKind {
    /** The same at each call. */
    KindInfo info();

    /**
     * Checks an entry beyond the rules of its fields.
     *
     * @param entry by field name; required fields are there, numbers within their range
     * @return the errors; empty to accept the entry
     */
    List<FieldProblem> check(Map<String, String> entry) throws ExtensionException;

    /**
     * Names of the fields that {@link #conflicts} compares, without secrets; empty if entries are not compared. The same at each call.
     */
    default List<String> compared() {
        return List.of();
    }

    /**
     * Compares an entry with the others of its kind, such as for a number that two entries must not share. Called after
     * {@link #check} found no error, while no other entry of the kind can change.
     *
     * @param entry as in {@link #check}
     * @param others up to 10,000, each with its key and the {@link #compared} fields that it has
     * @return the errors, each with the name of the other entry; empty to accept the entry
     */
    default List<FieldProblem> conflicts(Map<String, String> entry, List<Map<String, String>> others) throws ExtensionException {
        return List.of();
    }

    /**
     * @param kind as in the API's path: lower case, digits and hyphens, up to 40 characters
     * @param label plural, as the list's title
     * @param key name of the field that identifies an entry
     * @param fields up to 60
     */
    record KindInfo(String kind, LocalizedText label, String key, List<SettingField> fields) {
        public KindInfo {
            fields = List.copyOf(fields);
        }
    }
}
